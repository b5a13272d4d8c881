// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import Sidecar
import SignalProcessing

/// What `palpate stream` works out.
public enum StreamAnalysis: String, Sendable, Hashable, CaseIterable {
  case ppt, contact, filter, spectrum
}

/// `palpate stream`: CSV or NDJSON lines on standard input, NDJSON on standard output, in bounded memory.
public struct StreamJob: Sendable {
  public var analysis = StreamAnalysis.ppt
  public var description = DescriptionOptions()
  /// Period of the ramp feedback, such as `0.2s`, or `off`; nil = 0.2 s.
  public var feedback: String?
  public var filter = FilterOptions()
  public var spectrum = LiveSpectrumOptions()

  public init() {}

  /// Lines in a row that give no sample, after which the stream is refused.
  public static let mostBadLines = 100
  /// Rows that decide what the table is; fewer when the stream is shorter.
  public static let firstRows = 8
  /// Lines that are looked through for the first rows.
  public static let mostHeaderLines = 400
  /// Bytes of one line, and of the lines before the first row.
  public static let mostBytes = 1 << 20

  /// Runs until the input ends or a signal comes, and tells on standard error what went wrong.
  public func run() -> ExitStatus {
    var lines = StreamLines(analysis: analysis.rawValue)
    do throws(Failure) {
      let status = try run(into: &lines)
      try lines.flush()
      return status
    } catch {
      // What was found before the failure stands.
      try? lines.flush()
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func run(into lines: inout StreamLines) throws(Failure) -> ExitStatus {
    var rows = try LiveRows(self)
    var input = LiveInput()
    while lines.hasReader {
      switch try input.next() {
      case .bytes(let bytes):
        try rows.take(bytes, into: &lines)
        try lines.flush()
      case .end:
        try rows.finish(isCut: false, into: &lines)
        return .whole
      case .interrupted(let status):
        try rows.finish(isCut: true, into: &lines)
        return status
      case .noReader: return .whole
      }
    }
    return .whole
  }
}

/// Lines as they arrive, made into rows for the analysis.
struct LiveRows {
  private let job: StreamJob
  private let contents: SidecarContents
  private var feed = LineFeed()
  private var objects: ObjectLines?
  private var isFirst = true
  /// Lines that wait for the table to be understood, with their numbers.
  private var waiting: [(number: Int, line: [UInt8], isEnded: Bool)] = []
  private var waitingBytes = 0
  private var nextLook = StreamJob.firstRows
  private var table: LiveTable?
  private var sink: (any LiveSink)?
  private var badLines = 0
  /// Nil where rows are counted at a declared rate.
  private var gaps: LiveGaps?

  init(_ job: StreamJob) throws(Failure) {
    self.job = job
    let descriptions = try Descriptions(options: job.description.contents(), protocolFile: job.description.protocolFile)
    contents = try descriptions.contents(for: nil)
    // What is wrong with an option is told before the first sample.
    try job.checkOptions()
    _ = try job.plan(contents)
  }

  mutating func take(_ bytes: ArraySlice<UInt8>, into lines: inout StreamLines) throws(Failure) {
    feed.append(bytes)
    while let line = feed.next() { try take(line, isEnded: true, into: &lines) }
    guard feed.pending <= StreamJob.mostBytes else {
      throw Failure(
        .dataInvalid, "standard input",
        "line \(feed.number + 1): expected at most \(StreamJob.mostBytes) bytes, found more")
    }
  }

  /// - Parameter isCut: Whether the last line is not complete for certain.
  mutating func finish(isCut: Bool, into lines: inout StreamLines) throws(Failure) {
    if let rest = feed.rest() {
      if isCut {
        lines.add(Self.incomplete(feed.number))
      } else {
        try take(rest, isEnded: false, into: &lines)
      }
    }
    if table == nil {
      guard !waiting.isEmpty || !isCut else { return }
      try understand(into: &lines)
    }
    for issue in gaps?.rest() ?? [] { lines.add(issue) }
    try sink?.finish(into: &lines)
    lines.addCounts()
  }

  private static func incomplete(_ number: Int) -> Issue {
    Issue(.truncatedFile, "line \(number) is incomplete")
  }

  private mutating func take(_ line: [UInt8], isEnded: Bool, into lines: inout StreamLines) throws(Failure) {
    if isFirst, line.contains(where: { $0 > 0x20 }) {
      isFirst = false
      if line.starts(with: [0xFF, 0xFE]) || line.starts(with: [0xFE, 0xFF]) || line.contains(0) {
        throw Failure(.dataInvalid, "standard input", "expected UTF-8 text, found UTF-16 or bytes that are no text")
      }
      if ObjectLines.begins(line) { objects = ObjectLines() }
    }
    var given = [line]
    if objects != nil {
      do throws(ReadError) {
        given = try objects?.lines(line) ?? []
      } catch {
        if !isEnded { return lines.add(Self.incomplete(feed.number)) }
        return try refuse(Issue(.notANumber, "line \(feed.number): \(error)"), into: &lines)
      }
    }
    // A brace or a bracket ends an object.
    let isEnded = isEnded || objects != nil
    for line in given { try row(line, feed.number, isEnded, into: &lines) }
  }

  private mutating func row(
    _ line: [UInt8], _ number: Int, _ isEnded: Bool, into lines: inout StreamLines
  ) throws(Failure) {
    guard table == nil else { return try read(line, number, isEnded, into: &lines) }
    waiting.append((number, line, isEnded))
    waitingBytes += line.count
    guard waitingBytes <= StreamJob.mostBytes else {
      throw Failure(
        .dataInvalid, "standard input",
        "expected rows of numbers within the first \(StreamJob.mostBytes) bytes, found none")
    }
    // No row among so many lines: what is wrong is told now.
    if waiting.count > StreamJob.mostHeaderLines + StreamJob.firstRows { return try understand(into: &lines) }
    if waiting.count >= nextLook {
      // Looked through again after a sixteenth more lines, so that many lines of text cost little.
      nextLook = waiting.count + 1 + waiting.count / 16
      if isUnderstood { try understand(into: &lines) }
    }
  }

  /// Whether enough rows of numbers are there.
  private var isUnderstood: Bool {
    guard let first = LiveTable.firstRow(preamble) else { return false }
    return waiting.count - first + 1 >= StreamJob.firstRows
  }

  private var preamble: [UInt8] { waiting.reduce(into: []) { $0 += $1.line + [0x0A] } }

  private mutating func understand(into lines: inout StreamLines) throws(Failure) {
    let table: LiveTable
    do throws(ReadError) {
      table = try LiveTable(preamble, declaration: contents.declaration)
    } catch {
      throw Failure(ReadInput.status(error), "standard input", error.description)
    }
    for issue in table.recording.issues { lines.add(issue) }
    if case .stamped = table.recording.timeBase { gaps = LiveGaps(factor: job.gapFactor) }
    sink = try job.sink(table, contents, into: &lines)
    self.table = table
    let rows = waiting.dropFirst(table.firstRow - 1)
    waiting = []
    for (number, line, isEnded) in rows { try read(line, number, isEnded, into: &lines) }
  }

  private mutating func read(
    _ line: [UInt8], _ number: Int, _ isEnded: Bool, into lines: inout StreamLines
  ) throws(Failure) {
    guard let result = table?.read(line, isEnded: isEnded) else { return }
    switch result {
    case .nothing: break
    case .cut: lines.add(Self.incomplete(number))
    case .bad(let code, let detail):
      try refuse(Issue(code, "line \(number): \(detail)"), into: &lines)
    case .row:
      badLines = 0
      guard let table else { return }
      for text in table.oddCells { lines.add(Issue(.notANumber, "line \(number): '\(text)'")) }
      for issue in gaps?.take(table.time) ?? [] { lines.add(issue) }
      try sink?.take(table, into: &lines)
    }
  }

  private mutating func refuse(_ issue: Issue, into lines: inout StreamLines) throws(Failure) {
    lines.add(issue)
    badLines += 1
    guard badLines < StreamJob.mostBadLines else {
      throw Failure(
        .dataInvalid, "standard input",
        "\(badLines) lines in a row gave no sample; the last: \(issue.detail)")
    }
  }
}
