// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  static let zeroPhase4 = WorkloadEntry("zero_phase_order_4") { inputs in
    let filter = try ZeroPhase(Butterworth.lowpass(order: 4, cutoff: Hertz(10), sampleRate: Hertz(1000)))
    return Transform(
      inputs.signal,
      reused: { x, y in
        var span = y.mutableSpan
        filter.apply(x.span, into: &span)
      }, fresh: { x in filter.apply(x) })
  }
}
