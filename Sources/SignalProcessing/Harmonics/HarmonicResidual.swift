// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// What a fit of harmonics leaves, and how sure its figures are.
///
/// In white noise the variances are those of least squares. A rate that wanders or noise that gathers around a harmonic
/// makes them too small; that shows in sums of influence over blocks of the record, which then scatter more than white
/// noise allows (chi-square, 1 %). Then the variance is taken from that scatter, with the degrees of freedom it has
/// (Satterthwaite; the blocks' version of the estimators of White 1980 and Newey & West 1987).
public struct HarmonicResidual: Sendable {
  /// Residuals, one array a channel.
  public let values: [[Double]]
  private let samples: HarmonicSamples
  private let fit: HarmonicFit
  private let system: HarmonicSystem
  private let blocks: [Range<Int>]

  /// Periods in a block at least, and most blocks.
  private static let periods = 3.0
  private static let mostBlocks = 16
  private static let alarm = 0.01

  /// - Parameters:
  ///   - samples: Those of the fit.
  public init(_ samples: HarmonicSamples, _ fit: HarmonicFit) {
    self.samples = samples
    self.fit = fit
    let moments = HarmonicMoments(samples, frequency: fit.frequency.value, order: fit.order)
    system = HarmonicSystem(samples, moments)
    values = (0..<samples.channels).map { channel in
      var own = fit.coefficients[channel]
      own[0] -= samples.means[channel]
      let model = HarmonicSum(own).values(frequency: fit.frequency.value, times: samples.times)
      return (0..<samples.count).map { samples.value($0, channel: channel) - model[$0] }
    }
    let count = min(Self.mostBlocks, Int(samples.duration * fit.frequency.value / Self.periods))
    let edges = (0...max(1, count)).map { $0 * samples.count / max(1, count) }
    blocks = zip(edges, edges.dropFirst()).map { $0..<$1 }
  }

  /// A variance and how many degrees of freedom it rests on.
  public struct Variance: Sendable, Hashable {
    public let value: Double
    public let degrees: Double
    /// Whether the residual scatters no more than white noise does.
    public let isWhite: Bool
  }

  /// Of the frequency, in Hz².
  public var frequencyVariance: Variance {
    var influence: [[Double]] = []
    let size = 2 * fit.order + 1
    for channel in 0..<samples.channels {
      let direction = system.frequencyInfluence(channel, order: fit.order)
      let slope = HarmonicSum(direction.timed).values(frequency: fit.frequency.value, times: samples.times)
      let hidden = HarmonicSum(direction.plain).values(frequency: fit.frequency.value, times: samples.times)
      let weight = fit.noiseVariances[channel] > 0 ? 1 / fit.noiseVariances[channel] : 0
      let turn = 2 * Double.pi
      influence.append(
        slope.indices.map { weight * turn * (samples.times[$0] * slope[$0] - hidden[$0] / samples.scale) })
    }
    return variance(influence, scale: fit.information, freedom: samples.count - size - 1)
  }

  /// Of a weighted sum of the coefficients of one channel (level, then cosine and sine of each harmonic).
  public func variance(ofSum weights: [Double], channel: Int) -> Variance {
    let solved = system.solve(weights)
    let influence = HarmonicSum(solved).values(frequency: fit.frequency.value, times: samples.times)
    var all = [[Double]](repeating: [], count: samples.channels)
    all[channel] = influence
    // The sum itself is the estimate's error: nothing to divide by.
    return variance(all, scale: 1, freedom: samples.count - weights.count - 1)
  }

  /// - Parameters:
  ///   - influence: What each residual adds to the estimate times `scale`.
  private func variance(_ influence: [[Double]], scale: Double, freedom: Int) -> Variance {
    var (chi, sandwich, fourth, white) = (0.0, 0.0, 0.0, 0.0)
    for block in blocks {
      var (sum, expected) = (0.0, 0.0)
      for channel in influence.indices where !influence[channel].isEmpty {
        for index in block {
          let weight = influence[channel][index]
          sum += weight * values[channel][index]
          expected += weight * weight * fit.noiseVariances[channel]
        }
      }
      white += expected
      fourth += expected * expected
      sandwich += sum * sum
      if expected > 0 { chi += sum * sum / expected }
    }
    let plain = Variance(value: white / (scale * scale), degrees: Double(max(1, freedom)), isWhite: true)
    // The blocks' sums add up to nothing: one degree is lost.
    let degrees = Double(blocks.count - 1)
    guard blocks.count >= 4, white > 0, ChiSquare.exceedance(chi, degrees: degrees) < Self.alarm else { return plain }
    let effective = max(1, white * white / fourth - 1)
    let value = sandwich * Double(blocks.count) / degrees / (scale * scale)
    return Variance(value: max(value, plain.value), degrees: effective, isWhite: false)
  }
}
