// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Foundation
import TestSupport
import Testing

@Suite struct StabilityTests {
  /// NIST SP 1065, section 12: NBS14, and the thousand numbers of a linear congruential generator.
  static let nbs14 = [892.0, 809, 823, 798, 671, 644, 883, 903, 677]
  static let thousand: [Double] = {
    var n = 1_234_567_890
    return (0..<1000).map { _ in
      defer { n = 16807 * n % 2_147_483_647 }
      return Double(n) / 2_147_483_647
    }
  }()

  struct Row: Sendable {
    let values: [Double]
    let factor: Int
    /// As printed: seven digits.
    let deviations: [Double]
    init(_ values: [Double], _ factor: Int, _ deviations: [Double]) {
      self.values = values
      self.factor = factor
      self.deviations = deviations
    }
  }

  static let measures: [StabilityMeasure] = [
    .allan, .overlappingAllan, .modifiedAllan, .time, .hadamard, .overlappingHadamard,
  ]
  static let published = [
    Row(nbs14, 1, [91.22945, 91.22945, 91.22945, 52.67135, 70.80607, 70.80607]),
    Row(nbs14, 2, [115.8082, 85.95287, 74.78849, 86.35831, 116.7980, 85.61487]),
    Row(thousand, 1, [2.922319e-1, 2.922319e-1, 2.922319e-1, 1.687202e-1, 2.943883e-1, 2.943883e-1]),
    Row(thousand, 10, [9.965736e-2, 9.159953e-2, 6.172376e-2, 3.563623e-1, 1.052754e-1, 9.581083e-2]),
    Row(thousand, 100, [3.897804e-2, 3.241343e-2, 2.170921e-2, 1.253382, 3.910861e-2, 3.237638e-2]),
  ]

  static func halfUnit(_ value: Double) -> Double { 0.5 * pow(10, floor(log10(value)) - 6) * 1.000_001 }

  /// All seven digits, from frequencies and from phases.
  @Test(arguments: published) func publishedTablesAreMet(_ row: Row) throws {
    let fromFrequencies = try StabilitySeries(frequencies: row.values, interval: 1)
    var phases = [7.0]
    for value in row.values { phases.append(phases[phases.count - 1] + value) }
    let fromPhases = try StabilitySeries(phases: phases, interval: 1)
    for (measure, printed) in zip(Self.measures, row.deviations) {
      let point = try fromFrequencies.deviation(measure, factor: row.factor)
      #expect(abs(point.deviation - printed) <= Self.halfUnit(printed), "\(measure) \(row.factor): \(point.deviation)")
      #expect(point.averagingTime == Double(row.factor))
      let other = try fromPhases.deviation(measure, factor: row.factor).deviation
      #expect(abs(other / point.deviation - 1) <= 1e-11)
    }
  }

  @Test(.enabled(if: ReferenceData.has("reference_tables"), ReferenceData.absent))
  func publishedTablesAreThoseOfTheReferenceData() throws {
    let text = String(decoding: try ReferenceData.bytes("reference_tables/nist_sp1065_allan.csv"), as: UTF8.self)
    let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.count == Self.published.count)
    for (row, expected) in zip(rows, Self.published) {
      #expect(Int(row[1]) == expected.factor && (row[0] == "NBS14_9pt") == (expected.values.count == 9))
      #expect(row[2...].compactMap { Double($0) } == expected.deviations)
    }
  }

  /// Straight from the definitions, every mean and difference anew.
  @Test(arguments: [1, 2, 3, 7, 19]) func deviationsFollowTheirDefinitions(_ m: Int) throws {
    let y = (0..<67).map { Self.thousand[$0] + 1e-3 * Double($0) }
    let series = try StabilitySeries(frequencies: y, interval: 0.25)
    func mean(_ start: Int) -> Double { y[start..<(start + m)].reduce(0, +) / Double(m) }
    func check(_ measure: StabilityMeasure, _ terms: [Double], _ divisor: Double) throws {
      let point = try series.deviation(measure, factor: m)
      let expected = (terms.map { $0 * $0 }.reduce(0, +) / (divisor * Double(terms.count))).squareRoot()
      #expect(point.terms == terms.count, "\(measure)")
      #expect(abs(point.deviation / expected - 1) <= 1e-11, "\(measure): \(point.deviation) \(expected)")
    }
    let first = (0...(67 - 2 * m)).map { mean($0 + m) - mean($0) }
    try check(.overlappingAllan, first, 2)
    try check(.allan, stride(from: 0, to: first.count, by: m).map { first[$0] }, 2)
    let modified = (0...(first.count - m)).map { first[$0..<($0 + m)].reduce(0, +) / Double(m) }
    try check(.modifiedAllan, modified, 2)
    try check(.time, modified.map { $0 * 0.25 * Double(m) }, 6)
    let second = (0...(67 - 3 * m)).map { mean($0 + 2 * m) - 2 * mean($0 + m) + mean($0) }
    try check(.overlappingHadamard, second, 6)
    try check(.hadamard, stride(from: 0, to: second.count, by: m).map { second[$0] }, 6)
  }

  /// A million Hertz on top of millihertz: the mean costs no digits. A drift costs the Hadamard deviation none either.
  @Test func offsetsAndDriftsAreNotSeen() throws {
    let y = Self.thousand
    let plain = try StabilitySeries(frequencies: y, interval: 1)
    let lifted = try StabilitySeries(frequencies: y.map { $0 + 1e6 }, interval: 1)
    let drifting = try StabilitySeries(
      frequencies: y.enumerated().map { $0.element + 0.5 * Double($0.offset) }, interval: 1)
    for measure in StabilityMeasure.allCases {
      for m in plain.octaveFactors(of: measure) {
        let value = try plain.deviation(measure, factor: m).deviation
        #expect(abs((try lifted.deviation(measure, factor: m).deviation) / value - 1) <= 1e-8)
        if measure == .hadamard || measure == .overlappingHadamard {
          #expect(abs((try drifting.deviation(measure, factor: m).deviation) / value - 1) <= 1e-9)
        }
      }
    }
    #expect(try StabilitySeries(frequencies: [5, 5, 5, 5], interval: 1).deviation(.allan, factor: 2).deviation == 0)
  }

  /// A steady drift d a second: the Allan deviation is d·τ/√2.
  @Test func driftsShowInTheAllanDeviation() throws {
    let series = try StabilitySeries(frequencies: (0..<500).map { 3e-6 * Double($0) }, interval: 2)
    for m in [1, 10, 100] {
      let point = try series.deviation(.overlappingAllan, factor: m)
      #expect(abs(point.deviation / (1.5e-6 * point.averagingTime / 2.0.squareRoot()) - 1) <= 1e-10)
    }
  }

  /// White noise: the degrees of freedom are twice the squared mean over the variance of the variance, and the interval
  /// covers as often as it says.
  @Test func whiteNoiseScattersAsStated() throws {
    var noise = NormalNoise(seed: 5)
    let trials = 4000
    let n = 200
    let factors = [1, 2, 4, 8, 16]
    var sums = [[Double]](repeating: [], count: factors.count)
    var covered = [Int](repeating: 0, count: factors.count)
    for _ in 0..<trials {
      let series = try StabilitySeries(frequencies: noise.values(n), interval: 1)
      for (place, m) in factors.enumerated() {
        let (point, interval) = try series.whiteFrequencyInterval(factor: m, level: 0.95)
        sums[place].append(point.deviation * point.deviation * Double(m))
        if interval.contains((1 / Double(m)).squareRoot()) { covered[place] += 1 }
      }
    }
    for (place, m) in factors.enumerated() {
      let mean = sums[place].reduce(0, +) / Double(trials)
      let variance = sums[place].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(trials - 1)
      #expect(abs(mean - 1) <= 0.02)
      let found = 2 * mean * mean / variance
      let stated = try StabilitySeries(frequencies: [Double](repeating: 0, count: n), interval: 1)
        .whiteFrequencyDegrees(factor: m)
      #expect(abs(found / stated - 1) <= 0.1, "m = \(m): \(found) against \(stated)")
      let share = Double(covered[place]) / Double(trials)
      #expect(abs(share - 0.95) <= 0.015, "m = \(m): \(share)")
    }
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: StabilityError.missing(index: 1)) { try StabilitySeries(frequencies: [1, .nan], interval: 1) }
    #expect(throws: StabilityError.missing(index: 0)) { try StabilitySeries(phases: [.infinity], interval: 1) }
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: StabilityError.self) { try StabilitySeries(frequencies: [1, 2], interval: bad) }
    }
    let series = try StabilitySeries(frequencies: Self.nbs14, interval: 1)
    #expect(series.factors(of: .allan) == 1...4)
    #expect(series.factors(of: .modifiedAllan) == 1...3)
    #expect(series.factors(of: .overlappingHadamard) == 1...3)
    #expect(series.octaveFactors(of: .allan) == [1, 2, 4])
    for measure in StabilityMeasure.allCases {
      for bad in [0, -1, 5, .max] {
        #expect(throws: StabilityError.self) { try series.deviation(measure, factor: bad) }
      }
      for values in [[], [1.0]] {
        let short = try StabilitySeries(frequencies: values, interval: 1)
        #expect(short.factors(of: measure) == nil && short.octaveFactors(of: measure).isEmpty)
        #expect(throws: StabilityError.self) { try short.deviation(measure, factor: 1) }
      }
    }
    #expect(throws: StabilityError.self) { try StabilitySeries(phases: [], interval: 1).deviation(.time, factor: 1) }
    // The largest values and the longest interval still give a number.
    let huge = try StabilitySeries(frequencies: Self.nbs14.map { ($0 - 800) * 1e57 }, interval: 1e60)
    for measure in StabilityMeasure.allCases {
      let value = try huge.deviation(measure, factor: 1).deviation
      #expect(value.isFinite && value > 1e57)
    }
    #expect(throws: StabilityError.level(1)) { try series.whiteFrequencyInterval(factor: 1, level: 1) }
  }

  /// A million values at a factor of a hundred thousand: sums that are kept give what formula (11) gives for the
  /// overlapping deviation; the time deviation is τ/√3 times the modified one; all others are positive numbers.
  @Test func aLongSeriesHasItsDeviations() throws {
    let values = (0..<1_000_000).map { Self.thousand[$0 % 997] }
    let (series, m) = (try StabilitySeries(frequencies: values, interval: 1), 100_000)
    var phases = [0.0]
    for value in values { phases.append(phases[phases.count - 1] + value - 0.5) }
    let terms = phases.count - 2 * m
    let squares = (0..<terms).reduce(0.0) { sum, index in
      let term = phases[index + 2 * m] - 2 * phases[index + m] + phases[index]
      return sum + term * term
    }
    let expected = (squares / (2 * Double(m * m) * Double(terms))).squareRoot()
    let found = try series.deviation(.overlappingAllan, factor: m).deviation
    #expect(abs(found - expected) < 1e-6 * expected, "\(found) for \(expected)")
    let (modified, time) = (
      try series.deviation(.modifiedAllan, factor: m).deviation, try series.deviation(.time, factor: m).deviation
    )
    #expect(abs(time - Double(m) / 3.0.squareRoot() * modified) < 1e-12 * time)
    for measure in StabilityMeasure.allCases {
      let value = try series.deviation(measure, factor: m).deviation
      #expect(value.isFinite && value > 0, "\(measure)")
    }
  }
}

/// Normal deviates for simulations, the same for ever.
struct NormalNoise {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func uniform() -> Double { (Double(generator.next() >> 11) + 0.5) * 0x1p-53 }

  mutating func values(_ count: Int) -> [Double] {
    (0..<count).map { _ in (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
  }
}
