// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import Reporting

/// `palpate inspect`: what files hold, and the exact command to run next.
public struct InspectJob: Sendable {
  public var arguments: [String] = []
  public var description = DescriptionOptions()
  public var format: OutputFormat?
  public var color = ColorChoice.auto

  public init() {}

  public func run() -> ExitStatus {
    do throws(Failure) {
      let descriptions = try Descriptions(options: description.contents(), protocolFile: description.protocolFile)
      guard !arguments.isEmpty else { throw Failure(.usage, "", "expected a file; see palpate inspect --help") }
      if format == .csv { throw Failure(.usage, "--format csv", "inspect writes table, json or ndjson") }
      let expanded = Inputs.expand(arguments)
      var failures = expanded.failures
      var shown = 0
      for input in expanded.inputs {
        do throws(Failure) {
          let report = try inspect(input, descriptions)
          if shown > 0, (format ?? .table) == .table { try StandardStreams.output("\n") }
          try StandardStreams.output(text(report))
          shown += 1
        } catch {
          if error.subject == "standard output" { throw error }
          failures.append(error)
        }
      }
      for failure in failures { StandardStreams.error("palpate: \(failure)\n") }
      return AnalyzeJob.status(failures, of: shown + failures.count)
    } catch {
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func text(_ report: InspectReport) -> String {
    switch format ?? .table {
    case .json: report.json(version: PalpateVersion.text).document
    case .ndjson, .csv: report.json(version: PalpateVersion.text).line + "\n"
    case .table: report.text(style: TerminalStyle(color: color.isOn, width: StandardStreams.width))
    }
  }

  private func inspect(_ input: Input, _ descriptions: Descriptions) throws(Failure) -> InspectReport {
    let read = try ReadInput.read(input, descriptions, channels: description.channels)
    let names = AnalyzeJob.names(input, read.recordings)
    let members = zip(names, read.recordings).map { name, recording in
      var report = RecordingReport(name: name, sha256: read.sha256, recording: recording)
      var analyses: [String] = []
      for analysis in AnalysisCatalogue.all {
        switch analysis.applies(to: recording) {
        case .applies: analyses.append(analysis.name)
        case .doesNotApply(let reason):
          report.notApplicable.append(.init(analysis: analysis.name, reason: reason))
        }
      }
      return InspectReport.Member(report: report, recording: recording, analyses: analyses)
    }
    return InspectReport(
      file: input.display, sha256: read.sha256, recordings: members, next: next(input, read.recordings, members))
  }

  /// The command that makes figures from this file, with a place for each thing only the user knows.
  private func next(_ input: Input, _ recordings: [Recording], _ members: [InspectReport.Member]) -> [String] {
    var command = ["palpate", "analyze", input.path]
    if let file = description.protocolFile { command += ["--protocol", file] }
    for text in description.declare { command += ["--declare", text] }
    for name in description.channels { command += ["--channel", name] }
    if let rate = description.sampleRate { command += ["--sample-rate", rate] }
    if let area = description.area { command += ["--area", area] }
    if description.massIsForce { command.append("--mass-is-force") }
    var remarks: [String] = []
    for recording in recordings {
      for channel in recording.channels where channel.kind == .force || channel.kind == .pressure {
        if channel.unit == nil { ask(for: channel, &command, &remarks) }
        if channel.kind == .force, channel.calibration.area == nil, recording.description.area == nil,
          !command.contains("--area")
        {
          command += ["--area", "1cm2"]
          remarks.append("# no contact area is known: put the area of your probe in place of 1cm2")
        }
      }
    }
    if members.allSatisfy(\.analyses.isEmpty), remarks.isEmpty {
      // Without an analysis that applies, analyze would only say so; a column of unknown kind may be a load.
      let channels = recordings.flatMap(\.channels)
      let motion = channels.filter { $0.kind == .acceleration || $0.kind == .angularRate }
      if let open = motion.first(where: { $0.unit == nil }), let unit = open.kind.dimension?.reportingSymbol {
        command[1] = "inspect"
        command += ["--declare", "\(open.name)=\(DeclareOption.word(open.kind)):\(unit)"]
        return [
          "# '\(open.name)' has no unit: put yours in place of \(unit), and declare other channels in the same way",
          command.map(Self.quoted).joined(separator: " "),
        ]
      }
      guard motion.isEmpty, let unknown = channels.first(where: { $0.kind == .other || $0.kind == .voltage }) else {
        return ["# nothing: no analysis of this version applies to these channels"]
      }
      command += ["--declare", "\(unknown.name)=pressure:kPa"]
      remarks.append("# say which channel is the load, such as '\(unknown.name)', and its unit")
    }
    return remarks + [command.map(Self.quoted).joined(separator: " ")]
  }

  /// Asks for the unit of a load.
  private func ask(for channel: Channel, _ command: inout [String], _ remarks: inout [String]) {
    if channel.unitIssue == .unitAmbiguous || channel.unitIssue == .kgAsKgf {
      guard !command.contains("--mass-is-force") else { return }
      command.append("--mass-is-force")
      remarks.append("# '\(channel.name)' is in a unit of mass: --mass-is-force takes 1 kg as 1 kgf")
      return
    }
    let unit = channel.kind == .force ? "N" : "kPa"
    let option = "\(channel.name)=\(channel.kind.rawValue):\(unit)"
    guard !command.contains(option) else { return }
    command += ["--declare", option]
    remarks.append("# '\(channel.name)' has no unit: put yours in place of \(unit)")
  }

  /// A word as a POSIX shell reads it back.
  static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "-_./=:,+@%".utf8.contains(byte)
      }
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
