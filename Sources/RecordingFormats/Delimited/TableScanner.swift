// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Reads the rows of a text table, a piece of the text at a time.
///
/// Plain rows of numbers are read many at a time; every other line is split and looked at cell by cell. Where the text
/// is cut into pieces makes no difference.
struct TableScanner {
  private(set) var body: TableBody
  private let layout: TableLayout
  private let limits: ReadLimits
  private let maximumRows: Int
  /// 1-based number of the next line.
  private var line: Int
  private var cells: [Cell] = []
  private var rowEnd = RowEnd()
  private var numbers: NumberRows
  private let mayBeNumbers: Bool
  /// Columns of whole numbers.
  private let whole: [Int]
  /// Lines to look at cell by cell before plain rows are tried again: trying costs most where every row is odd.
  private var pause = 0
  private var nextPause = 1
  private var isCutOff = false

  /// - Parameter level: Instruction set in which plain rows are read; nil reads every row cell by cell.
  init(layout: TableLayout, modes: [ColumnBuilder.Mode], limits: ReadLimits, level: KernelLevel? = .current) {
    body = TableBody(decimal: layout.dialect.decimal, modes: modes)
    self.layout = layout
    self.limits = limits
    maximumRows = limits.maximumCells / max(modes.count, 1)
    line = layout.dataLine
    whole = modes.indices.filter { modes[$0] == .wholeNumber }
    numbers = NumberRows(columns: max(modes.count, 1), whole: whole, level: level ?? .baseline)
    // A header that reads as a row of numbers would have to be recognised where it is repeated.
    mayBeNumbers =
      level != nil && modes.allSatisfy { $0 == .number || $0 == .wholeNumber }
      && layout.headerLines.allSatisfy { $0.contains { Self.isLetter($0) } }
  }

  /// Sets aside memory for so many rows in all.
  mutating func reserve(_ rows: Int) { body.reserve(min(rows, maximumRows)) }

  /// Memory that was set aside for the rows to come, a column each.
  mutating func spareMemory() -> [SpareMemory] { body.spareMemory() }

  /// Reads the whole lines at the front of a piece.
  ///
  /// - Parameter isEnd: Whether the text ends with the piece, so that its last line needs no terminator.
  /// - Returns: Number of bytes read; all of them at the end.
  mutating func read(_ bytes: Span<UInt8>, isEnd: Bool) throws(ReadError) -> Int {
    var scanner = LineScanner(offset: 0, number: line)
    while !isCutOff {
      if mayBeNumbers, pause == 0, scanner.offset < bytes.count { readNumbers(bytes, &scanner) }
      let before = scanner
      guard let line = scanner.next(in: bytes) else { break }
      // A CR at the end may be half of CR LF.
      if !isEnd, !line.isTerminated || scanner.offset == bytes.count && bytes[bytes.count - 1] == 0x0D {
        scanner = before
        break
      }
      pause = max(0, pause - 1)
      try take(line, bytes)
    }
    line = scanner.number
    return isCutOff ? bytes.count : min(scanner.offset, bytes.count)
  }

  /// Rows to read ahead with the decimal sign known by now; nil where the rows are not all numbers.
  func rowsAhead() -> RowsAhead? {
    guard mayBeNumbers else { return nil }
    return RowsAhead(
      columns: max(body.columns.count, 1), whole: whole, bytes: limits.pieceBytes, level: numbers.level,
      delimiter: layout.dialect.delimiter, decimal: body.decimal, longest: limits.maximumLineLength)
  }

  /// Whether what is read ahead now counts in the end: the decimal sign is still the one it is read with.
  func agrees(with ahead: RowsAhead) -> Bool { body.decimal == ahead.decimal }

  /// Reads a piece of whole lines, the first rows of which were read ahead.
  mutating func read(_ bytes: Span<UInt8>, _ ahead: RowsAhead) throws(ReadError) {
    var used = 0
    // What was read ahead counts where this reader would have come to it in the same state.
    if !isCutOff, agrees(with: ahead), ahead.rows.count > 0, ahead.rows.count <= maximumRows - body.rowCount {
      body.append(ahead.rows, line: line)
      for shape in ahead.shapes { rowEnd.add(shape) }
      line += ahead.rows.count
      used = ahead.used
      (pause, nextPause) = (0, 1)
    }
    _ = try read(bytes.extracting(used...), isEnd: false)
  }

  private mutating func readNumbers(_ bytes: Span<UInt8>, _ scanner: inout LineScanner) {
    var found = false
    repeat {
      let start = scanner.offset
      let used = numbers.read(
        bytes.extracting(start...), delimiter: layout.dialect.delimiter.rawValue, decimal: body.decimal?.rawValue,
        most: maximumRows - body.rowCount, longest: limits.maximumLineLength)
      guard numbers.count > 0 else { break }
      found = true
      body.append(numbers, line: scanner.number)
      RowEnd.last(of: numbers, bytes, from: start, layout.dialect.delimiter) { rowEnd.add($0) }
      scanner.offset += used
      scanner.number += numbers.count
    } while numbers.count == numbers.stride
    if found {
      nextPause = 1
    } else {
      pause = nextPause
      nextPause = min(64, 2 * nextPause)
    }
  }

  /// One line, cell by cell.
  private mutating func take(_ line: TextLine, _ bytes: Span<UInt8>) throws(ReadError) {
    let columnCount = body.columns.count
    let content = Cells.trim(bytes, line.range)
    if content.isEmpty { return }
    guard line.range.count <= limits.maximumLineLength else {
      throw .tooLarge(what: "bytes in line \(line.number)", found: line.range.count, limit: limits.maximumLineLength)
    }
    if TableLayout.isComment(bytes, line.range) { return }
    Cells.split(bytes, line.range, layout.dialect.delimiter, into: &cells)
    if !line.isTerminated, body.rowCount > 2, !rowEnd.isWhole(bytes, cells, columns: columnCount) {
      body.truncation = "line \(line.number) is incomplete"
      isCutOff = true
      return
    }
    if repeatsHeader(bytes, line) { return }
    if cells.count != columnCount, isRagged {
      body.raggedRows += 1
      if body.firstRagged.isEmpty {
        body.firstRagged = "line \(line.number): \(cells.count) cells, expected \(columnCount)"
      }
      // A remark between the rows is no sample.
      if cells.count == 1, columnCount > 1 { return }
    }
    guard body.rowCount < maximumRows else {
      throw .tooLarge(what: "cells", found: body.rowCount * columnCount, limit: limits.maximumCells)
    }
    try body.append(bytes, cells, line: line.number)
    if let last = cells.last { rowEnd.add(RowEnd.shape(bytes, last.range)) }
  }

  private var isRagged: Bool {
    cells.count < body.columns.count || cells[body.columns.count...].contains { !$0.isEmpty }
  }

  private mutating func repeatsHeader(_ bytes: Span<UInt8>, _ line: TextLine) -> Bool {
    for header in layout.headerLines where header.count == line.range.count {
      var equal = true
      for offset in header.indices where header[offset] != bytes[line.range.lowerBound + offset] {
        equal = false
        break
      }
      if equal {
        if body.blockStarts.last != body.rowCount { body.blockStarts.append(body.rowCount) }
        return true
      }
    }
    return false
  }

  /// A letter that occurs in no number.
  private static func isLetter(_ byte: UInt8) -> Bool {
    let small = byte | 0x20
    return byte >= 0x80 || small >= 0x61 && small <= 0x7A && small != 0x65 && small != 0x6E && small != 0x61
  }
}
