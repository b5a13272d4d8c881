// SPDX-License-Identifier: GPL-3.0-or-later

/// A signal with its Hilbert transform as imaginary part, by the Fourier transform of each stretch without missing
/// samples: `scipy.signal.hilbert`. The ends of a stretch see each other, as if it went on in a circle.
public enum AnalyticSignal {
  /// The Hilbert transform: every frequency a quarter of its period late, 0 Hz and half of the rate left out.
  ///
  /// - Returns: As many samples as given; NaN for missing ones (NaN, infinite or above 1e100).
  public static func quadrature(_ samples: [Double]) throws(FFTError) -> [Double] {
    var output = [Double](repeating: .nan, count: samples.count)
    var start = 0
    while start < samples.count {
      var end = start
      while end < samples.count, abs(samples[end]) <= CascadeTable.limit { end += 1 }
      if end > start {
        var fft = try RealFFT(count: end - start)
        for k in 0..<fft.count { fft.time[k] = samples[start + k] }
        fft.transform()
        let last = fft.binCount - 1
        for k in 0...last {
          let bin = fft.bins[k]
          let isReal = k == 0 || 2 * k == fft.count
          fft.bins[k] = isReal ? .zero : Complex(bin.imaginary, -bin.real)
        }
        try fft.inverseTransform()
        for k in 0..<fft.count { output[start + k] = fft.time[k] / Double(fft.count) }
      }
      start = end + 1
    }
    return output
  }

  /// x + i·H(x).
  public static func values(_ samples: [Double]) throws(FFTError) -> [Complex] {
    let imaginary = try quadrature(samples)
    return samples.indices.map { Complex(imaginary[$0].isNaN ? .nan : samples[$0], imaginary[$0]) }
  }

  /// |x + i·H(x)|, the strength of an oscillation over time; take the mean or a band out first.
  public static func envelope(_ samples: [Double]) throws(FFTError) -> [Double] {
    var envelope = try quadrature(samples)
    for k in samples.indices where !envelope[k].isNaN {
      envelope[k] = (samples[k] * samples[k] + envelope[k] * envelope[k]).squareRoot()
    }
    return envelope
  }
}
