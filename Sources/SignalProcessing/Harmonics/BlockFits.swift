// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// Fits of harmonics in short blocks, one after the other, for devices whose rate changes or whose phase wanders.
///
/// Over a long record a wandering phase smears harmonics and makes them too small; in blocks of a dozen periods it stays
/// put. Each block is started from its neighbour's rate, so that a sag of any size is followed. The blocks' scatter tells
/// how sure a mean is.
public struct BlockFits: Sendable {
  public let parts: [HarmonicSamples]
  /// One a part; blocks with higher rates may have fewer harmonics.
  public let fits: [HarmonicFit]
  /// Whether every sample is in a block.
  public let areWhole: Bool

  private static let periods = 12.0
  /// Fewest blocks, and periods between samples that end a stretch of them.
  private static let fewest = 4
  private static let gap = 3.0

  /// - Parameters:
  ///   - fit: Of the whole.
  /// - Returns: Nil for fewer than four blocks (``canBeFitted(_:like:)``), and where more than one in twenty cannot be
  ///   followed from its neighbours.
  public init?(_ samples: HarmonicSamples, like fit: HarmonicFit) {
    let ranges = Self.ranges(samples, fit.frequency.value)
    guard ranges.count >= Self.fewest,
      let walk = BlockWalk(ranges.map { samples[$0] }, like: fit, of: samples)
    else { return nil }
    let places = walk.found.indices.filter { walk.found[$0] != nil }
    guard places.count >= Self.fewest else { return nil }
    parts = places.map { walk.parts[$0] }
    fits = walk.found.compactMap { $0?.fit }
    areWhole = parts.reduce(0) { $0 + $1.count } == samples.count
  }

  /// Whether samples are long enough for blocks.
  public static func canBeFitted(_ samples: HarmonicSamples, like fit: HarmonicFit) -> Bool {
    ranges(samples, fit.frequency.value).count >= fewest
  }

  /// A dozen periods each, none across a gap; stretches of fewer than six periods are left out.
  private static func ranges(_ samples: HarmonicSamples, _ frequency: Double) -> [Range<Int>] {
    guard samples.count > 1, frequency > 0 else { return [] }
    var ranges: [Range<Int>] = []
    var start = 0
    for end in 1...samples.count
    where end == samples.count || samples.times[end] - samples.times[end - 1] > gap / frequency {
      let turns = (samples.times[end - 1] - samples.times[start]) * frequency
      if turns >= periods / 2 {
        let count = max(1, Int(turns / periods))
        ranges += (0..<count).map { block in
          start + block * (end - start) / count..<start + (block + 1) * (end - start) / count
        }
      }
      start = end
    }
    return ranges
  }

  /// Highest harmonic that all blocks have.
  public var order: Int { fits.reduce(HarmonicSamples.highestOrder) { min($0, $1.order) } }

  /// Whether the blocks leave so much less than the fit of the whole that one frequency does not do for all of it.
  public func explainMore(than fit: HarmonicFit) -> Bool {
    fit.noiseVariances.indices.contains { channel in
      let own = fits.reduce(0) { $0 + $1.noiseVariances[channel] } / Double(fits.count)
      return fit.noiseVariances[channel] > 1.2 * own
    }
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
