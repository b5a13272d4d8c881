// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Makes one recording of a range of rows.
struct TableAssembly {
  let table: TextTable
  let rows: Range<Int>

  func recording(format: FormatName) throws(ReadError) -> Recording {
    let stamps = try timeStamps()
    let kept = stamps?.kept
    let count = kept?.count ?? rows.count
    var recording = Recording(
      format: format.text, channels: [], timeBase: timeBase(stamps), intervals: stamps?.intervals, sampleCount: count)
    recording.issues = stamps?.issues ?? []
    recording.rounding = stamps?.rounding
    recording.breaks = stamps?.breaks ?? []
    if let start = firstStamp, start != 0, start.isFinite {
      recording.dialect.append("first stamp \(DecimalText.shortest(start)) s")
      recording.firstStamp = start
    }
    if let time = table.plan.time, table.plan.modes[time] == .wholeNumber, let origin = table.body.columns[time].origin
    {
      recording.dialect.append("stamps counted from \(origin)")
    }
    if stamps == nil {
      recording.issues.append(
        Issue(.timeMissing, table.plan.time == nil ? "" : "too many rows have the same stamp, so stamps are not used"))
      recording.issues.append(
        Issue(.rateNominal, table.declaration.sampleRate == nil ? "as a comment in the file says" : "as declared"))
    }
    for column in table.plan.columns.indices where column != table.plan.time {
      add(column, kept, to: &recording)
    }
    return recording
  }

  private func timeBase(_ stamps: TimeStamps?) -> TimeBase {
    if let stamps { return stamps.timeBase }
    let rate = table.declaration.sampleRate ?? Hertz(table.layout.statedRate ?? 1)
    return .even(start: 0, rate: rate, measured: false)
  }

  private func timeStamps() throws(ReadError) -> TimeStamps? {
    guard let time = table.plan.time else { return nil }
    let column = table.body.columns[time].values
    let values = column[rows]
    // Subtracting before the unit is converted keeps short decimals short: (330 - 328) ms is 0.002 s.
    let first = values.first { $0.isFinite } ?? 0
    let unit = TimeUnit(factor: table.plan.timeFactor)
    let isSeconds = first == 0 && table.plan.timeFactor == 1 && rows == column.indices
    let seconds = isSeconds ? column : values.map { unit.seconds($0 - first) }
    let channels = table.plan.columns.indices.filter { $0 != time && table.plan.modes[$0] == .number }
    do throws(ReadError) {
      return try TimeStamps(
        seconds, origin: unit.seconds(first), line: { table.body.line(ofRow: rows.lowerBound + $0) },
        sameValues: { a, b in
          channels.allSatisfy { column in
            let values = table.body.columns[column].values
            let (first, second) = (values[rows.lowerBound + a], values[rows.lowerBound + b])
            return first == second || first.isNaN && second.isNaN
          }
        })
    } catch {
      // Stamps that say nothing are refused, unless a declared rate takes their place.
      if case .stampsRepeat = error, table.declaration.sampleRate != nil { return nil }
      throw error
    }
  }

  /// First stamp as recorded, in s.
  private var firstStamp: Double? {
    guard let time = table.plan.time else { return nil }
    return table.body.columns[time].values[rows].first { $0.isFinite }
      .map(TimeUnit(factor: table.plan.timeFactor).seconds)
  }

  private func add(_ column: Int, _ kept: [Int]?, to recording: inout Recording) {
    let plan = table.plan.columns[column]
    let builder = table.body.columns[column]
    switch builder.mode {
    case .skip:
      if plan.meaning != .personal {
        recording.dialect.append("column '\(plan.header.title)' holds dates and was left out")
      }
    case .dateTime, .wholeNumber: break
    case .label:
      guard case .label(let kind) = plan.meaning else { return }
      recording.labels += labels(kind, runs(builder), kept)
    case .number:
      let numbers = builder.values.count - builder.missing - builder.textCount
      if plan.meaning == .event, builder.textCount > 0 {
        recording.events += events(runs(builder), kept, recording.timeBase)
        if numbers == 0 { return }
      } else if plan.meaning != .channel(.marker), !plan.isDeclared, builder.textCount > numbers {
        let kind = HeaderMeaning.words(plan.header.title).joined(separator: "_")
        recording.labels += labels(kind, runs(builder), kept)
        recording.dialect.append("column '\(plan.header.title)' holds text and was read as a label")
        return
      }
      addChannel(column, kept, to: &recording)
    }
  }

  private func addChannel(_ column: Int, _ kept: [Int]?, to recording: inout Recording) {
    let plan = table.plan.columns[column]
    let builder = table.body.columns[column]
    let isWhole = rows == builder.values.indices
    var values = isWhole ? builder.values : Array(builder.values[rows])
    // Of a part of the table its own texts count.
    var oddText = isWhole ? builder.textCount : runs(builder).reduce(0) { $0 + $1.rows.clamped(to: rows).count }
    if plan.meaning == .channel(.marker), oddText > 0 {
      oddText = MarkerWords.apply(runs(builder), table.body.texts, to: &values, of: rows)
    } else if plan.meaning == .event {
      oddText = 0
    }
    let samples = kept.map { $0.map { values[$0] } } ?? values
    // The reader has counted them where nothing was left out or changed since.
    let isAsRead = kept == nil && isWhole && builder.mode == .number && builder.textCount == 0
    let missing = isAsRead ? builder.missing : samples.count { $0.isNaN }
    // A trailing delimiter after every row, or a column nobody filled.
    if missing == samples.count, plan.header.title.hasPrefix("column "), !plan.isDeclared { return }
    let (kind, unit, issue) = plan.header.channel(
      plan.meaning, massIsForce: table.declaration.description.massIsForce)
    var channel = Channel(name: plan.header.title, kind: kind, unit: unit, samples: samples, unitIssue: issue)
    channel.column = column + 1
    channel.header = plan.header.text
    recording.channels.append(channel)
    if oddText > 0 {
      let lines = table.body.line(ofRow: rows.lowerBound)...table.body.line(ofRow: rows.upperBound - 1)
      let shown = table.body.oddCells.filter { $0.column == column && lines.contains($0.line) }.prefix(3)
        .map { "line \($0.line): '\($0.text)'" }.joined(separator: ", ")
      recording.issues.append(
        Issue(.notANumber, "column '\(plan.header.title)'" + (shown.isEmpty ? "" : ", " + shown), count: oddText))
    }
    let blank = missing - oddText
    if blank > 0 { recording.issues.append(Issue(.missingSamples, "column '\(plan.header.title)'", count: blank)) }
  }

  /// Position among the kept rows of the first one at or after `row` of the file.
  private func position(_ row: Int, _ kept: [Int]?) -> Int {
    let wanted = min(max(row - rows.lowerBound, 0), rows.count)
    guard let kept else { return wanted }
    var low = 0
    var high = kept.count
    while low < high {
      let middle = (low + high) / 2
      if kept[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Runs of text that reach into the rows; those of a column stand in order.
  private func runs(_ builder: ColumnBuilder) -> ArraySlice<TextRun> {
    let first = builder.runs.partitionPoint { $0.rows.upperBound > rows.lowerBound }
    let end = builder.runs.partitionPoint { $0.rows.lowerBound >= rows.upperBound }
    return builder.runs[first..<max(first, end)]
  }

  private func labels(_ kind: String, _ runs: ArraySlice<TextRun>, _ kept: [Int]?) -> [LabelSpan] {
    runs.compactMap { run in
      let span = position(run.rows.lowerBound, kept)..<position(run.rows.upperBound, kept)
      return span.isEmpty ? nil : LabelSpan(kind: kind, text: text(run), range: span)
    }
  }

  private func events(_ runs: ArraySlice<TextRun>, _ kept: [Int]?, _ timeBase: TimeBase) -> [Event] {
    runs.compactMap { run in
      let first = position(run.rows.lowerBound, kept)
      let last = position(run.rows.upperBound, kept) - 1
      guard first <= last else { return nil }
      return Event(kind: text(run).lowercased(), start: timeBase.time(first), end: timeBase.time(last))
    }
  }

  private func text(_ run: TextRun) -> String {
    Cells.text(table.body.texts.span, Cell(range: run.bytes, isQuoted: true))
  }
}

/// Seconds out of the unit of a time column.
private struct TimeUnit {
  private let factor: Double
  /// Units a second where it is a whole number of them.
  private let inverse: Double?

  init(factor: Double) {
    self.factor = factor
    let whole = (1 / factor).rounded()
    inverse = factor < 1 && (1 / factor - whole).magnitude < 1e-6 ? whole : nil
  }

  func seconds(_ value: Double) -> Double {
    // Dividing by 1000 rounds once; multiplying by 0.001 would round twice.
    if let inverse { value / inverse } else { value * factor }
  }
}

/// Words that marker columns use for 1 and 0.
enum MarkerWords {
  static let on: Set<String> = [
    "on", "true", "pressed", "down", "yes", "press", "high", "ein", "an", "ja", "x",
  ]
  static let off: Set<String> = ["off", "false", "released", "up", "no", "release", "low", "aus", "nein"]

  /// Writes 1 and 0 where the runs hold such words.
  /// - Parameters:
  ///   - values: One a row.
  ///   - rows: Those of the table that `values` are of.
  /// - Returns: Number of cells whose words are not known.
  static func apply(
    _ runs: ArraySlice<TextRun>, _ bytes: [UInt8], to values: inout [Double], of rows: Range<Int>
  ) -> Int {
    var unknown = 0
    for run in runs {
      let word = Cells.text(bytes.span, Cell(range: run.bytes, isQuoted: true)).lowercased()
      guard on.contains(word) || off.contains(word) else {
        unknown += run.rows.clamped(to: rows).count
        continue
      }
      for row in run.rows.clamped(to: rows) { values[row - rows.lowerBound] = on.contains(word) ? 1 : 0 }
    }
    return unknown
  }
}
