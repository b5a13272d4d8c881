// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct DecimalTextTests {
  @Test(arguments: [
    (0.010000000000005116, 1e-13, "0.01"), (12.340000000000002, 2e-15, "12.34"), (-3.0000000001, 1e-9, "-3"),
    (1_700_000_000.0100002, 2.4e-7, "1700000000.01"), (0.5, 0, "0.5"), (1e-12, 1e-9, "0"), (7, 1e-9, "7"),
    (0.1, 0.2, "0"), (1e300, 1e284, "1e+300"), (123_456_789_012_345.6, 1e-3, "123456789012345.6"),
  ])
  func fewestPlacesWithinATolerance(value: Double, tolerance: Double, text: String) {
    #expect(DecimalText.shortest(value, within: tolerance) == text)
  }

  /// Sums of two decimals are written as the decimal sum.
  @Test func sumsOfDecimalsHaveNoNoise() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      let (a, b) = (
        Int.random(in: 0..<1_000_000_000, using: &generator), Int.random(in: 0..<100_000, using: &generator)
      )
      let (first, time) = (Double(a) / 1000, Double(a + b) / 1000 - Double(a) / 1000)
      let sum = first + time
      #expect(
        DecimalText.shortest(sum, within: max(first, time, sum).ulp) == DecimalText.shortest(Double(a + b) / 1000))
    }
  }

  /// Nothing farther away than the tolerance is written.
  @Test func staysWithinTheTolerance() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let value = Double.random(in: -1e6...1e6, using: &generator)
      let tolerance = [1e-12, 1e-9, 1e-3, 0][Int.random(in: 0..<4, using: &generator)]
      let read = try #require(Double(DecimalText.shortest(value, within: tolerance)))
      #expect((read - value).magnitude <= tolerance)
    }
  }
}
