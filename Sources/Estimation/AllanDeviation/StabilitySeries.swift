// SPDX-License-Identifier: GPL-3.0-or-later

/// Deviations of the stability of a frequency over averaging times τ = m·τ0, NIST Special Publication 1065 (Riley 2008).
public enum StabilityMeasure: String, Sendable, Hashable, CaseIterable, Codable {
  /// Allan deviation from averages side by side (SP 1065, formula 7): √(Σ(y′ᵢ₊₁ − y′ᵢ)²/(2(M − 1))).
  case allan = "adev"
  /// Overlapping Allan deviation (11): √(Σ(xᵢ₊₂ₘ − 2xᵢ₊ₘ + xᵢ)²/(2τ²(N − 2m))).
  case overlappingAllan = "oadev"
  /// Modified Allan deviation (14), which tells white from flicker phase noise.
  case modifiedAllan = "mdev"
  /// Time deviation (15), τ/√3 of the modified one; in seconds.
  case time = "tdev"
  /// Hadamard deviation from averages side by side (17), deaf to a steady drift of the frequency.
  case hadamard = "hdev"
  /// Overlapping Hadamard deviation (19): √(Σ(xᵢ₊₃ₘ − 3xᵢ₊₂ₘ + 3xᵢ₊ₘ − xᵢ)²/(6τ²(N − 3m))).
  case overlappingHadamard = "ohdev"

  /// Frequencies that one difference needs at m = 1.
  var needed: Int { self == .hadamard || self == .overlappingHadamard ? 3 : 2 }
}

/// One deviation.
public struct StabilityPoint: Sendable, Hashable {
  public let measure: StabilityMeasure
  /// m.
  public let factor: Int
  /// τ = m·τ0, s.
  public let averagingTime: Double
  /// As the frequencies it comes from (1 for fractional ones); of ``StabilityMeasure/time`` that times s.
  public let deviation: Double
  /// Number of squared differences averaged. Overlapping ones are not independent.
  public let terms: Int
}

/// Why a deviation cannot be had.
public enum StabilityError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A value that is missing, infinite or of magnitude above 1e60; gaps are for the caller to split at.
  case missing(index: Int)
  case interval(Double)
  /// No difference fits.
  case factor(Int, in: ClosedRange<Int>)
  /// Fewer values than one difference needs.
  case tooFew(found: Int, needed: Int)
  case level(Double)

  public var description: String {
    switch self {
    case .missing(let index): "value \(index) is missing or above 1e60; a stability takes values without gaps"
    case .interval(let value): "expected an interval from 1e-60 to 1e60 s, found \(value)"
    case .factor(let factor, let range):
      "averaging factor \(factor); with so many values \(range.lowerBound) to \(range.upperBound)"
    case .tooFew(let found, let needed): "\(found) values; one difference needs \(needed)"
    case .level(let value): "expected a probability between 0 and 1, found \(value)"
    }
  }
}

/// A series of times or frequencies whose stability is asked for.
///
/// Sums of frequencies run compensated and about their mean, so that differences of large sums keep their digits: tables
/// of SP 1065 are met to all seven printed ones. Every deviation takes O(N).
public struct StabilitySeries: Sendable {
  /// τ0, s.
  public let interval: Double
  /// x₀ … x_N: times (or phases over 2π·frequency) in s, whatever straight line taken off.
  let phases: [Double]

  /// - Parameters:
  ///   - frequencies: Averages of the frequency over consecutive intervals, such as fractional deviations; at least one.
  ///   - interval: τ0 in s.
  public init(frequencies: [Double], interval: Double) throws(StabilityError) {
    try Self.check(frequencies, interval)
    // A mean frequency is a straight line in phase, which no difference sees.
    let centre = frequencies.isEmpty ? 0 : frequencies.reduce(0) { $0 + $1 / Double(frequencies.count) }
    var sum = CompensatedSum()
    var phases = [0.0]
    phases.reserveCapacity(frequencies.count + 1)
    for frequency in frequencies {
      sum.add(frequency - centre)
      phases.append(sum.value * interval)
    }
    self.phases = phases
    self.interval = interval
  }

  /// - Parameters:
  ///   - phases: Times (or phases) at the ends of the intervals: one more than there are frequencies.
  ///   - interval: τ0 in s.
  public init(phases: [Double], interval: Double) throws(StabilityError) {
    try Self.check(phases, interval)
    self.phases = phases
    self.interval = interval
  }

  private static func check(_ values: [Double], _ interval: Double) throws(StabilityError) {
    guard interval >= 1e-60, interval <= 1e60 else { throw .interval(interval) }
    for (index, value) in values.enumerated() where !(abs(value) <= 1e60) { throw .missing(index: index) }
  }

  /// Number of frequencies, N.
  public var count: Int { phases.count - 1 }

  /// Averaging factors that leave at least one difference; nil for fewer values than one needs.
  public func factors(of measure: StabilityMeasure) -> ClosedRange<Int>? {
    let most =
      switch measure {
      case .allan, .overlappingAllan: count / 2
      case .modifiedAllan, .time: (count + 1) / 3
      case .hadamard, .overlappingHadamard: count / 3
      }
    return most >= 1 ? 1...most : nil
  }

  /// 1, 2, 4 … as far as ``factors(of:)`` allow.
  public func octaveFactors(of measure: StabilityMeasure) -> [Int] {
    guard let range = factors(of: measure) else { return [] }
    return Array(sequence(first: 1) { $0 <= range.upperBound / 2 ? 2 * $0 : nil })
  }

  /// - Parameter factor: m, within ``factors(of:)``.
  public func deviation(_ measure: StabilityMeasure, factor: Int) throws(StabilityError) -> StabilityPoint {
    guard let range = factors(of: measure) else { throw .tooFew(found: max(count, 0), needed: measure.needed) }
    guard range.contains(factor) else { throw .factor(factor, in: range) }
    let tau = Double(factor) * interval
    let (squares, terms) = squares(measure, factor)
    let divisor = measure == .hadamard || measure == .overlappingHadamard ? 6.0 : 2.0
    let mean = squares / (divisor * Double(terms))
    let root = mean.squareRoot() / tau
    let deviation = measure == .time ? root * tau / 3.0.squareRoot() : root
    return StabilityPoint(
      measure: measure, factor: factor, averagingTime: tau, deviation: deviation, terms: terms)
  }

  /// Sum of the squared differences of the phase, and their number.
  private func squares(_ measure: StabilityMeasure, _ m: Int) -> (sum: Double, terms: Int) {
    let x = phases
    var sum = CompensatedSum()
    var terms = 0
    switch measure {
    case .allan, .overlappingAllan:
      for i in stride(from: 0, through: count - 2 * m, by: measure == .allan ? m : 1) {
        let difference = (x[i + 2 * m] - x[i + m]) - (x[i + m] - x[i])
        sum.add(difference * difference)
        terms += 1
      }
    case .hadamard, .overlappingHadamard:
      for i in stride(from: 0, through: count - 3 * m, by: measure == .hadamard ? m : 1) {
        let difference = (x[i + 3 * m] - x[i]) - 3 * (x[i + 2 * m] - x[i + m])
        sum.add(difference * difference)
        terms += 1
      }
    case .modifiedAllan, .time:
      // The mean of m neighbouring second differences; from one to the next one enters and one leaves.
      var window = CompensatedSum()
      for i in 0..<m { window.add((x[i + 2 * m] - x[i + m]) - (x[i + m] - x[i])) }
      for j in 0...(count + 1 - 3 * m) {
        let mean = window.value / Double(m)
        sum.add(mean * mean)
        terms += 1
        guard j + 3 * m <= count else { break }
        window.add((x[j + 3 * m] - x[j]) - 3 * (x[j + 2 * m] - x[j + m]))
      }
    }
    return (sum.value, terms)
  }
}
