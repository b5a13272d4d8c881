// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  /// Eight channels of one eighth the length, interleaved; times are per sample of all channels together.
  static let sections4x8 = WorkloadEntry("sos_order_4_8_channels") { inputs in
    let design = try Butterworth.lowpass(order: 4, cutoff: Hertz(10), sampleRate: Hertz(1000))
    let filter = try ChannelsBox(design)
    let input = Array(inputs.signal.prefix(inputs.signal.count / 8 * 8))
    return Transform(input, reused: { x, y in filter.run(x, into: &y) }, fresh: { x in filter.run(x) })
  }
}

private final class ChannelsBox {
  private var filter: MultichannelFilter
  init(_ design: [Section]) throws { filter = try MultichannelFilter(design, channels: 8) }
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
