// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// A density whose tapers were weighted bin by bin, so that every bin has its own degrees of freedom.
public struct AdaptiveDensity: Sendable {
  /// Its effective averages are those of the bin with the fewest.
  public let spectrum: Spectrum<Density>
  /// Chi-square degrees of freedom of each bin.
  public let degreesOfFreedom: [Double]

  /// Interval that covers the true density with a probability, for Gaussian noise: νS/χ²(ν).
  public func interval(ofBin bin: Int, level: Double) throws(SpectrumError) -> ClosedRange<Double> {
    try chiSquareInterval(spectrum.values[bin], degrees: degreesOfFreedom[bin], level: level)
  }
}

/// νS/χ²(ν) at both ends of the central part of a probability.
func chiSquareInterval(
  _ value: Double, degrees: Double, level: Double
) throws(SpectrumError) -> ClosedRange<Double> {
  guard level > 0, level < 1 else { throw .level(level) }
  let low = degrees / ChiSquare.quantile((1 + level) / 2, degrees: degrees)
  let high = degrees / ChiSquare.quantile((1 - level) / 2, degrees: degrees)
  return (value * low)...(value * high)
}

extension Multitaper {
  /// Estimates the power spectral density with Thomson's adaptive weights: where the spectrum is low, tapers that leak
  /// count less (Thomson 1982; Percival & Walden, *Spectral Analysis for Physical Applications* (1993), eqs. 368a, 370).
  ///
  /// For each bin S = Σ b²λS_k/Σ b²λ with b = S/(λS + (1 − λ)σ²), λ the concentration of taper k, σ² the mean square of
  /// the detrended segment, iterated to 1e-13 of S from the mean of the first two tapers. Degrees of freedom are
  /// 2(Σ b²λ)²/Σ b⁴λ², half of it for bins without a partner; segments side by side are averaged with equal weight.
  public func adaptiveDensity(
    of samples: [Double], sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> (density: AdaptiveDensity, segments: SegmentPlan) {
    try checkRate(sampleRate)
    let plan = try SegmentPlan(samples.span, breaks: breaks, length: count, hop: count)
    var fft = try RealFFT.make(count: count)
    let bins = fft.binCount
    var sums = [Double](repeating: 0, count: bins)
    var inverseDegrees = sums
    var powers = [[Double]](repeating: sums, count: tapers.tapers.count)
    for start in plan.starts {
      for (k, taper) in tapers.tapers.enumerated() {
        fft.transform(samples.span, from: start, window: taper.span, detrend: detrend)
        for bin in 0..<bins { powers[k][bin] = fft.bins[bin].squaredMagnitude }
      }
      let variance = meanSquare(samples, start)
      for bin in 0..<bins {
        let (value, degrees) = weighted(powers.map { $0[bin] }, variance)
        sums[bin] += value
        inverseDegrees[bin] += 1 / degrees
      }
    }
    let segments = Double(plan.starts.count)
    var degrees = inverseDegrees
    for bin in 0..<bins {
      let isUnpaired = bin == 0 || 2 * bin == count
      sums[bin] *= (isUnpaired ? 1 : 2) / (sampleRate.value * segments)
      guard sums[bin].isFinite else { throw .overflow }
      degrees[bin] = segments * segments / inverseDegrees[bin] / (isUnpaired ? 2 : 1)
    }
    let fewest = zip(degrees, degrees.indices).map { $0 / ($1 == 0 || 2 * $1 == count ? 1 : 2) }.min() ?? 1
    let spectrum = Spectrum<Density>(
      values: sums, sampleRate: sampleRate, transformLength: count, noiseBandwidth: noiseBandwidth(sampleRate),
      segmentCount: plan.starts.count * tapers.tapers.count, effectiveAverages: fewest)
    return (AdaptiveDensity(spectrum: spectrum, degreesOfFreedom: degrees), plan)
  }

  /// Of the detrended segment.
  private func meanSquare(_ samples: [Double], _ start: Int) -> Double {
    let segment = samples[start..<(start + count)]
    let (level, slope) = unsafe segment.withUnsafeBufferPointer { unsafe detrend.fit($0) }
    let centre = Double(count - 1) / 2
    var sum = 0.0
    for (n, value) in segment.enumerated() {
      let rest = value - level - slope * (Double(n) - centre)
      sum += rest * rest
    }
    return sum / Double(count)
  }

  /// One bin: tapers weighted by what they leak, and the degrees of freedom of the result.
  private func weighted(_ powers: [Double], _ variance: Double) -> (value: Double, degrees: Double) {
    let ratios = tapers.concentrations
    var value = powers.count > 1 ? (powers[0] + powers[1]) / 2 : powers[0]
    var degrees = 2 * Double(powers.count)
    guard value > 0, variance > 0, value.isFinite, variance.isFinite else { return (value, degrees) }
    for _ in 0..<500 {
      var (sum, weights, squares) = (0.0, 0.0, 0.0)
      for (power, ratio) in zip(powers, ratios) {
        let b = value / (ratio * value + max(1 - ratio, 0) * variance)
        let weight = b * b * ratio
        sum += weight * power
        weights += weight
        squares += weight * weight
      }
      guard weights > 0, sum > 0 else { break }
      let before = value
      value = sum / weights
      degrees = 2 * weights * weights / squares
      if abs(value - before) <= 1e-13 * value { break }
    }
    return (value, degrees)
  }
}
