// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// How much the length of single cycles varies, the noise of the samples taken off.
///
/// In each block the fitted wave is the template; how far a cycle leads or lags it follows from the residual along the
/// wave's derivative by phase, one figure a cycle. That figure is of the middle of the cycle, so that the difference of
/// neighbours is half the deviation of either period: for periods that vary independently its variance is half of theirs.
/// White noise of known size adds a known variance, which is subtracted.
public struct CycleJitterEstimate: Sendable, Hashable {
  /// Standard deviation of the period over the mean period, 0 when noise explains all of it.
  public let share: Double
  /// 95 % interval of ``share``.
  public let low: Double
  public let high: Double
  /// Periods.
  public let count: Int

  /// Nil for fewer than eight periods, or fewer than four samples a cycle.
  public init?(_ blocks: [(samples: HarmonicSamples, fit: HarmonicFit)]) {
    var (squares, freedom, noise, count) = (0.0, 0.0, 0.0, 0)
    for (samples, fit) in blocks {
      let cycles = Self.phases(samples, fit)
      guard cycles.count >= 3 else { continue }
      let deviations = zip(cycles.dropFirst(), cycles).map { ($0.phase - $1.phase) / (2 * Double.pi) }
      let mean = deviations.reduce(0, +) / Double(deviations.count)
      for deviation in deviations { squares += (deviation - mean) * (deviation - mean) }
      freedom += Double(deviations.count - 1)
      for (after, before) in zip(cycles.dropFirst(), cycles) {
        noise += (after.variance + before.variance) / (4 * Double.pi * Double.pi)
      }
      count += deviations.count
    }
    guard count >= 8, freedom >= 6 else { return nil }
    self.count = count
    let variance = squares / freedom
    let own = noise / Double(count)
    share = (2 * max(0, variance - own)).squareRoot()
    // Neighbouring differences share a period: a correlation of a half takes a third of the degrees of freedom.
    let degrees = freedom / 1.5
    let (bottom, top) = (
      ChiSquare.quantile(0.025, degrees: degrees), ChiSquare.quantile(0.975, degrees: degrees)
    )
    low = (2 * max(0, variance * degrees / top - own)).squareRoot()
    high = (2 * max(0, variance * degrees / bottom - own)).squareRoot()
  }

  /// Lead of each whole cycle in radians, and its variance by white noise.
  private static func phases(
    _ samples: HarmonicSamples, _ fit: HarmonicFit
  ) -> [(phase: Double, variance: Double)] {
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
    return sums.compactMap { $0.weight > 0 ? ($0.score / $0.weight, 1 / $0.weight) : nil }
  }
}
