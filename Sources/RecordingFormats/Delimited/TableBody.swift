// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Runs of equal text in one column.
struct TextRun {
  var rows: Range<Int>
  /// Where the text stands in ``TableBody/texts``.
  let bytes: Range<Int>
}

/// One column while the rows are read.
struct ColumnBuilder {
  enum Mode {
    case number, dateTime, label, skip
    /// Whole numbers of more digits than a `Double` holds, such as nanoseconds since 1970, counted from the first.
    case wholeNumber
  }

  let mode: Mode
  var values: [Double] = []
  var missing = 0
  var runs: [TextRun] = []
  /// Cells that are neither numbers nor missing.
  var textCount = 0
  /// The first stamp of a date-time column, in ns, or the first whole number.
  var origin: Int64?

  /// Appends a whole number, counted from the first.
  mutating func append(_ number: Int64) {
    let origin = self.origin ?? number
    self.origin = origin
    let (difference, isOver) = number.subtractingReportingOverflow(origin)
    values.append(isOver ? .nan : Double(difference))
  }
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

  /// Texts of all runs, one after the other.
  private(set) var texts: [UInt8] = []

  private static let keptOddCells = 64
  private static let keptRuns = 200_000

  init(decimal: DecimalSign?, modes: [ColumnBuilder.Mode]) {
    columns = modes.map { ColumnBuilder(mode: $0) }
    self.decimal = decimal
  }

  /// Appends a row; columns without a cell count as missing.
  mutating func append(_ bytes: Span<UInt8>, _ cells: [Cell], line: Int) throws(ReadError) {
    noteLine(line)
    for column in columns.indices {
      try append(bytes, column < cells.count ? cells[column] : nil, to: column, line)
    }
    rowCount += 1
  }

  /// Appends rows of numbers that stand on lines following each other.
  mutating func append(_ rows: NumberRows, line: Int) {
    noteLine(line)
    for column in columns.indices {
      if columns[column].mode == .wholeNumber {
        for number in rows.wholeNumbers(column) { columns[column].append(number) }
      } else {
        columns[column].values.append(contentsOf: rows.column(column))
        columns[column].missing += rows.missing[column]
      }
    }
    rowCount += rows.count
  }

  /// Memory that was set aside for the rows to come, a column each.
  mutating func spareMemory() -> [SpareMemory] { columns.indices.map { SpareMemory(of: &columns[$0].values) } }

  /// Sets aside memory for so many rows in all.
  mutating func reserve(_ rows: Int) {
    for column in columns.indices where [.number, .dateTime, .wholeNumber].contains(columns[column].mode) {
      columns[column].values.reserveLargePages(rows)
    }
  }

  private mutating func noteLine(_ line: Int) {
    if lineAnchors.last.map({ line - $0.line != rowCount - $0.row }) ?? true { lineAnchors.append((rowCount, line)) }
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
    case .wholeNumber:
      guard let cell, let number = DecimalNumber.whole(bytes, cell.range) else {
        columns[column].values.append(.nan)
        if let cell, !cell.isEmpty { try keepText(bytes, cell, column, line) }
        return
      }
      columns[column].append(number)
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
      where texts[last.bytes.lowerBound + offset] != bytes[cell.range.lowerBound + offset] {
        equal = false
        break
      }
      if equal {
        columns[column].runs[columns[column].runs.count - 1].rows = last.rows.lowerBound..<(rowCount + 1)
        return
      }
    }
    guard columns[column].runs.count < Self.keptRuns else { return }
    let start = texts.count
    for index in cell.range { texts.append(bytes[index]) }
    columns[column].runs.append(TextRun(rows: rowCount..<(rowCount + 1), bytes: start..<texts.count))
  }
}
