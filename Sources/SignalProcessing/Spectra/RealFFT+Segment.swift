// SPDX-License-Identifier: GPL-3.0-or-later

extension RealFFT {
  /// Transforms one segment, detrended and windowed on its way into the private buffer. `window` has ``count`` values.
  mutating func transform(
    _ samples: Span<Double>, from start: Int, window: Span<Double>, detrend: Detrend
  ) {
    precondition(start >= 0 && start + count <= samples.count && window.count == count)
    let (level, slope) = detrend.fit(samples, from: start, count: count)
    let count = count
    if slope == 0 {
      for n in 0..<count { time[n] = (samples[start + n] - level) * window[n] }
    } else {
      let centre = Double(count - 1) / 2
      for n in 0..<count { time[n] = (samples[start + n] - level - slope * (Double(n) - centre)) * window[n] }
    }
    transform()
  }

  /// Adds |X|² of the last transform.
  func addPower(to sums: inout [Double]) {
    precondition(sums.count == binCount)
    for k in sums.indices { sums[k] += bins[k].squaredMagnitude }
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
