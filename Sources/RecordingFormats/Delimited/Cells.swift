// SPDX-License-Identifier: GPL-3.0-or-later

/// What stands between the cells of a line.
enum Delimiter: UInt8, Sendable, CaseIterable {
  // In the order in which a draw is decided.
  case tab = 0x09
  case semicolon = 0x3B
  case comma = 0x2C
  /// One or more blanks or tabs.
  case blank = 0x20

  var name: String {
    switch self {
    case .tab: "tab"
    case .semicolon: "semicolon"
    case .comma: "comma"
    case .blank: "blank"
    }
  }
}

/// One cell of a line: the bytes between the delimiters, without blanks and quotes around them.
struct Cell {
  let range: Range<Int>
  let isQuoted: Bool

  var isEmpty: Bool { range.isEmpty }
}

enum Cells {
  /// Splits a line; `cells` is emptied first. Quotes count at the start of a cell and must close on the line.
  static func split(_ bytes: Span<UInt8>, _ line: Range<Int>, _ delimiter: Delimiter, into cells: inout [Cell]) {
    cells.removeAll(keepingCapacity: true)
    let mark = delimiter.rawValue
    var index = line.lowerBound
    let end = line.upperBound
    if delimiter == .blank {
      while index < end, isBlank(bytes[index]) { index += 1 }
      if index == end { return }
    }
    while true {
      if index < end, bytes[index] == 0x22 || isBlank(bytes[index]),
        let (cell, next) = quoted(bytes, index, end, delimiter)
      {
        cells.append(cell)
        index = next
      } else {
        let start = index
        if delimiter == .blank {
          while index < end, !isBlank(bytes[index]) { index += 1 }
        } else {
          while index < end, bytes[index] != mark { index += 1 }
        }
        cells.append(Cell(range: trim(bytes, start..<index), isQuoted: false))
      }
      if index >= end { return }
      index += 1
      if delimiter == .blank {
        while index < end, isBlank(bytes[index]) { index += 1 }
        if index == end { return }
      }
    }
  }

  /// A quoted cell starting at `index`, after blanks; nil when there is none or it does not close before a delimiter.
  private static func quoted(
    _ bytes: Span<UInt8>, _ from: Int, _ end: Int, _ delimiter: Delimiter
  ) -> (Cell, Int)? {
    var index = from
    while index < end, bytes[index] == 0x20 { index += 1 }
    guard index < end, bytes[index] == 0x22 else { return nil }
    index += 1
    let start = index
    while index < end {
      if bytes[index] == 0x22 {
        if index + 1 < end, bytes[index + 1] == 0x22 {
          index += 2
          continue
        }
        break
      }
      index += 1
    }
    guard index < end else { return nil }
    let close = index
    index += 1
    if delimiter == .blank {
      guard index == end || isBlank(bytes[index]) else { return nil }
    } else {
      while index < end, isBlank(bytes[index]), bytes[index] != delimiter.rawValue { index += 1 }
      guard index == end || bytes[index] == delimiter.rawValue else { return nil }
    }
    return (Cell(range: trim(bytes, start..<close), isQuoted: true), index)
  }

  @inline(__always) static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  @inline(__always)
  static func trim(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, bytes[lower] <= 0x20 { lower += 1 }
    while upper > lower, bytes[upper - 1] <= 0x20 { upper -= 1 }
    return lower..<upper
  }

  /// Text of a cell, doubled quotes undone and a spreadsheet's leading apostrophe dropped.
  static func text(_ bytes: Span<UInt8>, _ cell: Cell) -> String {
    var raw: [UInt8] = []
    raw.reserveCapacity(cell.range.count)
    for index in cell.range { raw.append(bytes[index]) }
    var text = String(decoding: raw, as: UTF8.self)
    if cell.isQuoted { text = text.replacing("\"\"", with: "\"") }
    if text.first == "'", text.count > 1 { text.removeFirst() }
    return text
  }
}
