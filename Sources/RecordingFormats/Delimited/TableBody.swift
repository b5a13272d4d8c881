// SPDX-License-Identifier: GPL-3.0-or-later

/// Runs of equal text in one column, as byte ranges of the file.
struct TextRun {
  var rows: Range<Int>
  let bytes: Range<Int>
}

/// One column while the rows are read.
struct ColumnBuilder {
  enum Mode {
    case number, dateTime, label, skip
  }

  let mode: Mode
  var values: [Double] = []
  var missing = 0
  var runs: [TextRun] = []
  /// Cells that are neither numbers nor missing.
  var textCount = 0
  /// The first stamp of a date-time column, in ns.
  var origin: Int64?
}

/// All rows of a text table.
struct TableBody {
  var columns: [ColumnBuilder]
  var rowCount = 0
  /// 1-based line of each row where it cannot be worked out: rows at which the numbering skips lines.
  private(set) var lineAnchors: [(row: Int, line: Int)] = []
  var decimal: DecimalSign?
  var raggedRows = 0
  var firstRagged: String = ""
  /// Rows before which the header was repeated.
  var blockStarts: [Int] = []
  /// What was cut off at the end; nil when the last row is whole.
  var truncation: String?
  /// First few texts in columns of numbers, with their lines.
  var oddCells: [(column: Int, line: Int, text: String)] = []

  private static let keptOddCells = 64
  private static let keptRuns = 200_000

  init(
    _ bytes: Span<UInt8>, layout: TableLayout, modes: [ColumnBuilder.Mode], limits: ReadLimits
  ) throws(ReadError) {
    columns = modes.map { ColumnBuilder(mode: $0) }
    decimal = layout.dialect.decimal
    var scanner = LineScanner(offset: layout.dataOffset, number: layout.dataLine)
    var cells: [Cell] = []
    var lengths = LineLengths()
    let maximumRows = limits.maximumCells / max(columns.count, 1)
    while let line = scanner.next(in: bytes) {
      let content = Cells.trim(bytes, line.range)
      if content.isEmpty { continue }
      guard line.range.count <= limits.maximumLineLength else {
        throw .tooLarge(what: "bytes in line \(line.number)", found: line.range.count, limit: limits.maximumLineLength)
      }
      if TableLayout.isComment(bytes, line.range) { continue }
      Cells.split(bytes, line.range, layout.dialect.delimiter, into: &cells)
      let isLast = !line.isTerminated
      if isLast, rowCount > 2, isCut(cells, length: line.range.count, lengths) {
        truncation = "line \(line.number) is incomplete"
        break
      }
      if repeatsHeader(bytes, line, layout) { continue }
      if cells.count != columns.count, isRagged(cells) {
        raggedRows += 1
        if firstRagged.isEmpty { firstRagged = "line \(line.number): \(cells.count) cells, expected \(columns.count)" }
        // A remark between the rows is no sample.
        if cells.count == 1, columns.count > 1 { continue }
      }
      guard rowCount < maximumRows else {
        throw .tooLarge(what: "cells", found: rowCount * columns.count, limit: limits.maximumCells)
      }
      if lineAnchors.last.map({ line.number - $0.line != rowCount - $0.row }) ?? true {
        lineAnchors.append((rowCount, line.number))
      }
      for column in columns.indices {
        try append(bytes, column < cells.count ? cells[column] : nil, to: column, line.number)
      }
      rowCount += 1
      lengths.add(line.range.count)
    }
  }

  /// 1-based line of the file that holds a row.
  func line(ofRow row: Int) -> Int {
    var low = 0
    var high = lineAnchors.count
    while low < high {
      let middle = (low + high) / 2
      if lineAnchors[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? row + 1 : lineAnchors[low - 1].line + row - lineAnchors[low - 1].row
  }

  /// A last line without terminator that lacks cells, ends in an empty one, or is shorter than all before.
  private func isCut(_ cells: [Cell], length: Int, _ lengths: LineLengths) -> Bool {
    cells.count < columns.count || length < lengths.shortest
      || (cells.count == columns.count && cells.last?.isEmpty == true && columns.last?.values.last?.isFinite == true)
  }

  private func isRagged(_ cells: [Cell]) -> Bool {
    cells.count < columns.count || cells[columns.count...].contains { !$0.isEmpty }
  }

  private mutating func repeatsHeader(_ bytes: Span<UInt8>, _ line: TextLine, _ layout: TableLayout) -> Bool {
    for header in layout.headerLines where header.count == line.range.count {
      var equal = true
      for offset in 0..<header.count
      where bytes[header.lowerBound + offset] != bytes[line.range.lowerBound + offset] {
        equal = false
        break
      }
      if equal {
        if blockStarts.last != rowCount { blockStarts.append(rowCount) }
        return true
      }
    }
    return false
  }

  @inline(__always)
  private mutating func append(_ bytes: Span<UInt8>, _ cell: Cell?, to column: Int, _ line: Int) throws(ReadError) {
    switch columns[column].mode {
    case .number:
      guard let cell else {
        columns[column].values.append(.nan)
        columns[column].missing += 1
        return
      }
      switch CellValue.read(bytes, cell, comma: decimal != .point || cell.isQuoted, point: decimal != .comma) {
      case .number(let value, let sign):
        columns[column].values.append(value)
        if decimal == nil, let sign { decimal = sign }
      case .missing:
        columns[column].values.append(.nan)
        columns[column].missing += 1
      case .text:
        columns[column].values.append(.nan)
        try keepText(bytes, cell, column, line)
      }
    case .dateTime:
      guard let cell, let stamp = DateTimeText.nanoseconds(bytes, cell.range) else {
        columns[column].values.append(.nan)
        if let cell, !cell.isEmpty { try keepText(bytes, cell, column, line) }
        return
      }
      let origin = columns[column].origin ?? stamp
      columns[column].origin = origin
      columns[column].values.append(Double(stamp - origin) / 1e9)
    case .label:
      if let cell, !cell.isEmpty { addRun(bytes, cell, column) }
    case .skip: break
    }
  }

  private mutating func keepText(_ bytes: Span<UInt8>, _ cell: Cell, _ column: Int, _ line: Int) throws(ReadError) {
    columns[column].textCount += 1
    addRun(bytes, cell, column)
    guard oddCells.count < Self.keptOddCells else { return }
    let text = Cells.text(bytes, Cell(range: cell.range.prefix(80), isQuoted: cell.isQuoted))
    if CellValue.hasForeignDigits(text) {
      throw .foreignDigits(text: text, at: TextPosition(line: line))
    }
    oddCells.append((column, line, text))
  }

  private mutating func addRun(_ bytes: Span<UInt8>, _ cell: Cell, _ column: Int) {
    if let last = columns[column].runs.last, last.rows.upperBound == rowCount, last.bytes.count == cell.range.count {
      var equal = true
      for offset in 0..<cell.range.count
      where bytes[last.bytes.lowerBound + offset] != bytes[cell.range.lowerBound + offset] {
        equal = false
        break
      }
      if equal {
        columns[column].runs[columns[column].runs.count - 1].rows = last.rows.lowerBound..<(rowCount + 1)
        return
      }
    }
    guard columns[column].runs.count < Self.keptRuns else { return }
    columns[column].runs.append(TextRun(rows: rowCount..<(rowCount + 1), bytes: cell.range))
  }
}

/// Length of the shortest of the last lines.
private struct LineLengths {
  private var recent: [Int] = []
  private var next = 0

  mutating func add(_ length: Int) {
    if recent.count < 64 {
      recent.append(length)
    } else {
      recent[next] = length
      next = (next + 1) % 64
    }
  }

  var shortest: Int { recent.min() ?? 0 }
}
