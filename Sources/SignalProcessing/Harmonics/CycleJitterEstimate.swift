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
/// independently it is their variance.
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
    var runs: [[Double]] = []
    var times: [[Double]] = []
    for (samples, fit) in blocks {
      let cycles = Self.phases(samples, fit)
      guard cycles.count >= 4 else { continue }
      // A cycle that leads more than the one before ends a shorter period.
      let period = 1 / fit.frequency.value
      runs.append(zip(cycles.dropFirst(), cycles).map { period * (1 - ($0 - $1) / (2 * Double.pi)) })
      times.append(runs[runs.count - 1].indices.map { samples.time(0) + Double($0 + 1) * period })
    }
    let all = runs.flatMap { $0 }
    count = all.count
    guard all.count >= 30, let trend = Line.leastSquares(times.flatMap { $0 }[...], all[...]) else { return nil }
    // What changes slowly is drift.
    let deviations = zip(runs, times).map { run, at in zip(run, at).map { $0 - trend.at($1) } }
    var total = 0.0
    var variance = 0.0
    for lag in 0...Self.lags {
      var (sum, pairs) = (0.0, 0)
      for run in deviations where run.count > lag {
        for index in lag..<run.count { sum += run[index] * run[index - lag] }
        pairs += run.count - lag
      }
      guard pairs > 0 else { return nil }
      if lag == 0 { variance = sum / Double(pairs) }
      total += (lag == 0 ? 1 : 2) * sum / Double(pairs)
    }
    // Of a truncated sum of autocovariances (Priestley, Spectral Analysis and Time Series, 1981, §6.2.4).
    let error = (2 * Double(2 * Self.lags + 1) / Double(all.count)).squareRoot() * max(total, variance / 2)
    let mean = trend.meanY
    share = max(0, total).squareRoot() / mean
    low = max(0, total - 1.96 * error).squareRoot() / mean
    // Estimates of a variance are skewed: the upper end is the farther one of the plain interval and of that of its logarithm.
    let plain = max(0, total + 1.96 * error).squareRoot() / mean
    high = max(plain, share * exp(0.98 * error / max(total, error)))
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
