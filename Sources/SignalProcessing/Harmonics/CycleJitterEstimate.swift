// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// How much the length of single cycles varies, free of the noise of the samples.
///
/// In each block the fitted wave is the template; how far a cycle leads or lags it follows from the residual along the
/// wave's derivative by phase, one figure a cycle, and from the leads of neighbours the time between them. A cycle's lead is
/// a weighted mean over the cycle, so that these times share deviations of neighbouring periods; and noise that makes one
/// longer makes the next shorter. The sum of the autocovariances from lag −2 to 2 is free of both: for periods that vary
/// independently it is their variance. What changes over more than some twenty periods is drift and taken off first.
public struct CycleJitterEstimate: Sendable, Hashable {
  /// Standard deviation of the period over the mean period; 0 when the covariances add up to less than nothing.
  public let share: Double
  /// 95 % interval of ``share``.
  public let low: Double
  public let high: Double
  /// Periods.
  public let count: Int

  private static let lags = 2

  /// Periods about each whose mean is its drift.
  private static let window = 21

  /// Nil for fewer than thirty periods, or fewer than four samples a cycle.
  public init?(_ blocks: [(samples: HarmonicSamples, fit: HarmonicFit)]) {
    var runs: [Range<Int>] = []
    var all: [Double] = []
    for (samples, fit) in blocks {
      let cycles = Self.phases(samples, fit)
      guard cycles.count >= 4 else { continue }
      // A cycle that leads more than the one before ends a shorter period.
      let period = 1 / fit.frequency.value
      all += zip(cycles.dropFirst(), cycles).map { period * (1 - ($0 - $1) / (2 * Double.pi)) }
      runs.append(all.count - cycles.count + 1..<all.count)
    }
    count = all.count
    guard all.count >= 30 else { return nil }
    let deviations = Self.withoutDrift(all)
    var total = 0.0
    var kept = 0.0
    var variance = 0.0
    for lag in 0...Self.lags {
      var (sum, share, pairs) = (0.0, 0.0, 0)
      for run in runs where run.count > lag {
        for index in run.lowerBound..<run.upperBound - lag {
          sum += deviations[index] * deviations[index + lag]
          share += Self.keptCovariance(index, index + lag, of: all.count)
        }
        pairs += run.count - lag
      }
      guard pairs > 0 else { return nil }
      if lag == 0 { variance = sum / Double(pairs) }
      total += (lag == 0 ? 1 : 2) * sum / Double(pairs)
      kept += (lag == 0 ? 1 : 2) * share / Double(pairs)
    }
    total /= kept
    let n = Double(all.count)
    let terms = Double(2 * Self.lags + 1)
    let mean = all.reduce(0, +) / n
    share = max(0, total).squareRoot() / mean
    if total > variance / 4 {
      // A truncated sum of autocovariances spreads as a variance of n/(2K + 1) degrees of freedom does (Priestley, Spectral
      // Analysis and Time Series, 1981, §6.2.4).
      let degrees = n / terms
      low = (total * degrees / ChiSquare.quantile(0.975, degrees: degrees)).squareRoot() / mean
      high = (total * degrees / ChiSquare.quantile(0.025, degrees: degrees)).squareRoot() / mean
    } else {
      // Next to noise that cancels, the sum is about as often below nought as above.
      let half = 1.96 * (2 * terms / n).squareRoot() * max(total, variance / 2)
      low = max(0, total - half).squareRoot() / mean
      high = max(0, total + half).squareRoot() / mean
    }
  }

  /// First of the periods about one of so many.
  private static func windowStart(_ index: Int, of count: Int) -> Int {
    min(max(index - window / 2, 0), count - window)
  }

  /// Warming up and slow wow are drift, not jitter: each period less the mean of those about it.
  private static func withoutDrift(_ periods: [Double]) -> [Double] {
    periods.indices.map { index in
      let start = windowStart(index, of: periods.count)
      let about = periods[start..<start + window]
      return periods[index] - about.reduce(0, +) / Double(window)
    }
  }

  /// Covariance of two values of white noise of variance 1 once the mean of those about each was taken off.
  private static func keptCovariance(_ a: Int, _ b: Int, of count: Int) -> Double {
    let (first, second) = (windowStart(a, of: count), windowStart(b, of: count))
    let width = Double(window)
    var covariance = a == b ? 1.0 : 0
    if (second..<second + window).contains(a) { covariance -= 1 / width }
    if (first..<first + window).contains(b) { covariance -= 1 / width }
    return covariance + Double(max(0, window - abs(first - second))) / (width * width)
  }

  /// Lead of each whole cycle in radians.
  private static func phases(_ samples: HarmonicSamples, _ fit: HarmonicFit) -> [Double] {
    let residual = HarmonicResidual(samples, fit).values
    let count = samples.count
    let frequency = fit.frequency.value
    guard Double(count) / samples.duration > 4 * frequency else { return [] }
    // The derivative by phase, and the weight of each channel by its noise.
    var slopes: [[Double]] = []
    for channel in 0..<samples.channels {
      var own = fit.coefficients[channel]
      own[0] = 0
      for harmonic in 1...fit.order {
        let (a, b) = (own[2 * harmonic - 1], own[2 * harmonic])
        own[2 * harmonic - 1] = Double(harmonic) * b
        own[2 * harmonic] = -Double(harmonic) * a
      }
      slopes.append(HarmonicSum(own).values(frequency: frequency, times: samples.times))
    }
    let start = samples.times[0]
    let whole = Int(samples.duration * frequency)
    var sums = [(score: Double, weight: Double)](repeating: (0, 0), count: max(0, whole))
    for index in 0..<count {
      let cycle = Int((samples.times[index] - start) * frequency)
      guard cycle < whole else { break }
      for channel in 0..<samples.channels where fit.noiseVariances[channel] > 0 {
        let slope = slopes[channel][index]
        sums[cycle].score += slope * residual[channel][index] / fit.noiseVariances[channel]
        sums[cycle].weight += slope * slope / fit.noiseVariances[channel]
      }
    }
    return sums.contains { $0.weight <= 0 } ? [] : sums.map { $0.score / $0.weight }
  }
}
