// SPDX-License-Identifier: GPL-3.0-or-later

/// What a cell holds.
enum CellValue {
  case number(Double, DecimalSign?)
  case missing
  case text

  /// - Parameters:
  ///   - comma: Whether a decimal comma is allowed (also inside quotes of a comma-delimited file).
  static func read(_ bytes: Span<UInt8>, _ cell: Cell, comma: Bool, point: Bool) -> CellValue {
    let range = cell.range
    if range.isEmpty { return .missing }
    if let parsed = DecimalNumber.parse(bytes, range, comma: comma, point: point) {
      return .number(parsed.value, parsed.sign)
    }
    return unusual(bytes, range, comma: comma, point: point)
  }

  private static func unusual(_ bytes: Span<UInt8>, _ range: Range<Int>, comma: Bool, point: Bool) -> CellValue {
    if isMissing(bytes, range) { return .missing }
    let first = bytes[range.lowerBound]
    // An apostrophe, with which spreadsheets keep a cell from being read as a formula.
    if first == 0x27, range.count > 1,
      let parsed = DecimalNumber.parse(bytes, range.lowerBound + 1..<range.upperBound, comma: comma, point: point)
    {
      return .number(parsed.value, parsed.sign)
    }
    // The typographic minus U+2212.
    if first == 0xE2, range.count > 3, bytes[range.lowerBound + 1] == 0x88, bytes[range.lowerBound + 2] == 0x92,
      bytes[range.lowerBound + 3] &- 0x30 < 10 || bytes[range.lowerBound + 3] == 0x2E,
      let parsed = DecimalNumber.parse(bytes, range.lowerBound + 3..<range.upperBound, comma: comma, point: point)
    {
      return .number(-parsed.value, parsed.sign)
    }
    return .text
  }

  private static func isMissing(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    func at(_ offset: Int) -> UInt8 { bytes[range.lowerBound + offset] }
    switch range.count {
    case 1: return at(0) == 0x2D || at(0) == 0x2A || at(0) == 0x2E  // - * .
    case 2:
      return at(0) | 0x20 == 0x6E && at(1) | 0x20 == 0x61 || at(0) == 0x2D && at(1) == 0x2D  // NA --
    case 3:
      let outer = at(0) | 0x20 == 0x6E  // NaN n/a
      if outer, at(1) | 0x20 == 0x61, at(2) | 0x20 == 0x6E { return true }
      if outer, at(1) == 0x2F, at(2) | 0x20 == 0x61 { return true }
      return at(0) == 0x2D && at(1) == 0x2D && at(2) == 0x2D
    case 4:
      return at(0) | 0x20 == 0x6E && at(1) | 0x20 == 0x75 && at(2) | 0x20 == 0x6C && at(3) | 0x20 == 0x6C
        || at(0) == 0x23 && at(1) | 0x20 == 0x6E && at(2) == 0x2F && at(3) | 0x20 == 0x61  // null #N/A
    default: return false
    }
  }

  /// Whether a text is a number in other digits than 0–9, such as full-width or Arabic ones.
  static func hasForeignDigits(_ text: String) -> Bool {
    var foreign = false
    for scalar in text.unicodeScalars {
      if scalar.properties.numericType == .decimal {
        if scalar.value > 0x7F { foreign = true }
      } else if !" .,+-eE\u{66B}\u{66C}\u{2212}\u{FF0E}\u{FF0C}\u{FF0D}\u{FF0B}'".unicodeScalars.contains(scalar) {
        return false
      }
    }
    return foreign
  }
}
