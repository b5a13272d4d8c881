// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Width of a band as a fraction of an octave, 1/b: the designators in use.
public enum OctaveFraction: Int, Sendable, Hashable, CaseIterable, Codable {
  case octave = 1
  case third = 3
  case sixth = 6
  case twelfth = 12
  case twentyFourth = 24

  /// G = 10^(3/10), the octave of the base-ten system; IEC 61260-1:2014, 5.2.
  public static let ratio = 1.995_262_314_968_879_6

  /// Frequency ratio of two bands next to each other, G^(1/b).
  public var step: Double { Self.power(1, over: rawValue) }

  /// Band of an index: band 0 is at 1 kHz for odd b, just above it for even b.
  ///
  /// - Parameter index: x of IEC 61260-1:2014, 5.4; −1000…1000.
  public func band(_ index: Int) -> OctaveBand {
    precondition((-1000...1000).contains(index), "octave band \(index)")
    return OctaveBand(fraction: self, index: index)
  }

  /// The bands whose centres are between two frequencies.
  ///
  /// - Parameter range: From above 0 Hz on; nominal frequencies mean the band they name (…, 31.5, 63 Hz and so on).
  /// - Throws: ``OctaveError/range(_:)``.
  public func bands(in range: ClosedRange<Hertz>) throws(OctaveError) -> [OctaveBand] {
    let (low, high) = (range.lowerBound.value, range.upperBound.value)
    guard low >= 1e-6, high <= 1e9 else { throw .range(range) }
    // A nominal frequency is off its exact one by less than 1 %, a third of the narrowest step.
    let slack = 1.01
    let octaves = log10(low / slack / 1000) / 0.3
    let first = Int((octaves * Double(rawValue)).rounded(.down)) - 1
    var bands: [OctaveBand] = []
    var index = first
    while true {
      let band = OctaveBand(fraction: self, index: index)
      if band.centre.value > high * slack { return bands }
      if band.centre.value >= low / slack { bands.append(band) }
      index += 1
    }
  }

  /// G^(numerator/denominator).
  static func power(_ numerator: Int, over denominator: Int) -> Double {
    pow(10, 3 * Double(numerator) / (10 * Double(denominator)))
  }
}

/// A band of a fraction of an octave: IEC 61260-1:2014, base ten.
public struct OctaveBand: Sendable, Hashable {
  public let fraction: OctaveFraction
  /// x: centres are 1 kHz·G^(x/b) for odd b, 1 kHz·G^((2x + 1)/(2b)) for even b (5.4).
  public let index: Int

  /// Exact mid-band frequency.
  public var centre: Hertz { at(halfSteps: 0) }
  /// Lower band edge, centre·G^(−1/(2b)) (5.9).
  public var low: Hertz { at(halfSteps: -1) }
  /// Upper band edge, centre·G^(1/(2b)); the lower edge of the next band, to the bit.
  public var high: Hertz { at(halfSteps: 1) }

  /// `distance` half steps above the centre, from whole numbers so that neighbours agree.
  private func at(halfSteps distance: Int) -> Hertz {
    let b = fraction.rawValue
    let place = 2 * index + (b % 2 == 0 ? 1 : 0) + distance
    // 1 kHz·10^(3·place/(20·b)) = 10^((60·b + 3·place)/(20·b)).
    return Hertz(pow(10, Double(60 * b + 3 * place) / Double(20 * b)))
  }

  /// The name of the band: the preferred number of ISO 266 for octaves and thirds, such as 31.5 or 160 Hz; nil for
  /// other fractions, whose bands go by their exact frequency.
  public var nominal: Hertz? {
    let b = fraction.rawValue
    guard b == 1 || b == 3 else { return nil }
    // Tenths of a decade above 1 Hz.
    let tenths = 30 + index * 3 / b
    let decade = (tenths >= 0 ? tenths : tenths - 9) / 10
    let number = Self.preferred[tenths - 10 * decade]
    // Hundredths are whole; a quotient of powers of ten rounds to the nearest double.
    return Hertz(decade >= 2 ? number * pow(10, Double(decade - 2)) : number / pow(10, Double(2 - decade)))
  }

  /// R10 preferred numbers times 100, as ISO 266 rounds them.
  private static let preferred = [100.0, 125, 160, 200, 250, 315, 400, 500, 630, 800]
}

/// Why band levels cannot be had.
public enum OctaveError: Error, Sendable, Hashable, CustomStringConvertible {
  case range(ClosedRange<Hertz>)
  case noBands
  /// The upper edge of a band is above what the sampling rate holds.
  case bandTooHigh(edge: Hertz, most: Hertz)
  case missing(index: Int, value: Double)
  case sampleRate(Double)
  case design(FilterDesignError)
  case resampling(ResamplingError)

  public var description: String {
    switch self {
    case .range(let range):
      "bands from \(range.lowerBound.value) to \(range.upperBound.value) Hz; expected 1e-6 to 1e9 Hz"
    case .noBands: "no band to filter"
    case .bandTooHigh(let edge, let most):
      "a band ends at \(edge.value) Hz; with this sampling rate the highest edge is \(most.value) Hz"
    case .missing(let index, let value): "sample \(index) is \(value); split the record at gaps"
    case .sampleRate(let value): "expected a sampling rate above 0 Hz, found \(value)"
    case .design(let error): error.description
    case .resampling(let error): error.description
    }
  }
}
