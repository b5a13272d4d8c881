// SPDX-License-Identifier: GPL-3.0-or-later
import CLimits
import SignalProcessing

// What the machine itself can do: the floors under the other workloads.

extension WorkloadEntry {
  /// Copies the input: no filter from one array to another is faster. Its result is the input.
  static let copy = WorkloadEntry("limit_copy") { inputs in
    Transform(
      inputs.signal,
      reused: { x, y in
        y.withUnsafeMutableBufferPointer { target in
          x.withUnsafeBufferPointer { source in _ = target.update(from: source) }
        }
      }, fresh: { x in x + [] })
  }

  /// 12 million fused products and sums of vectors, in registers; the result is the number of lanes of a vector.
  static let products = WorkloadEntry("limit_products") { _ in
    let lanes =
      switch KernelLevel.current {
      case .baseline: 2
      case .v3: 4
      case .v4: 8
      }
    return Figures([]) { _ in
      limit_products(Int32(lanes), 1_000_000).isFinite ? [Double(lanes)] : []
    }
  }

  /// A million branches that cannot be foreseen, with the random number that each asks for.
  static let branches = WorkloadEntry("limit_branches") { _ in
    Figures([]) { _ in [Double(limit_branches(1_000_000))] }
  }

  /// 1000 real transforms of 4096 samples, one after the other in the same memory.
  static let fft4096 = transforms("limit_fft_4096", count: 4096)
  static let fft1024 = transforms("limit_fft_1024", count: 1024)

  private static func transforms(_ name: String, count: Int) -> WorkloadEntry {
    WorkloadEntry(name) { inputs in
      let box = try TransformBox(count: count)
      let input = Array(inputs.signal.prefix(count))
      return Figures(input) { x in try box.run(x) }
    }
  }
}

private final class TransformBox {
  private var fft: RealFFT
  private var bins: [Complex]

  init(count: Int) throws {
    fft = try RealFFT(count: count)
    bins = [Complex](repeating: .zero, count: count / 2 + 1)
  }

  func run(_ x: [Double]) throws -> [Double] {
    for _ in 0..<1000 {
      var span = bins.mutableSpan
      try fft.forward(x.span, into: &span)
    }
    return [bins[1].real]
  }
}
