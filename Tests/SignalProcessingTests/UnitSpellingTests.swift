// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Testing

/// Exact conversions: NIST SP 811 (2008), appendix B.
struct UnitSpellingTests {
  @Test(arguments: [
    ("kPa", 1, Dimension.pressure), ("Pa", 0.001, .pressure), ("MPa", 1000, .pressure), ("bar", 100, .pressure),
    ("mmHg", 0.133322387415, .pressure), ("psi", 6.894757293168, .pressure), ("kgf/cm2", 98.0665, .pressure),
    ("N/cm2", 10, .pressure), ("lbf/cm2", 44.482216152605, .pressure), ("N", 1, .force), ("kN", 1000, .force),
    ("kgf", 9.80665, .force), ("gf", 0.00980665, .force), ("lbf", 4.4482216152605, .force),
    ("lbF", 4.4482216152605, .force),
    ("ozf", 0.278013850953781, .force), ("m/s2", 1, .acceleration), ("mm/s2", 0.001, .acceleration), ("mm", 1, .length),
    ("in", 25.4, .length), ("deg", 1, .angle), ("V", 1, .voltage), ("mV", 0.001, .voltage), ("dB", 1, .soundLevel),
    ("s", 1, .time), ("ms", 0.001, .time), ("Hz", 1, .frequency), ("1/min", 1, .rate), ("cm2", 1, .area),
  ])
  func everySpellingHasItsExactFactor(text: String, factor: Double, dimension: Dimension) {
    guard case .known(let unit) = UnitSpelling(text) else {
      Issue.record("\(text) is not known")
      return
    }
    #expect(unit.dimension == dimension)
    #expect(abs(unit.factor - factor) <= 1e-14 * factor)
  }

  @Test(arguments: [
    ("m/s^2", "m/s²"), ("m/s**2", "m/s2"), ("kgf/cm²", "kgf/cm^2"), ("[kPa]", "kpa"), ("(N)", "newton"),
    ("kPa per s", "kPa/s"),
    ("°", "deg"), ("µs", "us"), ("lbf/in²", "psi"), ("KPA", "kPa"),
  ])
  func variantsMeanTheSame(a: String, b: String) {
    #expect(UnitSpelling(a) == UnitSpelling(b))
    #expect(UnitSpelling(a) != .unknown)
  }

  @Test(arguments: ["kg", "kg/cm2", "lb", "oz", "kg/cm²"])
  func massUnitsAreNoForce(text: String) {
    guard case .massAsForce(let unit) = UnitSpelling(text) else {
      Issue.record("\(text) should need a decision")
      return
    }
    #expect(unit.dimension == .force || unit.dimension == .pressure)
  }

  @Test func gramAndGravityAreNotToldApart() { #expect(UnitSpelling("g") == .gramOrGravity) }

  @Test(arguments: ["", "furlong", "kPa2", "N m", "1", "-"])
  func otherTextsAreNoUnits(text: String) { #expect(UnitSpelling(text) == .unknown) }

  @Test(arguments: ["mPa"]) func megaAndMilliAreKeptApart(text: String) {
    #expect(UnitSpelling(text) != UnitSpelling("MPa"))
  }
}
