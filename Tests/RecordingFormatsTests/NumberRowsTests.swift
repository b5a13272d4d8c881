// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@testable import RecordingFormats

/// Rows of plain numbers, at every level, against the way that looks at each byte.
struct NumberRowsTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  /// All values of one column of numbers, nil where a row is left to the caller.
  private func values(_ texts: [String], _ level: KernelLevel, end: String = "\n") -> [UInt64?] {
    var numbers = NumberRows(columns: 1, level: level)
    var found: [UInt64?] = []
    // The shortest way needs bytes before the cell, so every text comes twice.
    for text in texts {
      let bytes = Array("12345678901234567\(end)\(text)\(end)".utf8)
      _ = numbers.read(bytes.span, delimiter: 0x2C, decimal: 0x2E)
      let behind = numbers.count == 2 ? numbers.column(0).last?.bitPattern : nil
      let alone = Array("\(text)\(end)".utf8)
      _ = numbers.read(alone.span, delimiter: 0x2C, decimal: 0x2E)
      let first = numbers.count == 1 ? numbers.column(0).first?.bitPattern : nil
      found.append(first == behind ? first : 1)
    }
    return found
  }

  private struct Answers: Decodable { let numbers: [[String]] }

  @Test(arguments: levels) func everyDecimalIsTheNearestDouble(level: KernelLevel) throws {
    let answers = try Oracle.load("decimal_numbers", as: Answers.self).numbers
    #expect(answers.count > 1500)
    let found = values(answers.map { $0[0] }, level)
    var taken = 0
    for (answer, value) in zip(answers, found) {
      let expected = try #require(UInt64(answer[1], radix: 16))
      let bytes = Array(answer[0].utf8)
      let careful = DecimalNumber.parse(bytes.span, 0..<bytes.count, comma: false)?.value.bitPattern
      #expect(careful == expected, "\(answer[0])")
      guard let value else { continue }
      taken += 1
      #expect(value == expected, "\(answer[0])")
    }
    // Up to 19 digits within 27 powers of ten are no odd case.
    #expect(taken > 700)
  }

  @Test(arguments: levels) func aMillionShortestDecimalsReadBack(level: KernelLevel) {
    var generator = SeededGenerator(seed: 7)
    var numbers = NumberRows(columns: 4, level: level)
    var wrong: [Double] = []
    var read = 0
    for _ in 0..<1000 {
      var values: [Double] = []
      for index in 0..<1000 {
        let mantissa = Double(Int64.random(in: -9_007_199_254_740_992...9_007_199_254_740_992, using: &generator))
        let tens = [1e0, 1e3, 1e6, 1e9, 1e13, 1e16, 1e19][Int.random(in: 0..<7, using: &generator)]
        values.append(
          index % 4 == 0 ? Double(Int.random(in: 0..<10_000_000, using: &generator)) / 1e3 : mantissa / tens)
      }
      var text = ""
      for row in stride(from: 0, to: values.count, by: 4) {
        text += values[row..<(row + 4)].map { "\($0)" }.joined(separator: ",") + "\n"
      }
      let bytes = Array(text.utf8)
      #expect(numbers.read(bytes.span, delimiter: 0x2C, decimal: 0x2E) == bytes.count)
      read += 4 * numbers.count
      for column in 0..<4 {
        for (row, value) in numbers.column(column).enumerated()
        where value.bitPattern != values[4 * row + column].bitPattern { wrong.append(values[4 * row + column]) }
      }
    }
    #expect(read == 1_000_000)
    #expect(wrong == [])
  }

  @Test(arguments: levels) func numbersMissingCellsAndOddOnes(level: KernelLevel) {
    let nan = Double.nan.bitPattern
    let (one, number) = (Double(1).bitPattern, Double(2).bitPattern)
    let plain = values(["1", "-0", "+2.5", " 3\t", "1e2", "5.", ".5"], level, end: "\r\n")
    #expect(plain.map { $0.map(Double.init(bitPattern:)) } == [1, -0.0, 2.5, 3, 100, 5, 0.5])
    #expect(values(["-0"], level) == [(-0.0).bitPattern])
    for odd in [
      "", " ", "nan", "-", "+", ".", "-.", "1.2.3", "0x1", "1 2", "--1", "1-", "inf", "e5", "1e", "\"1\"", "#1", "1\r2",
    ] {
      #expect(values([odd], level) == [nil], "\(odd)")
    }
    var two = NumberRows(columns: 2, level: level)
    let rows: [(String, [UInt64], [Int])] = [
      (",1\n", [nan, one], [1, 0]), ("1, NaN\n", [one, nan], [0, 1]),
      ("1,2,\n", [one, number], [0, 0]), ("1,2, \r\n", [one, number], [0, 0]),
    ]
    for (text, expected, missing) in rows {
      let bytes = Array(text.utf8)
      #expect(two.read(bytes.span, delimiter: 0x2C, decimal: 0x2E) == bytes.count, "\(text)")
      #expect([two.column(0), two.column(1)].map { $0.first?.bitPattern } == expected, "\(text)")
      #expect(two.missing == missing)
    }
    for text in [",\n", "1\n", "1,2", "1,2,3\n", "1,2,,\n", "\n", "1,2\r", "1,x\n", "a,2\n", ""] {
      let bytes = Array(text.utf8)
      #expect(two.read(bytes.span, delimiter: 0x2C, decimal: 0x2E) == 0 && two.count == 0, "\(text)")
    }
  }

  /// Every digit of whole numbers counts; any other cell in their column is left to the caller.
  @Test(arguments: levels) func wholeNumbersKeepAllDigits(level: KernelLevel) {
    var numbers = NumberRows(columns: 2, whole: [1], level: level)
    func read(_ cells: [String]) -> [Int64] {
      let bytes = Array(cells.map { "1234567.125,\($0)\r\n" }.joined().utf8)
      let used = numbers.read(bytes.span, delimiter: 0x2C, decimal: 0x2E)
      #expect(numbers.column(0).allSatisfy { $0 == 1234567.125 } && (numbers.count == 0) == (used == 0))
      #expect(numbers.missing == [0, 0])
      return Array(numbers.wholeNumbers(1))
    }
    let cells = ["1700000000123456789", "0", "9223372036854775807", " 0000000000000000007\t", "42"]
    #expect(read(cells) == [1_700_000_000_123_456_789, 0, .max, 7, 42])
    for odd in ["", "nan", "-1", "+1", "1.0", "1e3", "9223372036854775808", "00000000000000000000", "1 2", "x"] {
      #expect(read(["5", odd, "6"]) == [5], "\(odd)")
    }
  }

  /// The runs of digits that are read at once, of every length on both sides of the decimal sign.
  @Test(arguments: levels) func digitsOfEveryNumber(level: KernelLevel) {
    var texts: [String] = []
    for before in 0...19 {
      for behind in 0...(19 - before) where before + behind > 0 {
        let digits = String("9081726354453627181".prefix(before + behind))
        for tail in ["", "e-7", "E0", "e+3"] {
          texts.append("\(digits.prefix(before)).\(digits.dropFirst(before))\(tail)")
        }
      }
    }
    let found = values(texts, level)
    let expected = texts.map { text -> UInt64? in
      let parts = text.lowercased().split(separator: "e", maxSplits: 1).map(String.init)
      let number = (parts[0].hasPrefix(".") ? "0" : "") + parts[0] + (parts[0].hasSuffix(".") ? "0" : "")
      return Double(number + (parts.count > 1 ? "e" + parts[1] : ""))?.bitPattern
    }
    #expect(texts.count > 700 && found == expected)
    #expect(
      values(["1234567.", "12345678x", "1234567x9", "123456789012345678901", "1.2345678.", "1.234-678"], level)
        == [Double(1_234_567).bitPattern, nil, nil, nil, nil, nil])
  }

  @Test(arguments: levels) func decimalCommas(level: KernelLevel) {
    var numbers = NumberRows(columns: 2, level: level)
    func read(_ text: String, _ decimal: UInt8?) -> [Double] {
      let bytes = Array((String(repeating: "7;77777777\n", count: 2) + text).utf8)
      _ = numbers.read(bytes.span, delimiter: 0x3B, decimal: decimal)
      return Array(numbers.column(0).dropFirst(2)) + Array(numbers.column(1).dropFirst(2))
    }
    #expect(read("1,5;-2,25\n", 0x2C) == [1.5, -2.25])
    #expect(read("1,;2\n", 0x2C) == [] && read("1.5;2\n", 0x2C) == [] && read("1,5;2\n", 0x2E) == [])
    #expect(read("1;2\n", nil) == [1, 2] && read("1.5;2\n", nil) == [] && read("1\0;2\n", nil) == [])
  }
}
