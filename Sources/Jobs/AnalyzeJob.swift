// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Glibc
import Recordings
import Reporting
import SignalProcessing

/// `palpate analyze` and the analyses by name: recordings in, outcome table out.
public struct AnalyzeJob: Sendable {
  public var arguments: [String] = []
  /// File with more arguments, separated by NUL; `-` is standard input.
  public var files0From: String?
  /// One analysis by name; nil = all that apply.
  public var analysis: String?
  public var description = DescriptionOptions()
  public var format: OutputFormat?
  /// Which picture of a device `--figure` draws.
  public var plot: PercussionFigure.Kind?
  /// For `percussion`: recording of a second sensor with a recorder of its own.
  public var receiver: String?
  /// A folder for `analyze`, a file for an analysis by name, `-` for standard output.
  public var output: String?
  /// Picture of the one recording analysed: `.svg`, `.png` or `.pdf`.
  public var figure: String?
  public var workers: Int?
  public var color = ColorChoice.auto
  public var progress = ProgressChoice.auto
  public var quiet = false
  public var verbose = false

  public init() {}

  /// What one file gave.
  struct Result: Sendable {
    var reports: [RecordingReport] = []
    var failure: Failure?
    /// What each stage of the work cost.
    var stages = StageTimes()
  }

  /// Runs the job and tells on standard error what went wrong.
  public func run() async -> ExitStatus {
    do throws(Failure) {
      return try await runThrowing()
    } catch {
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func runThrowing() async throws(Failure) -> ExitStatus {
    if let workers, workers < 1 { throw Failure(.usage, "--workers", "expected 1 or more, found \(workers)") }
    let descriptions = try Descriptions(options: description.contents(), protocolFile: description.protocolFile)
    var arguments = arguments
    if let files0From { arguments += try Self.list(files0From) }
    guard !arguments.isEmpty else { throw Failure(.usage, "", "expected files or folders; see palpate --help") }
    var (inputs, failures) = Inputs.expand(arguments)
    if receiver != nil, inputs.count != 1 {
      throw Failure(
        .usage, "--receiver", "goes with one recording of a device, found \(Self.plural(inputs.count, "input"))")
    }
    let destination = try ResultDestination(self, inputs: inputs)
    let picture = try figure.map { (path) throws(Failure) in try figureDestination(path, inputs) }
    let results = await readAll(inputs, descriptions, hashes: destination.showsHashes)
    failures += results.compactMap(\.failure)
    failures.sort { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    let reports = results.flatMap(\.reports)
    for failure in failures { StandardStreams.error("palpate: \(failure)\n") }
    if verbose {
      for (input, result) in zip(inputs, results) {
        tell(result.reports)
        StandardStreams.error("palpate: \(input.display): \(result.stages)\n")
      }
    }
    // Nothing is written when there is nothing to write: an empty table would pass for a result.
    if reports.contains(where: { !$0.findings.isEmpty }) {
      try destination.write(reports)
      if let picture, let input = inputs.first { try draw(reports, of: input, descriptions, to: picture) }
    }
    let total = inputs.count + failures.count - results.count(where: { $0.failure != nil })
    if !quiet, total > 1 { StandardStreams.error(recap(reports, results, failures)) }
    return Self.status(failures, of: total)
  }

  /// With one input its own code; with several 1 when some failed, 65 when none could be read.
  static func status(_ failures: [Failure], of total: Int) -> ExitStatus {
    guard let first = failures.first else { return .whole }
    if total == 1 { return first.status }
    return failures.count < total ? .someFailed : .dataInvalid
  }

  // MARK: Reading and analysing

  /// Results in the order of the inputs, whatever the number of workers.
  func readAll(_ inputs: [Input], _ descriptions: Descriptions, hashes: Bool) async -> [Result] {
    let count = min(workers ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), max(1, inputs.count))
    var results = [Result](repeating: Result(), count: inputs.count)
    var progress = Progress(choice: quiet ? .none : progress, total: inputs.count)
    await withTaskGroup(of: (Int, Result).self) { group in
      var next = 0
      func start() {
        guard next < inputs.count else { return }
        let index = next
        next += 1
        group.addTask { (index, analyse(inputs[index], descriptions, hashes: hashes)) }
      }
      for _ in 0..<count { start() }
      while let (index, result) = await group.next() {
        results[index] = result
        progress.advance(inputs[index].display)
        start()
      }
    }
    progress.finish()
    return results
  }

  private func analyse(_ input: Input, _ descriptions: Descriptions, hashes: Bool) -> Result {
    var result = Result()
    do throws(Failure) {
      let read = try ReadInput.read(input, descriptions, channels: description.channels, hashes: hashes)
      result.stages.end("read")
      result.reports = zip(Self.names(input, read.recordings), read.recordings).map { name, recording in
        var report = RecordingReport(name: name, sha256: read.sha256, recording: recording, timing: .unknown)
        // Whatever the reader and the analyses say of it, a test without data is told as such.
        if recording.sampleCount == 0, !recording.issues.contains(where: { $0.code == .testNotRecorded }) {
          report.issues.append(Issue(.testNotRecorded))
        }
        return report
      }
      var timings: [Timing] = []
      var timingSeconds = 0.0
      var failure: Failure?
      SideBySide.run {
        do throws(Failure) {
          try runAnalyses(read, into: &result)
        } catch {
          failure = error
        }
      } _: {
        let start = ContinuousClock.now
        timings = read.recordings.map { Timing($0) }
        timingSeconds = (ContinuousClock.now - start) / .seconds(1)
      }
      result.stages.add("timing beside them", timingSeconds)
      // What was analysed before a failure is still written.
      for index in result.reports.indices { result.reports[index].timing = timings[index] }
      if let failure { throw failure }
      if result.reports.allSatisfy(\.findings.isEmpty) { throw nothingApplies(result.reports, input) }
      if let receiver { try addReceiver(receiver, to: read, descriptions, into: &result) }
      if let edit = Self.unmatched(read.contents.declaration.edits, result.reports) {
        result.reports = []
        throw Failure(
          .configuration, input.display,
          "the edit of \(edit.outcome ?? "all figures") in trial \(edit.trial) (\(edit.reason)) matches no figure")
      }
    } catch {
      result.failure = error
    }
    return result
  }

  private func runAnalyses(_ read: ReadInput, into result: inout Result) throws(Failure) {
    for candidate in AnalysisCatalogue.all where analysis == nil || candidate.name == analysis {
      try AnalysisRun.add(candidate, to: &result.reports, recordings: read.recordings, contents: read.contents)
      result.stages.end(candidate.name)
    }
  }

  /// An edit that changed nothing in any recording of the file: a decision that would silently have no effect.
  private static func unmatched(_ edits: [Edit], _ reports: [RecordingReport]) -> Edit? {
    let applied = Set(reports.flatMap { $0.findings.flatMap { $0.edits.map(\.edit) } })
    return edits.first { !applied.contains($0) }
  }

  private func nothingApplies(_ reports: [RecordingReport], _ input: Input) -> Failure {
    var reasons: [String] = []
    for report in reports {
      for reason in report.notApplicable where !reasons.contains("\(reason.analysis): \(reason.reason)") {
        reasons.append("\(reason.analysis): \(reason.reason)")
      }
    }
    let what = analysis.map { "\($0) does not apply" } ?? "no analysis applies"
    return Failure(.dataInvalid, input.display, "\(what) (\(reasons.prefix(6).joined(separator: "; ")))")
  }

  /// Names of the recordings of a file, each once.
  static func names(_ input: Input, _ recordings: [Recording]) -> [String] {
    let names = recordings.map { $0.member.isEmpty ? input.name : "\(input.name)#\($0.member)" }
    return DistinctNames.of(names, mark: "~")
  }

  // MARK: Words

  /// What was read and which analyses ran, a line a recording.
  private func tell(_ reports: [RecordingReport]) {
    for report in reports {
      let ran = report.findings.map { "\($0.analysis) gave \(Self.plural($0.outcomes.count, "figure"))" }
      let idle = report.notApplicable.map { "no \($0.analysis): \($0.reason)" }
      let size = "\(report.format), \(Self.plural(report.sampleCount, "sample"))"
      StandardStreams.error("palpate: \(report.name): \(([size] + ran + idle).joined(separator: "; "))\n")
    }
  }

  /// One line for the end; the reasons stand in the lines before it.
  private func recap(_ reports: [RecordingReport], _ results: [Result], _ failures: [Failure]) -> String {
    let analysed = reports.count { !$0.findings.isEmpty }
    let whole = results.count { $0.failure == nil }
    var text = "palpate: analysed \(Self.plural(analysed, "recording")) in \(Self.plural(whole, "file"))"
    if !failures.isEmpty {
      let named = failures.prefix(3).map(\.subject).joined(separator: ", ")
      text += "; refused \(failures.count): \(named)\(failures.count > 3 ? ", …" : "")"
    }
    let hollow = reports.count { $0.sampleCount == 0 }
    if hollow > 0 { text += "; \(Self.plural(hollow, "test")) listed without data" }
    return text + "\n"
  }

  static func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  static func list(_ path: String) throws(Failure) -> [String] {
    let bytes = try FileSystem.contents(path, limit: 1 << 28)
    return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }
}
