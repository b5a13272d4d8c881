// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  static let fir101 = finiteResponse("fir_101", count: 101)
  static let fir1001 = finiteResponse("fir_1001", count: 1001)

  /// A low-pass at a tenth of the rate.
  private static func finiteResponse(_ name: String, count: Int) -> WorkloadEntry {
    WorkloadEntry(name) { inputs in
      let design = try WindowedFIR(.lowpass(Hertz(100)), count: count, window: .hamming, sampleRate: Hertz(1000))
      let filter = try FilterBox(design.fir)
      return Transform(
        inputs.signal, count: inputs.signal.count + filter.latency, reused: { x, y in filter.run(x, into: &y) },
        fresh: { x in filter.run(x) })
    }
  }
}

private final class FilterBox {
  private var rest: [Double] = []
  private var filter: FIRFilter
  var latency: Int { filter.latency }
  init(_ fir: FIR) throws { filter = try FIRFilter(fir) }
  func run(_ x: [Double], into y: inout [Double]) {
    filter.reset()
    var span = y.mutableSpan
    let written = filter.process(x.span, into: &span)
    rest.removeAll(keepingCapacity: true)
    filter.finish(into: &rest)
    for (index, value) in rest.enumerated() { span[written + index] = value }
  }
  func run(_ x: [Double]) -> [Double] { filter.filter(x) }
}
