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
  private var ahead: RowsAhead
  private let shortestHalf: Int
  /// Rows of the last piece that two threads read.
  private var pieceRows = 0
  private let mayBeNumbers: Bool
  /// Lines to look at cell by cell before plain rows are tried again: trying costs most where every row is odd.
  private var pause = 0
  private var nextPause = 1
  private var isCutOff = false

  /// - Parameters:
  ///   - level: Instruction set in which plain rows are read; nil reads every row cell by cell.
  ///   - shortestHalf: Bytes a second thread is worth.
  init(
    layout: TableLayout, modes: [ColumnBuilder.Mode], limits: ReadLimits, level: KernelLevel? = .current,
    shortestHalf: Int = RowsAhead.shortest
  ) {
    self.shortestHalf = shortestHalf
    body = TableBody(decimal: layout.dialect.decimal, modes: modes)
    self.layout = layout
    self.limits = limits
    maximumRows = limits.maximumCells / max(modes.count, 1)
    line = layout.dataLine
    numbers = NumberRows(columns: max(modes.count, 1), level: level ?? .baseline)
    ahead = RowsAhead(columns: max(modes.count, 1), level: level ?? .baseline)
    // A header that reads as a row of numbers would have to be recognised where it is repeated.
    mayBeNumbers =
      level != nil && modes.allSatisfy { $0 == .number }
      && layout.headerLines.allSatisfy { $0.contains { Self.isLetter($0) } }
  }

  /// Sets aside memory for so many rows in all.
  mutating func reserve(_ rows: Int) { body.reserve(min(rows, maximumRows)) }

  /// Reads the whole lines at the front of a piece; of a long one two threads read a half each.
  ///
  /// - Parameter isEnd: Whether the text ends with the piece, so that its last line needs no terminator.
  /// - Returns: Number of bytes read; all of them at the end.
  mutating func read(_ bytes: Span<UInt8>, isEnd: Bool) throws(ReadError) -> Int {
    guard mayBeNumbers, pause == 0, bytes.count >= 2 * shortestHalf,
      let middle = RowsAhead.lineStart(bytes, from: bytes.count / 2)
    else { return try readLines(bytes, isEnd: isEnd) }
    let decimal = body.decimal
    var ahead = self.ahead
    var used = 0
    var failure: ReadError?
    let (delimiter, longest) = (layout.dialect.delimiter, limits.maximumLineLength)
    // The rows of the next piece find their memory ready: to clear it takes as long as to read some of them.
    let rowsBefore = body.rowCount
    let likely = rowsBefore + pieceRows
    let spare = body.spareMemory(likely..<(likely + pieceRows))
    SideBySide.run {
      do throws(ReadError) {
        used = try readLines(bytes.extracting(..<middle), isEnd: false)
      } catch {
        failure = error
      }
    } _: {
      for memory in spare { memory.touch() }
      ahead.read(bytes.extracting(middle...), delimiter: delimiter, decimal: decimal?.rawValue, longest: longest)
    }
    self.ahead = ahead
    if let failure { throw failure }
    // What was read ahead counts where this reader would have come to it in the same state.
    if used == middle, !isCutOff, pause == 0, body.decimal == decimal, ahead.count > 0,
      ahead.count <= maximumRows - body.rowCount
    {
      body.append(ahead, line: line)
      for shape in ahead.shapes { rowEnd.add(shape) }
      line += ahead.count
      used += ahead.used
      nextPause = 1
    }
    used += try readLines(bytes.extracting(used...), isEnd: isEnd)
    pieceRows = body.rowCount - rowsBefore
    return used
  }

  private mutating func readLines(_ bytes: Span<UInt8>, isEnd: Bool) throws(ReadError) -> Int {
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
