// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// The inner loops of averaged spectra. Sizes are checked once, so that the loops run without checks and vectorised.
extension RealFFT {
  /// Transforms one segment, detrended and windowed on its way into the private buffer. `window` has ``count`` values.
  mutating func transform(
    _ samples: Span<Double>, from start: Int, window: Span<Double>, detrend: SegmentTrend
  ) {
    precondition(start >= 0 && start + count <= samples.count && window.count == count)
    let count = count
    let target = unsafe time.base
    unsafe samples.withUnsafeBufferPointer { whole in
      unsafe window.withUnsafeBufferPointer { window in
        let segment = unsafe UnsafeBufferPointer(rebasing: whole[start..<(start + count)])
        let (mean, slope) = unsafe detrend.fit(segment)
        guard let x = segment.baseAddress, let weights = window.baseAddress else { return }
        let level = KernelLevel.current.code
        unsafe palpate_apply_window(level, x, weights, mean, slope, Double(count - 1) / 2, target, count)
      }
    }
    transform()
  }

  /// Adds |X|² of the last transform.
  func addPower(to sums: inout [Double]) {
    precondition(sums.count == binCount)
    unsafe bins.base.withMemoryRebound(to: Double.self, capacity: 2 * binCount) { bins in
      unsafe palpate_add_power(KernelLevel.current.code, bins, &sums, sums.count)
    }
  }

  /// Writes the last transform, scaled.
  /// - Returns: Whether all of it is finite.
  func writeBins(to target: UnsafeMutablePointer<Complex>, scale: Double) -> Bool {
    let count = 2 * binCount
    return unsafe bins.base.withMemoryRebound(to: Double.self, capacity: count) { bins in
      unsafe target.withMemoryRebound(to: Double.self, capacity: count) { target in
        unsafe palpate_scale(KernelLevel.current.code, bins, scale, target, count) == 1
      }
    }
  }

  /// Adds conj(X)·Y of the last transforms of two signals.
  func addProduct(with other: borrowing RealFFT, to sums: inout [Complex]) {
    precondition(sums.count == binCount && other.count == count)
    for k in sums.indices {
      let (x, y) = (bins[k], other.bins[k])
      sums[k].real += x.real * y.real + x.imaginary * y.imaginary
      sums[k].imaginary += x.real * y.imaginary - x.imaginary * y.real
    }
  }
}
