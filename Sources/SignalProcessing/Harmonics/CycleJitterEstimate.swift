// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much the length of single cycles varies, free of the noise of the samples.
///
/// In each block the fitted wave is the template; how far a cycle leads or lags it follows from the residual along the
/// wave's derivative by phase, one figure a cycle, and from the leads of neighbours the time between them. A cycle's lead is
/// a weighted mean over the cycle, so that these times share deviations of neighbouring periods; and noise that makes one
/// longer makes the next shorter. The sum of the autocovariances from lag −2 to 2 is free of both: for periods that vary
/// independently it is their variance. What changes over more than some
/// twenty periods is drift and taken off first (``LocalTrend``).
public struct CycleJitterEstimate: Sendable, Hashable {
  /// Standard deviation of the period over the mean period; 0 when the covariances add up to less than nothing.
  public let share: Double
  /// 95 % interval of ``share``.
  public let low: Double
  public let high: Double
  /// Periods.
  public let count: Int

  private static let lags = 2

  /// Nil for fewer than thirty periods, or fewer than four samples a cycle.
  public init?(_ blocks: [(samples: HarmonicSamples, fit: HarmonicFit)]) {
    var runs: [Range<Int>] = []
    var periods: [Double] = []
    var times: [Double] = []
    for (samples, fit) in blocks {
      let cycles = Self.phases(samples, fit)
      guard cycles.count >= 4 else { continue }
      // A cycle that leads more than the one before ends a shorter period.
      let period = 1 / fit.frequency.value
      let first = periods.count
      periods += zip(cycles.dropFirst(), cycles).map { period * (1 - ($0 - $1) / (2 * Double.pi)) }
      times += (1..<cycles.count).map { samples.time(0) + Double($0) * period }
      runs.append(first..<periods.count)
    }
    count = periods.count
    guard periods.count >= 30 else { return nil }
    let trend = LocalTrend(periods, at: times)
    var sum = Lags()
    var kept = 0.0
    for lag in 0...Self.lags {
      var (products, share, pairs) = (0.0, 0.0, 0)
      for run in runs where run.count > lag {
        for index in run.lowerBound..<run.upperBound - lag {
          products += trend.residual[index] * trend.residual[index + lag]
          share += trend.keptCovariance(index, index + lag)
        }
        pairs += run.count - lag
      }
      guard pairs > 0 else { return nil }
      if lag == 0 { sum.variance = products / Double(pairs) }
      sum.total += (lag == 0 ? 1 : 2) * products / Double(pairs)
      kept += (lag == 0 ? 1 : 2) * share / Double(pairs)
    }
    guard kept > 0 else { return nil }
    sum.total /= kept
    let mean = periods.reduce(0, +) / Double(periods.count)
    let (lowest, highest) = sum.interval(trend, count: periods.count)
    share = max(0, sum.total).squareRoot() / mean
    low = max(0, lowest).squareRoot() / mean
    high = max(0, highest).squareRoot() / mean
  }

  /// The sum of autocovariances from lag −2 to 2, what the trend took made up for, and the variance.
  private struct Lags {
    var total = 0.0
    var variance = 0.0

    /// 95 % interval of the total. Its variance is (2/n)·∫ D²·S² df for the window D of the sum and the spectrum S of
    /// the periods (Priestley, Spectral Analysis and Time Series, 1981, §6.2.4): white for the jitter, 4σ²·sin²(πf) for the noise of
    /// their ends.
    func interval(_ trend: LocalTrend, count: Int) -> (Double, Double) {
      let jitter = max(0, total)
      let noise = max(0, (variance - jitter) / 2)
      var (square, kept) = (0.0, 0.0)
      let steps = 200
      for step in 0..<steps {
        let frequency = (Double(step) + 0.5) / Double(2 * steps)
        var window = 1.0
        for lag in 1...CycleJitterEstimate.lags {
          window += 2 * cos(2 * Double.pi * frequency * Double(lag))
        }
        let gain = trend.gain(frequency)
        let spectrum = jitter + 2 * noise * (1 - cos(2 * Double.pi * frequency))
        square += window * window * spectrum * spectrum * gain * gain
        kept += window * gain
      }
      let spread = 2 / Double(count) * (square / Double(steps)) / (kept * kept / Double(steps * steps))
      let degrees = spread > 0 ? 2 * jitter * jitter / spread : .infinity
      guard degrees.isFinite else { return (jitter, jitter) }
      // As a variance spreads; next to noise that cancels, the sum is about as often below nought as above.
      if degrees > 8 {
        return (
          jitter * degrees / ChiSquare.quantile(0.975, degrees: degrees),
          jitter * degrees / ChiSquare.quantile(0.025, degrees: degrees)
        )
      }
      let half = NormalDistribution.quantile(0.975) * spread.squareRoot()
      return (total - half, jitter + half)
    }
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
