// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Tells whether the last line of a text, when nothing ends it, is a whole row or the beginning of one.
///
/// `12.3` may be all of a number or the beginning of `12.345`. It counts as whole only where the rows before end in
/// cells that are no longer: as many places after the decimal sign, or as many digits of a whole number. A row left out
/// is told; a number cut short would be a wrong figure that nothing shows.
struct RowEnd {
  /// Rows that are compared.
  static let kept = 32

  /// What the last cell of a row looks like.
  enum Shape: Equatable {
    case empty
    /// - Parameters:
    ///   - digits: Before the decimal sign.
    ///   - places: Characters after it, an exponent among them; 0 without a sign.
    case number(digits: Int, places: Int, hasExponent: Bool)
    case words(count: Int)
  }

  private var recent: [Shape] = []
  private var next = 0

  mutating func add(_ shape: Shape) {
    if recent.count < Self.kept {
      recent.append(shape)
    } else {
      recent[next] = shape
      next = (next + 1) % Self.kept
    }
  }

  /// Whether a line without terminator is a whole row.
  ///
  /// - Parameters:
  ///   - cells: Those of the line.
  ///   - count: Number of columns.
  func isWhole(_ bytes: Span<UInt8>, _ cells: [Cell], columns count: Int) -> Bool {
    guard cells.count >= count, let last = cells.last else { return false }
    // A delimiter or a closing quote after the last cell has ended it.
    if cells.count > count || last.isQuoted { return true }
    // Too few rows to tell anything from them.
    guard recent.count > 2 else { return true }
    switch Self.shape(bytes, last.range) {
    case .empty: return recent.allSatisfy { $0 == .empty }
    case .words(let length):
      let known = recent.compactMap { if case .words(let count) = $0 { count } else { nil } }
      return known.min().map { length >= $0 } ?? false
    case .number(let digits, let places, let hasExponent):
      var most = (digits: 0, places: 0)
      var exponents = 0
      var numbers = 0
      for case .number(let digits, let places, let hasExponent) in recent {
        most = (max(most.digits, digits), max(most.places, places))
        exponents += hasExponent ? 1 : 0
        numbers += 1
      }
      if numbers == 0 || exponents == numbers && !hasExponent { return false }
      return most.places > 0 ? places >= most.places : digits >= most.digits
    }
  }

  /// The last cell of a line of plain numbers, which is ended by a terminator.
  static func shape(_ bytes: Span<UInt8>, endOf line: Range<Int>, _ delimiter: Delimiter) -> Shape {
    let range = delimiter == .blank ? Cells.trim(bytes, line) : line
    var start = range.upperBound
    while start > range.lowerBound,
      delimiter == .blank ? !Cells.isBlank(bytes[start - 1]) : bytes[start - 1] != delimiter.rawValue
    { start -= 1 }
    return shape(bytes, Cells.trim(bytes, start..<range.upperBound))
  }

  /// Hands over what the last rows of a block end in, which begins at an offset of the text.
  static func last(
    of rows: NumberRows, _ bytes: Span<UInt8>, from start: Int, _ delimiter: Delimiter, _ take: (Shape) -> Void
  ) {
    for row in max(0, rows.count - kept)..<rows.count {
      let from = row == 0 ? 0 : rows.end(ofRow: row - 1)
      let end = rows.end(ofRow: row) - 1
      let hasReturn = end > from && bytes[start + end - 1] == 0x0D
      take(shape(bytes, endOf: (start + from)..<(start + end - (hasReturn ? 1 : 0)), delimiter))
    }
  }

  static func shape(_ bytes: Span<UInt8>, _ cell: Range<Int>) -> Shape {
    if cell.isEmpty { return .empty }
    var digits = 0
    var sign: Int?
    var hasExponent = false
    for index in cell {
      switch bytes[index] {
      case 0x30...0x39: if sign == nil, !hasExponent { digits += 1 }
      case 0x2E, 0x2C: sign = sign ?? index
      case 0x45, 0x65: hasExponent = true
      case 0x2B, 0x2D: break
      default: return .words(count: cell.count)
      }
    }
    let places = sign.map { cell.upperBound - $0 - 1 } ?? 0
    return .number(digits: digits, places: places, hasExponent: hasExponent)
  }
}
