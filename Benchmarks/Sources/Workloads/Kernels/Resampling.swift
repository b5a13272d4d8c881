// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  /// With SciPy's filter and edges, so that both do the same work.
  static let resample = WorkloadEntry("resample_1000_256") { inputs in
    let box = try ResamplerBox()
    return Transform(
      inputs.signal, count: box.mostOutputs(of: inputs.signal.count), reused: { x, y in box.run(x, into: &y) },
      fresh: { x in box.run(x) })
  }
}

private final class ResamplerBox {
  private var rest: [Double] = []
  private var resampler: Resampler
  init() throws {
    resampler = try Resampler(ResamplingRatio(from: Hertz(1000), to: Hertz(256)), filter: .scipy, edges: .zero)
  }
  func mostOutputs(of count: Int) -> Int { resampler.mostOutputs(of: count) }
  func run(_ x: [Double], into y: inout [Double]) {
    resampler.reset()
    var span = y.mutableSpan
    let written = resampler.process(x.span, into: &span)
    rest.removeAll(keepingCapacity: true)
    resampler.finish(into: &rest)
    for (index, value) in rest.enumerated() { span[written + index] = value }
  }
  func run(_ x: [Double]) -> [Double] { resampler.resample(x) }
}
