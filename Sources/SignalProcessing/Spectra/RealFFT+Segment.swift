// SPDX-License-Identifier: GPL-3.0-or-later

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
        let (level, slope) = unsafe detrend.fit(segment)
        if slope == 0 {
          for n in 0..<count { unsafe target[n] = (segment[n] - level) * window[n] }
        } else {
          let centre = Double(count - 1) / 2
          for n in 0..<count {
            unsafe target[n] = (segment[n] - level - slope * (Double(n) - centre)) * window[n]
          }
        }
      }
    }
    transform()
  }

  /// Adds |X|² of the last transform.
  func addPower(to sums: inout [Double]) {
    precondition(sums.count == binCount)
    let bins = unsafe bins.base
    var target = sums.mutableSpan
    for k in target.indices { unsafe target[unchecked: k] += bins[k].squaredMagnitude }
  }

  /// Appends the last transform.
  func appendBins(to values: inout [Complex], scale: Double) {
    unsafe values.append(contentsOf: UnsafeBufferPointer(start: bins.base, count: binCount).lazy.map { $0 * scale })
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
