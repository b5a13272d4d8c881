// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Band-pass filters of fractions of an octave, IEC 61260-1:2014, class 1.
///
/// Butterworth filters of ``order`` poles an edge, −3.01 dB at the exact edges. Low bands are filtered at the sampling rate
/// halved as often as their upper edge stays below ``highestShare`` of it; the low-pass before each halving is flat to
/// 0.425 and down by 84 dB from 0.5 of the new rate on. `OctaveFilterTests` holds the whole digital response of every band
/// against the limits of the standard. White noise passes as through a band 1.2 % wider than the edges tell (0.05 dB).
///
/// The standard's own filter, for levels that are to be compared with those of meters; whole records without a need for that
/// go faster through ``Spectrum/meanSquares(of:)``.
public struct OctaveFilterBank: Sendable {
  /// Samples of larger magnitude count as missing, so that none of the filters leaves its range.
  public static let largest = 1e90
  /// Poles for each edge.
  public static let order = 6
  /// Highest edge of a band as a share of the rate it is filtered at.
  public static let highestShare = 0.42

  public let sampleRate: Hertz
  public let bands: [OctaveBand]
  /// Halvings of the rate before each band's filter.
  let halvings: [Int]
  private let designs: [[Section]]

  /// - Parameters:
  ///   - bands: In any order, upper edges at most ``highestShare`` of the rate.
  /// - Throws: ``OctaveError`` naming a band that is too high, or a rate that is none.
  public init(_ bands: [OctaveBand], sampleRate: Hertz) throws(OctaveError) {
    guard sampleRate.value > 0, sampleRate.value.isFinite else { throw .sampleRate(sampleRate.value) }
    guard !bands.isEmpty else { throw .noBands }
    var halvings: [Int] = []
    var designs: [[Section]] = []
    for band in bands {
      let most = Self.highestShare * sampleRate.value
      guard band.high.value <= most else { throw .bandTooHigh(edge: band.high, most: Hertz(most)) }
      var number = 0
      while number < 60, band.high.value <= Self.highestShare * Self.rate(sampleRate, halved: number + 1).value {
        number += 1
      }
      halvings.append(number)
      do {
        designs.append(
          try Butterworth.bandpass(
            order: Self.order, from: band.low, to: band.high, sampleRate: Self.rate(sampleRate, halved: number)))
      } catch { throw .design(error) }
    }
    self.sampleRate = sampleRate
    self.bands = bands
    self.halvings = halvings
    self.designs = designs
  }

  static func rate(_ rate: Hertz, halved times: Int) -> Hertz {
    Hertz(rate.value * Double(sign: .plus, exponent: -times, significand: 1))
  }

  /// Mean square of what each band's filter lets through: its energy, that of ringing on after the record included, over
  /// the length of the record. Silence before the record is assumed.
  ///
  /// A band whose filter needs as long as the record to answer (about 1/bandwidth) shows little more than the record's
  /// ends; the statistical error of noise is about 4.34/√(bandwidth · time) dB.
  ///
  /// - Parameter samples: None missing.
  /// - Returns: For each of ``bands``, in the square of the samples' unit; zeros for an empty record.
  public func meanSquares(of samples: [Double]) throws(OctaveError) -> [Double] {
    for (index, value) in samples.enumerated() where !(abs(value) <= Self.largest) {
      throw .missing(index: index, value: value)
    }
    var results = [Double](repeating: 0, count: bands.count)
    guard !samples.isEmpty else { return results }
    var stage = samples
    for number in 0...(halvings.max() ?? 0) {
      if number > 0 { stage = try Self.halved(stage) }
      let rate = Self.rate(sampleRate, halved: number)
      for band in bands.indices where halvings[band] == number {
        let energy = try Self.energy(stage, designs[band], ringing: Self.ringing(bands[band], rate))
        // Σ y² of the slower samples stands for as much time as 2^number of the record's.
        results[band] = energy * Double(sign: .plus, exponent: number, significand: 1) / Double(samples.count)
      }
    }
    return results
  }

  /// At half of the rate, with what the low-pass smears over the ends.
  private static func halved(_ samples: [Double]) throws(OctaveError) -> [Double] {
    do {
      var resampler = try Resampler(ResamplingRatio(up: 1, down: 2), edges: .zero)
      let padding = [Double](repeating: 0, count: 2 * resampler.latency)
      return resampler.resample(padding + samples + padding)
    } catch { throw .resampling(error) }
  }

  /// Samples until the slowest pole has fallen below 1e-8.
  private static func ringing(_ band: OctaveBand, _ rate: Hertz) -> Int {
    // The pole next to the lower edge: π·bandwidth·sin(π/(2·order)) for a narrow band, less for an octave.
    let width = band.high.value - band.low.value
    let decay = .pi * width * sin(.pi / Double(2 * order)) * band.low.value / band.high.value
    return Int((18.5 / decay * rate.value).rounded(.up))
  }

  private static func energy(_ samples: [Double], _ design: [Section], ringing: Int) throws(OctaveError) -> Double {
    do {
      var filter = try IIRFilter(design)
      var sum = 0.0
      for value in filter.process(samples) { sum += value * value }
      var left = ringing
      while left > 0 {
        let count = min(left, 4096)
        for value in filter.process([Double](repeating: 0, count: count)) { sum += value * value }
        left -= count
      }
      return sum
    } catch { throw .design(error) }
  }
}
