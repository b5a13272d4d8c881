// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import RecordingFormats

/// Swift's own `Double(String)` is correctly rounded and serves as the second implementation.
struct DecimalNumberTests {
  private func parse(_ text: String, comma: Bool = false) -> Double? {
    let bytes = Array(text.utf8)
    return DecimalNumber.parse(bytes.span, 0..<bytes.count, comma: comma)?.value
  }

  /// Hard cases: halfway points, denormals, the ends of the range, many digits (David Gay's and Nigel Tao's collections).
  @Test(arguments: [
    "0", "-0", "0.1", "0.3", "1e23", "8.5e22", "9007199254740993", "9007199254740992", "9007199254740991",
    "9007199254740993.0000000000000000000000001", "2.2250738585072011e-308", "2.2250738585072014e-308",
    "4.9406564584124654e-324", "2.4703282292062328e-324", "1.7976931348623157e308", "1.7976931348623158e308", "1e-400",
    "123456789012345678901234567890", "0.000000000000000000000000000000000000000000123456789012345678901234567890",
    "6.02214076e23", "1e22", "1e-22", "1.e5", ".5", "+5", "5.",
    "0.500000000000000166533453693773481063544750213623046875",
    "3.518437208883201171875e13", "62.5364939768271845828", "8.10109172351e-10", "1.50000000000000011102230246251565",
    "00000000000000000000000000000000001.5", "7.2057594037927933e16",
  ])
  func hardCases(text: String) throws {
    let expected = try #require(Double(text.hasSuffix(".") ? text + "0" : text.replacing(".e", with: ".0e")))
    let value = try #require(parse(text))
    #expect(value.bitPattern == expected.bitPattern)
  }

  @Test func randomDecimalsAreCorrectlyRounded() throws {
    var generator = SeededGenerator(seed: 1)
    var wrong: [String] = []
    for _ in 0..<100_000 {
      var text = Bool.random(using: &generator) ? "-" : ""
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        text += String(Int.random(in: 0...9, using: &generator))
      }
      if Bool.random(using: &generator) {
        text += "."
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
          text += String(Int.random(in: 0...9, using: &generator))
        }
      }
      if Int.random(in: 0..<3, using: &generator) == 0 { text += "e\(Int.random(in: -40...40, using: &generator))" }
      if parse(text)?.bitPattern != Double(text)?.bitPattern { wrong.append(text) }
    }
    #expect(wrong == [])
  }

  @Test func shortestTextsReadBack() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &generator))
      #expect(parse("\(value)")?.bitPattern == value.bitPattern)
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "0x10", "1 2", "inf", "nan", "1e400", "--1", "1-", "١٢",
    "1_000",
  ])
  func otherTextsAreNoNumbers(text: String) { #expect(parse(text) == nil) }

  @Test func aDecimalCommaNeedsDigitsBehind() {
    #expect(parse("1,5", comma: true) == 1.5)
    #expect(parse("-0,25e1", comma: true) == -2.5)
    #expect(parse("1,", comma: true) == nil)
    #expect(parse("1.234,5", comma: true) == nil)
  }
}
