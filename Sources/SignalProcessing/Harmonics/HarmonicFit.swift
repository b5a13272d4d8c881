// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Harmonics of one frequency fitted to samples by least squares, the frequency with them.
///
/// Model of each channel: level + Σ a[h] cos(2πhf(t − t₀)) + b[h] sin(2πhf(t − t₀)), h = 1…L, with t₀ the middle of the
/// record; white noise of its own in each channel, for which this is the maximum of the likelihood.
public struct HarmonicFit: Sendable {
  public let frequency: Hertz
  /// L.
  public let order: Int
  /// 1/Hz²: the inverse variance of the frequency in white noise of the size found.
  public let information: Double
  /// t₀, in s as the stamps.
  public let origin: Double
  public let count: Int
  /// Level, then cosine and sine of each harmonic, by channel; levels include the mean.
  public let coefficients: [[Double]]
  /// Of the noise, by channel: residual sum of squares over the degrees of freedom left.
  public let noiseVariances: [Double]
  /// Schwarz's criterion of this fit.
  public let criterion: Double

  /// Standard error of the frequency in white noise.
  public var frequencyError: Hertz { Hertz(information > 0 ? 1 / information.squareRoot() : .infinity) }

  /// Cosine and sine of a harmonic as a − ib, so that the model is Re(C·exp(iωht)).
  public func amplitude(_ harmonic: Int, channel: Int) -> Complex {
    Complex(coefficients[channel][2 * harmonic - 1], -coefficients[channel][2 * harmonic])
  }

  init(_ samples: HarmonicSamples, _ system: HarmonicSystem, frequency: Double, order: Int) {
    self.frequency = Hertz(frequency)
    self.order = order
    information = system.step(order: order).information
    origin = samples.origin
    count = samples.count
    let freedom = Double(max(1, samples.count - 2 * order - 2))
    coefficients = (0..<samples.channels).map { channel in
      var own = system.coefficients(channel, order: order)
      own[0] += samples.means[channel]
      return own
    }
    noiseVariances = (0..<samples.channels).map { system.residual($0, order: order) / freedom }
    criterion = system.criterion(order: order)
  }

  /// Fits an order from a first guess of the frequency, which must be within about 0.3/(L·duration) of the best.
  ///
  /// - Returns: Nil when the harmonics cannot be told apart at these times.
  /// - Throws: ``HarmonicError/tooFew(found:needed:)`` for fewer than 2L + 4 samples.
  public init?(_ samples: HarmonicSamples, near guess: Hertz, order: Int) throws(HarmonicError) {
    guard order >= 1, order <= HarmonicSamples.highestOrder else { throw .setting("the order", Double(order)) }
    guard samples.count >= 2 * order + 4 else { throw .tooFew(found: samples.count, needed: 2 * order + 4) }
    guard let found = Self.refine(samples, guess.value, order: order) else { return nil }
    self.init(samples, found.system, frequency: found.frequency, order: order)
  }

  /// The frequency where the likelihood is highest, near a guess.
  static func refine(
    _ samples: HarmonicSamples, _ guess: Double, order: Int, most: Int = 12
  ) -> (frequency: Double, system: HarmonicSystem)? {
    guard guess > 0, guess.isFinite, samples.duration > 0 else { return nil }
    let reach = 0.25 / (Double(order) * samples.duration)
    var frequency = guess
    var best: (frequency: Double, system: HarmonicSystem)?
    var lowest = Double.infinity
    var stride = 1.0
    for _ in 0..<most {
      guard frequency > 0 else { return best }
      let system = HarmonicSystem(samples, HarmonicMoments(samples, frequency: frequency, order: order))
      guard system.order >= order else { return best }
      let deviance = system.deviance(order: order)
      if deviance >= lowest, let best {
        // Overshot: half the way back.
        stride /= 2
        if stride < 1e-3 { return best }
        frequency = (frequency + best.frequency) / 2
        continue
      }
      lowest = deviance
      best = (frequency, system)
      let step = system.step(order: order)
      guard step.information > 0 else { return best }
      // A thousandth of the standard error is not worth another pass.
      if abs(step.frequency) < 1e-3 / step.information.squareRoot() || abs(step.frequency) < frequency * 0x1p-50 {
        return best
      }
      frequency += min(max(step.frequency, -reach), reach)
    }
    return best
  }

  /// Values of the model at times in s as the stamps, one array a channel.
  public func values(at times: [Double]) -> [[Double]] {
    let own = times.map { $0 - origin }
    return coefficients.map { HarmonicSum($0).values(frequency: frequency.value, times: own) }
  }
}
