// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Reporting

/// Where results go, checked before any work is done.
struct ResultDestination {
  private enum Place {
    case standardOutput
    case file(String)
    /// `outcomes.csv`, `outcomes.json`, `report.txt` and the provenance of each recording, in this folder.
    case folder(String)
  }

  private let place: Place
  private let format: OutputFormat
  private let style: TerminalStyle
  private let inputs: [Input]
  private let quiet: Bool

  /// Whether the results name the SHA-256 of each file.
  var showsHashes: Bool {
    if case .folder = place { return true }
    return format == .json || format == .ndjson
  }

  init(_ job: AnalyzeJob, inputs: [Input]) throws(Failure) {
    self.inputs = inputs
    quiet = job.quiet
    let output = job.output ?? "-"
    if output == "-" {
      place = .standardOutput
    } else if job.analysis != nil {
      place = .file(output)
    } else {
      place = .folder(output)
    }
    if case .file(let path) = place {
      if let chosen = job.format { format = chosen } else { format = try Self.format(of: path) }
      style = TerminalStyle(color: job.color == .always)
    } else {
      format = job.format ?? (StandardStreams.outputIsTerminal ? .table : .csv)
      style = TerminalStyle(color: job.color.isOn, width: StandardStreams.width)
    }
    switch place {
    case .standardOutput: return
    case .file(let path): try Self.check(file: path, inputs)
    case .folder(let path): try Self.check(folder: path)
    }
  }

  /// The format a file's suffix asks for.
  static func format(of path: String) throws(Failure) -> OutputFormat {
    for (suffix, format) in [(".csv", OutputFormat.csv), (".json", .json), (".ndjson", .ndjson), (".txt", .table)]
    where path.hasSuffix(suffix) { return format }
    throw Failure(.usage, path, "expected a name ending in .csv, .json, .ndjson or .txt, or --format")
  }

  static func check(file path: String, _ inputs: [Input]) throws(Failure) {
    if case .folder = FileSystem.kind(path) { throw Failure(.cannotCreate, path, "expected a file, found a folder") }
    let canonical = FileSystem.canonical(path)
    if inputs.contains(where: { FileSystem.canonical($0.path) == canonical }) {
      throw Failure(.usage, path, "this is one of the recordings; results never overwrite them")
    }
    let folder = FileSystem.folder(of: path)
    guard unsafe access(folder, W_OK) == 0 else {
      throw Failure(.cannotCreate, path, "cannot be created: \(FileSystem.errorText)")
    }
  }

  private static func check(folder path: String) throws(Failure) {
    for suffix in [".csv", ".json", ".ndjson", ".txt"] where path.hasSuffix(suffix) {
      guard case .missing = FileSystem.kind(path) else { continue }
      throw Failure(
        .usage, path, "-o takes a folder here; for one file write --format \(suffix.dropFirst()) > \(path)")
    }
    try AtomicFile.makeFolder(path)
    guard unsafe access(path, W_OK | X_OK) == 0 else {
      throw Failure(.cannotCreate, path, "files cannot be created there: \(FileSystem.errorText)")
    }
  }

  /// Writes the results to their place.
  func write(_ reports: [RecordingReport]) throws(Failure) {
    switch place {
    case .standardOutput:
      try StandardStreams.output(Self.text(reports, format, style))
    case .file(let path):
      try AtomicFile.write(Self.text(reports, format, style), to: path)
    case .folder(let path):
      try write(reports, folder: path)
      if !quiet { try StandardStreams.output(Self.text(reports, format, style)) }
    }
  }

  private func write(_ reports: [RecordingReport], folder: String) throws(Failure) {
    let lock = try FileSystem.open(folder)
    defer { close(lock) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw Failure(.busy, folder, "another palpate is writing to this folder")
    }
    let provenance = FileSystem.join(folder, "provenance")
    try AtomicFile.makeFolder(provenance)
    let run = Provenance.Run()
    let sources = Dictionary(inputs.map { ($0.name, $0.display) }, uniquingKeysWith: { first, _ in first })
    for report in reports {
      let document = Provenance.document(report, source: Self.source(of: report.name, sources), run)
      let name = Provenance.fileName(report.name)
      try AtomicFile.write(document, to: FileSystem.join(provenance, name))
    }
    try AtomicFile.write(CSV.outcomes(reports), to: FileSystem.join(folder, "outcomes.csv"))
    let json = OutcomeJSON.document(reports, version: PalpateVersion.text)
    try AtomicFile.write(json, to: FileSystem.join(folder, "outcomes.json"))
    let report = OutcomeReport.text(reports, style: TerminalStyle())
    try AtomicFile.write(report, to: FileSystem.join(folder, "report.txt"))
  }

  /// The file of a recording: its name without the `#member` at its end.
  private static func source(of recording: String, _ sources: [String: String]) -> String {
    var name = recording[...]
    while true {
      if let source = sources[String(name)] { return source }
      guard let mark = name.lastIndex(where: { $0 == "#" || $0 == "~" }) else { return recording }
      name = name[..<mark]
    }
  }

  static func text(_ reports: [RecordingReport], _ format: OutputFormat, _ style: TerminalStyle) -> String {
    switch format {
    case .table: OutcomeReport.text(reports, style: style)
    case .csv: CSV.outcomes(reports)
    case .json: OutcomeJSON.document(reports, version: PalpateVersion.text)
    case .ndjson: OutcomeJSON.lines(reports, version: PalpateVersion.text)
    }
  }
}
