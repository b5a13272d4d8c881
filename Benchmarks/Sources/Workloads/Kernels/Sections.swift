// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  static let sections4 = sections("sos_order_4", order: 4)
  static let sections8 = sections("sos_order_8", order: 8)

  /// A Butterworth low-pass at a hundredth of the rate.
  private static func sections(_ name: String, order: Int) -> WorkloadEntry {
    WorkloadEntry(name) { inputs in
      let rate = Hertz(1000)
      let design = try Butterworth.lowpass(order: order, cutoff: Hertz(10), sampleRate: rate)
      let filter = try FilterBox(design)
      return Transform(
        inputs.signal, reused: { x, y in filter.run(x, into: &y) }, fresh: { x in filter.run(x) })
    }
  }
}

/// Holds a filter that cannot be copied for closures that can.
private final class FilterBox {
  private var filter: IIRFilter
  init(_ design: [Section]) throws { filter = try IIRFilter(design) }
  func run(_ x: [Double], into y: inout [Double]) {
    filter.reset()
    var span = y.mutableSpan
    filter.process(x.span, into: &span)
  }
  func run(_ x: [Double]) -> [Double] {
    filter.reset()
    return filter.process(x)
  }
}
