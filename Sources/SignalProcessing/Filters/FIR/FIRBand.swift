// SPDX-License-Identifier: GPL-3.0-or-later

/// What a filter's gain is to be in a band; between bands anything goes.
public struct FIRBand: Sendable, Hashable {
  public let from: Hertz
  public let to: Hertz
  /// Gain at the band's ends, a straight line between them.
  public let gains: (from: Double, to: Double)
  /// Errors count this many times, positive.
  public let weight: Double

  public init(from: Hertz, to: Hertz, gains: (from: Double, to: Double), weight: Double = 1) {
    self.from = from
    self.to = to
    self.gains = gains
    self.weight = weight
  }

  public init(from: Hertz, to: Hertz, gain: Double, weight: Double = 1) {
    self.init(from: from, to: to, gains: (gain, gain), weight: weight)
  }

  public static func == (a: FIRBand, b: FIRBand) -> Bool {
    a.from == b.from && a.to == b.to && a.gains == b.gains && a.weight == b.weight
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(from)
    hasher.combine(to)
    hasher.combine(weight)
  }
}

/// Linear-phase filters by their symmetry and number of taps. With gain A(f) the response is A(f) delayed by half the
/// filter, for odd symmetry i·A(f): a differentiator has the gain 2πf, the Hilbert transformer −1.
struct LinearPhaseType {
  let count: Int
  let isOdd: Bool

  /// Number of free coefficients.
  var order: Int { isOdd ? count / 2 : (count + 1) / 2 }
  /// Frequency of coefficient 0 in cycles per sample times two: A = Σ a[k]·cos or sin(2π(k + offset/2)f).
  var offset: Int { count % 2 == 0 ? 1 : isOdd ? 2 : 0 }
  /// Whether every gain at 0 or at half the rate is zero.
  var isZeroAtStart: Bool { isOdd }
  var isZeroAtHalf: Bool { count % 2 == (isOdd ? 1 : 0) }

  /// Bands relative to the sample rate.
  func check(
    _ bands: [FIRBand], sampleRate: Hertz, counts: ClosedRange<Int>
  ) throws(FilterDesignError) -> [(low: Double, high: Double, band: FIRBand)] {
    guard counts.contains(count) else {
      throw .specification("\(count) taps: expected \(counts.lowerBound) to \(counts.upperBound)")
    }
    guard sampleRate.value.isFinite, sampleRate.value > 0 else { throw .sampleRate(sampleRate) }
    guard !bands.isEmpty, bands.count <= 100 else { throw .specification("\(bands.count) bands: expected 1 to 100") }
    var last = Hertz(0)
    for band in bands {
      for edge in [band.from, band.to] where !(edge.value >= 0 && edge.value <= sampleRate.value / 2) {
        throw .frequency("band edge", edge, sampleRate: sampleRate)
      }
      guard last <= band.from, band.from < band.to else { throw .bandEdges(band.from, band.to) }
      last = band.to
      guard band.weight.isFinite, band.weight > 0, band.weight < 1e30 else {
        throw .specification("weight \(band.weight): expected a positive number")
      }
      guard abs(band.gains.from) < 1e30, abs(band.gains.to) < 1e30 else {
        throw .specification("gains \(band.gains.from), \(band.gains.to): expected finite numbers")
      }
      if isZeroAtStart, band.from.value == 0, band.gains.from != 0 {
        throw .specification("\(count) taps of odd symmetry have no gain at 0 Hz: the band must start above it")
      }
      if isZeroAtHalf, band.to.value == sampleRate.value / 2, band.gains.to != 0 {
        throw .specification(
          "\(count) taps of \(isOdd ? "odd" : "even") symmetry have no gain at half of the sample rate: "
            + "the band must end below it, or take \(count + 1) taps")
      }
    }
    return bands.map { ($0.from.value / sampleRate.value, $0.to.value / sampleRate.value, $0) }
  }
}
