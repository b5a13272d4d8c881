// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Tables of numbers as text, in any of the dialects of loggers, spreadsheets and vendors.
public enum DelimitedText: RecordingReader {
  public static let format: FormatName = "delimited"
  public static let summary =
    "text tables: comma, semicolon, tab or blanks, decimal point or comma, any line end and encoding"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    UnknownLayout.recognise(prefix) == nil
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    try TextTable(&source, declaration: declaration, limits: limits).recordings(
      format: format, limits: limits)
  }
}

/// A text table with everything found out about it.
struct TextTable {
  let nature: TextNature
  let declaration: Declaration
  let layout: TableLayout
  let plan: ColumnPlan
  let body: TableBody

  /// Reads a table piece by piece where its text is clean, else from all of its text.
  init(
    _ source: inout some ByteSource & ~Copyable, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) {
    do throws(ReadError) {
      let pieces = TablePieces(declaration: declaration, limits: limits)
      var outcome = try pieces.read(&source)
      if case .notUTF8 = outcome { outcome = try pieces.read(&source, asWindows1252: true) }
      if case .table(let table) = outcome {
        self = table
        return
      }
    } catch {
      // What is wrong with the text as a whole goes before what is wrong with a row, so the whole decides.
    }
    try self.init(
      whole: try DecodedText(try source.all(limits: limits)), declaration: declaration, limits: limits)
  }

  /// Reads a table from all of its text.
  init(
    whole text: DecodedText, declaration: Declaration, limits: ReadLimits, level: KernelLevel? = .current
  ) throws(ReadError) {
    guard !text.bytes.isEmpty else { throw .noData(found: "no text") }
    let bytes = text.bytes.span
    let layout = try TableLayout.find(bytes, limits: limits)
    let plan = try Self.plan(layout, declaration)
    var scanner = TableScanner(layout: layout, modes: plan.modes, limits: limits, level: level)
    _ = try scanner.read(bytes.extracting(layout.dataOffset...), isEnd: true)
    self.init(nature: text.nature, declaration: declaration, layout: layout, plan: plan, body: scanner.body)
  }

  init(nature: TextNature, declaration: Declaration, layout: TableLayout, plan: ColumnPlan, body: TableBody) {
    self.nature = nature
    self.declaration = declaration
    self.layout = layout
    self.plan = plan
    self.body = body
  }

  /// What the columns are.
  /// - Throws: ``ReadError/noTime(columns:hasHeader:)`` and what ``ColumnPlan`` throws.
  static func plan(_ layout: TableLayout, _ declaration: Declaration) throws(ReadError) -> ColumnPlan {
    let plan = try ColumnPlan(layout, declaration)
    if plan.time == nil, declaration.sampleRate == nil, layout.statedRate == nil {
      throw .noTime(columns: plan.columns.map(\.header.title), hasHeader: plan.hasHeader)
    }
    return plan
  }

  /// One recording, or one a block where the header is repeated and the clock starts anew.
  func recordings(
    format: FormatName, notes: [String] = [], limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    guard body.rowCount > 0 else { throw .noData(found: "a header without rows") }
    let blocks = blocks()
    guard blocks.count <= limits.maximumRecordings else {
      throw .tooLarge(what: "recordings", found: blocks.count, limit: limits.maximumRecordings)
    }
    var recordings: [Recording] = []
    for (index, rows) in blocks.enumerated() {
      var recording = try TableAssembly(table: self, rows: rows).recording(format: format)
      if blocks.count > 1 { recording.member = "block \(index + 1)" }
      recording.dialect = dialectNotes() + notes + recording.dialect
      recording.issues = fileIssues() + recording.issues
      if let truncation = body.truncation, index == blocks.count - 1 {
        recording.issues.append(Issue(.truncatedFile, truncation))
      }
      recordings.append(recording)
    }
    return recordings
  }

  private func blocks() -> [Range<Int>] {
    guard let time = plan.time else { return [0..<body.rowCount] }
    let stamps = body.columns[time].values
    var starts = [0]
    for row in body.blockStarts where row > 0 && row < body.rowCount {
      if stamps[row] < stamps[row - 1], row > starts[starts.count - 1] { starts.append(row) }
    }
    return starts.enumerated().map { index, start in
      start..<(index + 1 < starts.count ? starts[index + 1] : body.rowCount)
    }
  }

  private func dialectNotes() -> [String] {
    var notes: [String] = []
    if layout.columnCount > 1 { notes.append("delimiter \(layout.dialect.delimiter.name)") }
    notes.append("decimal \(body.decimal == .comma ? "comma" : "point")")
    notes.append("encoding \(nature.encoding.rawValue)")
    if !plan.hasHeader { notes.append("no header") }
    if layout.skippedLines > 0 { notes.append("\(layout.skippedLines) lines before the rows") }
    return notes
  }

  private func fileIssues() -> [Issue] {
    var issues: [Issue] = []
    if nature.isGuess { issues.append(Issue(.encodingGuess, "taken as \(nature.encoding.rawValue)")) }
    if body.decimal == .comma { issues.append(Issue(.decimalComma)) }
    if !plan.hasHeader, layout.columnCount > 1 {
      issues.append(Issue(.delimiterGuess, "taken as \(layout.dialect.delimiter.name)"))
    }
    if !body.blockStarts.isEmpty { issues.append(Issue(.repeatedHeader, count: body.blockStarts.count)) }
    if body.raggedRows > 0 { issues.append(Issue(.raggedRow, body.firstRagged, count: body.raggedRows)) }
    for column in plan.columns where column.meaning == .personal {
      issues.append(Issue(.personalField, "column '\(column.header.title)'"))
    }
    if nature.isCutOff { issues.append(Issue(.truncatedFile, "the file ends in null bytes or half a character")) }
    return issues
  }
}
