// SPDX-License-Identifier: GPL-3.0-or-later

/// The mean square of a signal in a band, and how sure it is.
public struct BandPower: Sendable, Hashable {
  /// Unit².
  public let power: Double
  /// Chi-square degrees of freedom: 2·power²/variance.
  public let degreesOfFreedom: Double

  /// Interval that covers the true power with a probability: νP/χ²(ν).
  public func interval(level: Double) throws(SpectrumError) -> ClosedRange<Double> {
    try chiSquareInterval(power, degrees: degreesOfFreedom, level: level)
  }
}

extension Welch {
  /// Mean square of a signal between two frequencies, with its degrees of freedom.
  ///
  /// For Gaussian noise the densities of bins k and l covary as S_k·S_l·(C(k − l) + C(k + l)), with
  /// C(d) = Σᵢⱼ|Σ w[n]·w[n + (j − i)·hop]·exp(−2πi·dn/N)|²/(K·Σw²)² over the K segments of each stretch (Percival &
  /// Walden 1993, §6.3 and §6.17; C(0) is one over the effective averages). The variance of the power follows without
  /// further approximation, and chi-square with the same mean and variance gives the interval. It holds for noise whose
  /// density is smooth over the main lobe, not for lines.
  ///
  /// - Parameters:
  ///   - spectrum: Made by these settings; `segments` says from where.
  public func bandPower(
    from: Hertz, to: Hertz, of spectrum: Spectrum<Density>, segments: SegmentPlan
  ) throws(SpectrumError) -> BandPower {
    let count = window.count
    guard spectrum.transformLength == count else { throw .lengths(spectrum.transformLength, count) }
    guard segments.length == count, segments.hop == hop else { throw .lengths(segments.length, count) }
    let parts = try spectrum.parts(from: from, to: to)
    let power = parts.reduce(0, +)
    guard power > 0 else { return BandPower(power: 0, degreesOfFreedom: 2 * spectrum.effectiveAverages) }
    var fft = try RealFFT.make(count: count)
    // As shares of the power, so that squares neither overflow nor vanish.
    let padded = parts.map { $0 / power } + [Double](repeating: 0, count: count - parts.count)
    do {
      let covariance = try covariance(segments, &fft)
      let u = try fft.forward(padded)
      let c = try fft.forward(covariance)
      var variance = 0.0
      for k in u.indices {
        let once = u[k].squaredMagnitude + (u[k] * u[k]).real
        variance += once * c[k].real * (k == 0 || 2 * k == count ? 1 : 2)
      }
      return BandPower(power: power, degreesOfFreedom: 2 * Double(count) / variance)
    } catch { throw .fft(error) }
  }

  /// C(d) for d = 0…N − 1.
  private func covariance(_ segments: SegmentPlan, _ fft: inout RealFFT) throws(FFTError) -> [Double] {
    let count = window.count
    let w = window.values
    var sums = [Double](repeating: 0, count: fft.binCount)
    let longest = segments.segmentsPerRun.max() ?? 0
    for shift in 0..<min((count - 1) / hop + 1, longest) {
      let pairs = segments.segmentsPerRun.reduce(0) { $0 + max($1 - shift, 0) }
      let lag = shift * hop
      let product = (0..<count).map { $0 + lag < count ? w[$0] * w[$0 + lag] : 0 }
      let weight = Double(pairs) * (shift == 0 ? 1 : 2)
      for (k, value) in try fft.forward(product).enumerated() { sums[k] += weight * value.squaredMagnitude }
    }
    let scale = Double(segments.starts.count) * window.sumOfSquares
    return (0..<count).map { sums[min($0, count - $0)] / (scale * scale) }
  }
}
