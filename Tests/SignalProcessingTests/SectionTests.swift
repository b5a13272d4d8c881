// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

/// Sections as users make them: by coefficients in s or in z, with a delay, of first order.
@Suite struct SectionTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  /// An impulse-invariant resonance and a delayed average: three samples of delay.
  private static func delayed() throws -> [Section] {
    [
      try Section(numerator: (0, 0.25, 0), denominator: (-1.2, 0.6)),
      try Section(numerator: (0, 0, 0.5), denominator: (-0.5, 0)),
    ]
  }

  @Test func coefficientsComeBack() throws {
    var generator = SeededGenerator(seed: 51)
    for _ in 0..<1000 {
      let a2 = Double.random(in: -0.99...0.99, using: &generator)
      let a1 = Double.random(in: -0.99...0.99, using: &generator) * (1 + a2)
      let b = (0..<3).map { _ in Double.random(in: -2...2, using: &generator) }
      for zeros in 0..<3 {
        let numerator = (zeros > 0 ? 0 : b[0], zeros > 1 ? 0 : b[1], b[2])
        let section = try Section(numerator: numerator, denominator: (a1, a2))
        #expect(section.delay == zeros)
        #expect(section.numerator == numerator)
        #expect(section.denominator == (a1, a2))
        #expect(!section.isFirstOrder)
      }
    }
    let first = try Section(numerator: (0.5, 0.25, 0), denominator: (-0.9, 0))
    #expect(first.isFirstOrder && first.delay == 0)
    #expect(first.numerator == (0.5, 0.25, 0) && first.denominator == (-0.9, 0))
  }

  @Test func aDelayIsSeenInTheCoefficientsOfS() throws {
    #expect(try Section(n2: 1, n1: -3, n0: 2, c1: 1, c0: 1).delay == 1)
    #expect(try Section(n2: 2, n1: -4, n0: 2, c1: 1, c0: 1).delay == 2)
    #expect(try Section(n2: 1, n1: -3, n0: 2.5, c1: 1, c0: 1).delay == 0)
    #expect(try Butterworth.lowpass(order: 3, cutoff: Hertz(1), sampleRate: Hertz(1000)).allSatisfy { $0.delay == 0 })
  }

  @Test func sectionsThatCannotRunAreRefused() {
    for denominator in [(-2.0, 1.0), (0, 1), (2, 1), (-2.1, 1.05), (0, -1.5), (.nan, 0), (0, .infinity)] {
      #expect(throws: FilterDesignError.self) { try Section(numerator: (1, 0, 0), denominator: denominator) }
    }
    for numerator in [(0.0, 0.0, 0.0), (.nan, 0, 0), (0, .infinity, 0), (0, 0, 1e-200)] {
      #expect(throws: FilterDesignError.self) { try Section(numerator: numerator, denominator: (-0.5, 0.1)) }
    }
    #expect(throws: FilterDesignError.self) { try Section(n2: 0, n1: 0, n0: 0, c1: 1, c0: 1) }
  }

  @Test(arguments: levels) func aDelayStartsAndSettlesLikeTheRest(_ level: KernelLevel) throws {
    let design = try Self.delayed()
    let table = try CascadeTable(design)
    #expect(table.delay == 3)
    var atRest = IIRFilter(table, start: .atRest, level: level)
    #expect(Array(atRest.process([8, 0, 0, 0, .nan, 8, 0, 0, 0])[0..<4]) == [0, 0, 0, 1])
    // Zeros again after the gap, not what the delay held.
    #expect(Array(atRest.process([.nan, 16, 0, 0, 0])[1...]) == [0, 0, 0, 2])
    var settled = IIRFilter(table, start: .settled, level: level)
    let gain = 0.25 / 0.4 * 0.5 / 0.5
    #expect(settled.process([Double](repeating: 3, count: 500)).allSatisfy { abs($0 - 3 * gain) < 1e-14 })
    let response = try design.response(at: Hertz(0), sampleRate: Hertz(1))
    #expect(abs(response.real - gain) < 1e-15)
  }

  @Test func aDelayCancelsBetweenThePassesOfZeroPhase() throws {
    let plain = try Section(numerator: (0.25, 0.1, 0), denominator: (-1.2, 0.6))
    let late = try Section(numerator: (0, 0.25, 0.1), denominator: (-1.2, 0.6))
    var generator = SeededGenerator(seed: 52)
    let x = (0..<500).map { _ in Double.random(in: -1...1, using: &generator) }
    let expected = try ZeroPhase([plain]).apply(x)
    let found = try ZeroPhase([late]).apply(x)
    let difference = zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(difference < 1e-14)
  }

  /// On x86-64 they count as zero while a filter runs, and are what they were after it.
  @Test(arguments: levels) func denormalNumbersStayInsideTheFilter(_ level: KernelLevel) throws {
    let design = try Butterworth.lowpass(order: 4, cutoff: Hertz(100), sampleRate: Hertz(1000))
    let x = [1.0] + [Double](repeating: 0, count: 20_000)
    var filter = IIRFilter(try CascadeTable(design), start: .atRest, level: level)
    let tail = filter.process(x)
    #expect(tail.suffix(5000).allSatisfy { !$0.isSubnormal })
    let quarter = Double.leastNormalMagnitude / Double(tail.count - 19_997)
    #expect(quarter.isSubnormal)
  }
}
