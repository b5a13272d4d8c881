// SPDX-License-Identifier: GPL-3.0-or-later

/// The rate of strikes, told from the rate at which a signal repeats.
///
/// Where every other strike is weaker, the signal repeats at half the rate of the strikes. Harmonics of odd order are
/// then small beside the even ones; where they are not, as in a head whose second harmonic is the strongest, the signal
/// has one stroke a period.
public struct StrikeRate: Sendable {
  /// The fit at the rate of the strikes.
  public let fit: HarmonicFit
  /// Amplitude of the odd over that of the even harmonics of the period found, all of them together; nil for a period
  /// without even ones.
  public let oddShare: Double?
  /// Whether strikes alternate: ``fit`` is then at two or four times the rate at which the signal repeats.
  public let isDoubled: Bool

  /// - Parameters:
  ///   - fit: At the rate at which the signal repeats.
  ///   - limit: Odd shares below it mean alternate strikes, 0…1.
  public init(_ fit: HarmonicFit, of samples: HarmonicSamples, limit: Double) throws(HarmonicError) {
    var fit = fit
    var share = Self.oddShare(fit)
    var doublings = 0
    // A pattern may repeat after four strikes; more are not believed.
    while doublings < 2, let odd = share, odd < limit,
      let doubled = try HarmonicFit(samples, near: Hertz(2 * fit.frequency.value), order: fit.order / 2)
    {
      fit = doubled
      doublings += 1
      if let next = Self.oddShare(doubled), next < limit { share = next } else { break }
    }
    self.fit = fit
    oddShare = share
    isDoubled = doublings > 0
  }

  private static func oddShare(_ fit: HarmonicFit) -> Double? {
    var (odd, even) = (0.0, 0.0)
    for channel in fit.coefficients.indices {
      for harmonic in 1...max(1, fit.order) {
        let power = fit.amplitude(harmonic, channel: channel).squaredMagnitude
        if harmonic % 2 == 1 { odd += power } else { even += power }
      }
    }
    return even > 0 ? (odd / even).squareRoot() : nil
  }
}
