// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// Fits of harmonics in short blocks, one after the other, for devices whose phase wanders.
///
/// Over a long record a wandering phase smears harmonics and makes them too small; in blocks of a dozen periods it stays
/// put. Their scatter tells how sure the mean is.
public struct BlockFits: Sendable {
  public let parts: [HarmonicSamples]
  /// One a part.
  public let fits: [HarmonicFit]

  private static let periods = 12.0

  /// - Parameters:
  ///   - fit: Of the whole.
  /// - Returns: Nil for fewer than four blocks.
  public init?(_ samples: HarmonicSamples, like fit: HarmonicFit) {
    let count = Int(samples.duration * fit.frequency.value / Self.periods)
    guard count >= 4 else { return nil }
    var parts: [HarmonicSamples] = []
    var fits: [HarmonicFit] = []
    for block in 0..<count {
      let part = samples[(block * samples.count / count)..<((block + 1) * samples.count / count)]
      // From few harmonics to all of them, as the guess is that of the whole.
      guard let near = (try? HarmonicFit(part, near: fit.frequency, order: 1)) ?? nil,
        let own = (try? HarmonicFit(part, near: near.frequency, order: fit.order)) ?? nil
      else { continue }
      parts.append(part)
      fits.append(own)
    }
    guard fits.count >= 4 else { return nil }
    (self.parts, self.fits) = (parts, fits)
  }

  /// Whether the blocks' frequencies scatter more than the noise in them explains (chi-square, 1 %): the phase wanders, and
  /// the fit of the whole is worth less than it seems.
  public var wanders: Bool {
    let weights = fits.map(\.information)
    let total = weights.reduce(0, +)
    guard total > 0 else { return false }
    let mean = zip(fits, weights).reduce(0) { $0 + $1.0.frequency.value * $1.1 } / total
    let chi = zip(fits, weights).reduce(0.0) { sum, block in
      let deviation = block.0.frequency.value - mean
      return sum + block.1 * deviation * deviation
    }
    return ChiSquare.exceedance(chi, degrees: Double(fits.count - 1)) < 0.01
  }

  /// Mean of a figure over the blocks with its variance; neighbours that lean on each other widen it by
  /// (1 + ρ)/(1 − ρ), ρ their correlation.
  public static func mean(of values: [Double]) -> (value: Double, variance: Double, degrees: Double) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    var (squares, products) = (0.0, 0.0)
    for index in values.indices {
      let deviation = values[index] - mean
      squares += deviation * deviation
      if index > 0 { products += deviation * (values[index - 1] - mean) }
    }
    let rho = squares > 0 ? min(max(products / squares, 0), 0.9) : 0
    let variance = squares / (n - 1) / n * (1 + rho) / (1 - rho)
    return (mean, variance, max(1, (n - 1) * (1 - rho) / (1 + rho)))
  }
}
