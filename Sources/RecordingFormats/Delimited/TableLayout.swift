// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Where the parts of a text table are: metadata, header, row of units, first row of numbers.
struct TableLayout {
  var dialect: Dialect
  /// One a column; nil when the table has no header.
  var header: [HeaderCell]?
  var columnCount: Int
  var dataOffset: Int
  var dataLine: Int
  /// Bytes of the header and unit lines, to recognise their repetition.
  var headerLines: [[UInt8]]
  /// Columns of which the sampled cells are date-time stamps.
  var dateColumns: Set<Int>
  /// Columns of which nearly all sampled numbers are whole, some of them too long for a `Double`.
  var longColumns: Set<Int>
  var skippedLines: Int
  /// Rate in Hz told by a comment or metadata line.
  var statedRate: Double?

  static func isComment(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let line = Cells.trim(bytes, range)
    guard let first = line.first else { return false }
    switch bytes[first] {
    case 0x23, 0x25: return true  // # %
    case 0x2F: return line.count > 1 && bytes[first + 1] == 0x2F  // two slashes
    default: return false
    }
  }

  /// The lines by which a table is known.
  private struct Sample {
    var lines: [TextLine] = []
    var comments: [TextLine] = []
    /// Where the last of them ends.
    private(set) var end = 0

    init(_ bytes: Span<UInt8>, limits: ReadLimits) throws(ReadError) {
      var scanner = LineScanner()
      while lines.count < Dialect.sampleLines, scanner.offset < Dialect.sampleBytes, let line = scanner.next(in: bytes)
      {
        guard line.range.count <= limits.maximumLineLength else {
          throw .tooLarge(
            what: "bytes in line \(line.number)", found: line.range.count, limit: limits.maximumLineLength)
        }
        end = scanner.offset
        if Cells.trim(bytes, line.range).isEmpty { continue }
        if isComment(bytes, line.range) { comments.append(line) } else { lines.append(line) }
      }
    }
  }

  /// Whether the layout of a text is that of any text which begins with these bytes.
  static func isSettled(by bytes: Span<UInt8>, limits: ReadLimits) -> Bool {
    guard let sample = try? Sample(bytes, limits: limits) else { return false }
    let isFull = sample.lines.count == Dialect.sampleLines || sample.end >= Dialect.sampleBytes
    // A CR at the end may be half of CR LF.
    return isFull && sample.end < bytes.count
  }

  static func find(_ bytes: Span<UInt8>, limits: ReadLimits) throws(ReadError) -> TableLayout {
    let sample = try Sample(bytes, limits: limits)
    let (lines, comments) = (sample.lines, sample.comments)
    guard let dialect = Dialect.find(bytes, lines) else {
      throw .noData(found: lines.isEmpty ? "no line of values" : "no number in the first \(lines.count) lines")
    }
    guard dialect.columnCount <= limits.maximumColumns else {
      throw .tooLarge(what: "columns", found: dialect.columnCount, limit: limits.maximumColumns)
    }
    return try TableLayout(bytes, dialect, lines, comments)
  }

  private init(
    _ bytes: Span<UInt8>, _ dialect: Dialect, _ lines: [TextLine], _ comments: [TextLine]
  ) throws(ReadError) {
    self.dialect = dialect
    columnCount = dialect.columnCount
    let sample = ColumnSample(bytes, dialect, lines)
    dateColumns = sample.dateColumns
    longColumns = sample.longColumns
    guard let first = lines.indices.first(where: { sample.isData(bytes, lines[$0]) }) else {
      throw .noData(found: "no row of numbers in the first \(lines.count) lines")
    }
    dataOffset = lines[first].range.lowerBound
    dataLine = lines[first].number
    headerLines = []
    skippedLines = first + comments.count { $0.number < lines[first].number }
    header = nil
    for line in comments + lines[..<first] where statedRate == nil { statedRate = StatedRate.read(bytes, line.range) }
    // A last column that is empty in every row looks like a delimiter after every row; the header tells them apart.
    let closed = Self.hasTrailingCell(bytes, dialect, lines[first...])
    try findHeader(bytes, Array(lines[..<first]), comments.last { $0.number < lines[first].number }, closed)
  }

  private mutating func findHeader(
    _ bytes: Span<UInt8>, _ above: [TextLine], _ comment: TextLine?, _ hasTrailingCell: Bool
  ) throws(ReadError) {
    var units: [String]?
    for line in above.reversed() {
      let texts = cellTexts(bytes, line.range)
      if units == nil, texts.allSatisfy(HeaderCell.isUnit), texts.contains(where: { !$0.isEmpty }),
        texts.count <= columnCount + 1, line.number != above.first?.number
      {
        units = texts
        headerLines.append(Self.copy(bytes, line.range))
        continue
      }
      let named = (texts.lastIndex { !$0.isEmpty } ?? -1) + 1
      guard named > 0 else { continue }
      // A title or a metadata line rather than a header.
      if named == 1, columnCount > 1 { break }
      if hasTrailingCell, named == columnCount + 1 { columnCount = named }
      guard texts.count >= columnCount, named <= columnCount else {
        let means = texts.contains { HeaderCell($0).meaning != .unknown }
        guard means, abs(named - columnCount) <= 2 else { break }
        // Which name belongs to which column would be a guess.
        throw .malformed(
          format: "text table", expected: "\(columnCount) column names as in the rows below",
          found: "\(named)", at: TextPosition(line: line.number))
      }
      setHeader(texts, units)
      headerLines.append(Self.copy(bytes, line.range))
      return
    }
    if let units {
      setHeader(units, units)
      return
    }
    guard let comment else { return }
    // Loggers put the header into a comment: "#time,accel_x,accel_y,accel_z".
    var start = Cells.trim(bytes, comment.range).lowerBound
    while start < comment.range.upperBound, [0x23, 0x25, 0x2F, 0x20, 0x09].contains(bytes[start]) { start += 1 }
    let texts = cellTexts(bytes, start..<comment.range.upperBound)
    if hasTrailingCell, texts.count == columnCount + 1, texts.last?.isEmpty == false { columnCount = texts.count }
    if texts.count == columnCount, columnCount > 1 { setHeader(texts, nil) }
  }

  /// Whether every row has one cell more than the columns that were found, the last row perhaps cut.
  private static func hasTrailingCell(_ bytes: Span<UInt8>, _ dialect: Dialect, _ rows: ArraySlice<TextLine>) -> Bool {
    var cells: [Cell] = []
    for row in rows where row.isTerminated || rows.count == 1 {
      Cells.split(bytes, row.range, dialect.delimiter, into: &cells)
      guard cells.count == dialect.columnCount + 1 else { return false }
    }
    return true
  }

  private mutating func setHeader(_ texts: [String], _ units: [String]?) {
    header = (0..<columnCount).map { column in
      HeaderCell(
        column < texts.count ? texts[column] : "", unitRow: units.flatMap { column < $0.count ? $0[column] : nil })
    }
  }

  private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var copy: [UInt8] = []
    copy.reserveCapacity(range.count)
    for index in range { copy.append(bytes[index]) }
    return copy
  }

  private func cellTexts(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [String] {
    var cells: [Cell] = []
    Cells.split(bytes, range, dialect.delimiter, into: &cells)
    return cells.map { Cells.text(bytes, $0).trimmed }
  }
}

/// Which columns of the sampled lines hold numbers or stamps.
struct ColumnSample {
  private let dialect: Dialect
  private var numeric: [Bool]
  private(set) var dateColumns: Set<Int> = []
  private(set) var longColumns: Set<Int> = []

  init(_ bytes: Span<UInt8>, _ dialect: Dialect, _ lines: [TextLine]) {
    self.dialect = dialect
    var numbers = [Int](repeating: 0, count: dialect.columnCount)
    var dates = numbers
    var texts = numbers
    var wholes = numbers
    var longs: Set<Int> = []
    var cells: [Cell] = []
    for line in lines {
      Cells.split(bytes, line.range, dialect.delimiter, into: &cells)
      guard cells.count == dialect.columnCount || cells.count == dialect.columnCount + 1 else { continue }
      for column in 0..<dialect.columnCount {
        switch CellValue.read(
          bytes, cells[column], comma: dialect.delimiter != .comma || cells[column].isQuoted, point: true)
        {
        case .number:
          numbers[column] += 1
          guard let whole = DecimalNumber.whole(bytes, cells[column].range) else { continue }
          wholes[column] += 1
          if whole > 1 << 53 { longs.insert(column) }
        case .missing: break
        case .text:
          if DateTimeText.nanoseconds(bytes, cells[column].range) != nil {
            dates[column] += 1
          } else {
            texts[column] += 1
          }
        }
      }
    }
    numeric = zip(numbers, texts).map { $0 > 0 && $0 >= $1 }
    for column in dates.indices where dates[column] > max(numbers[column], texts[column] / 2) {
      dateColumns.insert(column)
    }
    // A stamp that is written otherwise is left out and told; reading all others by it would round them.
    longColumns = longs.filter { wholes[$0] * 10 >= numbers[$0] * 9 }
  }

  /// Whether a line is a row of numbers: something numeric and, in the first numeric column, no text.
  func isData(_ bytes: Span<UInt8>, _ line: TextLine) -> Bool {
    var cells: [Cell] = []
    Cells.split(bytes, line.range, dialect.delimiter, into: &cells)
    guard abs(cells.count - dialect.columnCount) <= 1 else { return false }
    var sawNumber = false
    for column in 0..<min(cells.count, dialect.columnCount) where numeric[column] || dateColumns.contains(column) {
      switch CellValue.read(
        bytes, cells[column], comma: dialect.delimiter != .comma || cells[column].isQuoted, point: true)
      {
      case .number: return true
      case .missing: continue
      case .text:
        if DateTimeText.nanoseconds(bytes, cells[column].range) != nil { return true }
        if !sawNumber { return false }
      }
      sawNumber = true
    }
    return false
  }
}

/// A sampling rate told in a comment, such as `# Sampling Rate (Hz):= 1000.00`.
enum StatedRate {
  static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Double? {
    guard range.count < 300 else { return nil }
    let text = Cells.text(bytes, Cell(range: range, isQuoted: false)).lowercased()
    guard text.contains("sampl"), text.contains("rate") || text.contains("freq"), text.contains("hz") else {
      return nil
    }
    let numbers = text.split { !"0123456789.eE+-".contains($0) }.compactMap { Double($0) }
    guard numbers.count == 1, numbers[0].isFinite, numbers[0] > 0 else { return nil }
    return numbers[0]
  }
}
