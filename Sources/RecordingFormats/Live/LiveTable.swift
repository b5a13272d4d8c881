// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A text table read line by line while it is being written.
///
/// Its first lines decide as they do for a file: dialect, header, units, what each column is. Where a file's time is
/// looked at as a whole, a stream takes each stamp as it is written.
public struct LiveTable: Sendable {
  /// What a line of the table gives.
  public enum Line: Sendable, Hashable {
    /// ``values``, ``labels`` and ``time`` are those of this row.
    case row
    /// Nothing was there: a blank line, a comment, the header again.
    case nothing
    /// A line that is no row, with what was found.
    case bad(IssueCode, String)
    /// The last line of the stream, which nothing ends, may be the beginning of a row only.
    case cut
  }

  /// Channels, time base, description and issues; no samples.
  public let recording: Recording
  /// One value a channel of ``recording``; NaN where missing.
  public private(set) var values: [Double]
  /// The labels of the last row: kind and text.
  public private(set) var labels: [(kind: String, text: String)] = []
  /// s from the first row.
  public private(set) var time = 0.0
  /// Texts found where a number or a word for a button's state was expected, in the last row; counted as missing.
  public private(set) var oddCells: [String] = []

  private let layout: TableLayout
  private let plan: ColumnPlan
  private var decimal: DecimalSign?
  /// Index into ``values`` of each column; nil for time, labels and what is left out.
  private var slots: [Int?]
  private var clock: LiveClock
  private var cells: [Cell] = []
  private var rowEnd = RowEnd()
  private var rowCount = 0
  private let headerLines: [[UInt8]]
  /// 1-based line of the first row.
  public let firstRow: Int

  /// - Parameter lines: The first lines of the table, each ended by LF; the rows among them are to be given to
  ///   ``read(_:)`` again.
  public init(_ lines: [UInt8], declaration: Declaration, limits: ReadLimits = ReadLimits()) throws(ReadError) {
    let layout = try TableLayout.find(lines.span, limits: limits)
    let plan = try ColumnPlan(layout, declaration)
    guard plan.time != nil || declaration.sampleRate != nil || layout.statedRate != nil else {
      throw .noTime(columns: plan.columns.map(\.header.title), hasHeader: plan.hasHeader)
    }
    self.layout = layout
    self.plan = plan
    decimal = layout.dialect.decimal
    firstRow = layout.dataLine
    headerLines = layout.headerLines
    let texts = Self.textColumns(lines.span, layout, plan)
    var recording = Recording(
      format: DelimitedText.format.text, channels: [], timeBase: .stamped([]), sampleCount: 0)
    slots = plan.columns.map { _ in nil }
    for (index, column) in plan.columns.enumerated() where index != plan.time && plan.modes[index] == .number {
      if texts.contains(index), column.meaning != .channel(.marker), !column.isDeclared { continue }
      let (kind, unit, issue) = column.header.channel(
        column.meaning, massIsForce: declaration.description.massIsForce)
      var channel = Channel(name: column.header.title, kind: kind, unit: unit, samples: [], unitIssue: issue)
      channel.column = index + 1
      channel.header = column.header.text
      slots[index] = recording.channels.count
      recording.channels.append(channel)
    }
    if plan.time == nil {
      let rate = declaration.sampleRate ?? Hertz(layout.statedRate ?? 1)
      recording.timeBase = .even(start: 0, rate: rate, measured: false)
      recording.issues += [
        Issue(.timeMissing),
        Issue(.rateNominal, declaration.sampleRate == nil ? "as a comment in the stream says" : "as declared"),
      ]
      clock = LiveClock(rate: rate.value)
    } else {
      clock = LiveClock(factor: plan.timeFactor)
    }
    for column in plan.columns where column.meaning == .personal {
      recording.issues.append(Issue(.personalField, "column '\(column.header.title)'"))
    }
    do throws(DeclarationError) {
      recording = try declaration.applied(to: [recording])[0]
    } catch {
      throw .declaration(error)
    }
    self.recording = recording
    values = recording.channels.map { _ in .nan }
  }

  /// 1-based line of the first row of numbers; nil while there is none.
  public static func firstRow(_ lines: [UInt8]) -> Int? {
    (try? TableLayout.find(lines.span, limits: ReadLimits()))?.dataLine
  }

  /// Columns in which most of the first rows hold text.
  private static func textColumns(_ bytes: Span<UInt8>, _ layout: TableLayout, _ plan: ColumnPlan) -> Set<Int> {
    var scanner = LineScanner(offset: layout.dataOffset, number: layout.dataLine)
    var texts = [Int](repeating: 0, count: plan.columns.count)
    var numbers = texts
    var cells: [Cell] = []
    while let line = scanner.next(in: bytes) {
      if TableLayout.isComment(bytes, line.range) { continue }
      Cells.split(bytes, line.range, layout.dialect.delimiter, into: &cells)
      for (index, cell) in cells.prefix(plan.columns.count).enumerated() {
        switch CellValue.read(bytes, cell, comma: layout.dialect.decimal != .point, point: true) {
        case .number: numbers[index] += 1
        case .text: texts[index] += 1
        case .missing: break
        }
      }
    }
    return Set(texts.indices.filter { texts[$0] > numbers[$0] })
  }

  /// Reads one line, without its end.
  ///
  /// - Parameter isEnded: Whether the line had an end. The last one of a stream may have none; it is then judged as the
  ///   last line of a file is.
  public mutating func read(_ line: [UInt8], isEnded: Bool = true) -> Line {
    let bytes = line.span
    let whole = 0..<bytes.count
    if Cells.trim(bytes, whole).isEmpty || TableLayout.isComment(bytes, whole) || headerLines.contains(line) {
      return .nothing
    }
    Cells.split(bytes, whole, layout.dialect.delimiter, into: &cells)
    let expected = slots.count
    if !isEnded, rowCount > 2, !rowEnd.isWhole(bytes, cells, columns: expected) { return .cut }
    let isRagged = cells.count < expected || cells[expected...].contains { !$0.isEmpty }
    if isRagged { return .bad(.raggedRow, "\(cells.count) cells, expected \(expected)") }
    if let refusal = tick(bytes) { return refusal }
    labels.removeAll(keepingCapacity: true)
    oddCells.removeAll(keepingCapacity: true)
    for index in slots.indices where index != plan.time {
      if let slot = slots[index] {
        values[slot] = value(bytes, cells[index], plan.columns[index].meaning)
      } else if let kind = labelKind(index) {
        labels.append((kind, Cells.text(bytes, cells[index])))
      }
    }
    rowCount += 1
    if let last = cells.last { rowEnd.add(RowEnd.shape(bytes, last.range)) }
    return .row
  }

  /// Moves the clock on; not a row when it does not advance.
  private mutating func tick(_ bytes: Span<UInt8>) -> Line? {
    guard let column = plan.time else {
      time = clock.next()
      return nil
    }
    let cell = cells[column]
    let stamp: LiveClock.Stamp?
    if plan.modes[column] == .dateTime {
      stamp = DateTimeText.nanoseconds(bytes, cell.range).map { .nanoseconds($0) }
    } else if plan.modes[column] == .wholeNumber {
      stamp = DecimalNumber.whole(bytes, cell.range).map { .whole($0) }
    } else if case .number(let value, let sign) = number(bytes, cell) {
      if decimal == nil, let sign { decimal = sign }
      stamp = .number(value)
    } else {
      stamp = nil
    }
    guard let stamp else { return .bad(.notANumber, "no time stamp: '\(Self.shown(bytes, cell))'") }
    switch clock.take(stamp) {
    case .success(let now):
      time = now
      return nil
    case .failure(let problem): return .bad(problem.code, problem.detail)
    }
  }

  private func number(_ bytes: Span<UInt8>, _ cell: Cell) -> CellValue {
    CellValue.read(bytes, cell, comma: decimal != .point || cell.isQuoted, point: decimal != .comma)
  }

  private mutating func value(_ bytes: Span<UInt8>, _ cell: Cell, _ meaning: HeaderMeaning) -> Double {
    switch number(bytes, cell) {
    case .number(let value, let sign):
      if decimal == nil, let sign { decimal = sign }
      return value
    case .missing: return .nan
    case .text:
      if meaning == .channel(.marker) {
        let word = Cells.text(bytes, cell).lowercased()
        if MarkerWords.on.contains(word) { return 1 }
        if MarkerWords.off.contains(word) { return 0 }
      }
      oddCells.append(Self.shown(bytes, cell))
      return .nan
    }
  }

  private func labelKind(_ column: Int) -> String? {
    switch plan.columns[column].meaning {
    case .label(let kind): return kind
    case .personal, .event: return nil
    default:
      guard plan.modes[column] == .number else { return nil }
      return HeaderMeaning.words(plan.columns[column].header.title).joined(separator: "_")
    }
  }

  private static func shown(_ bytes: Span<UInt8>, _ cell: Cell) -> String {
    Cells.text(bytes, Cell(range: cell.range.prefix(80), isQuoted: cell.isQuoted))
  }
}
