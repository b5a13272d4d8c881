// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import Reporting
import Sidecar

/// The whole way from bytes to text: every reader, then every analysis that applies, then every form of the results.
enum Chain {
  /// - Returns: What is wrong with the answer; nil when it is sound, or a typed error.
  static func run(_ example: Case, _ contents: SidecarContents) -> String? {
    guard
      case .success(let recordings) = readAnything(example.bytes, name: example.file, declaration: contents.declaration)
    else { return nil }
    if recordings.isEmpty { return "no recording and no error" }
    for recording in recordings {
      if let problem = check(recording) { return problem }
    }
    var reports = recordings.enumerated().map { index, recording in
      RecordingReport(name: "\(example.file)#\(index)", sha256: "", recording: recording)
    }
    for analysis in AnalysisCatalogue.all {
      if let problem = check(analysis, recordings, contents, &reports) { return problem }
    }
    // Printing takes longer than all before it; one case in eight, and every whole fixture, is printed.
    return example.bytes.count % 8 == 0 || example.name == example.file ? check(reports, recordings) : nil
  }

  private static func check<A: Analysis>(
    _: A.Type, _ recordings: [Recording], _ contents: SidecarContents, _ reports: inout [RecordingReport]
  ) -> String? {
    let parameters = (try? contents.parameters(for: A.name, as: A.Parameters.self)) ?? A.Parameters()
    var session: [(recording: Recording, findings: Findings)] = []
    var places: [Int] = []
    for (index, recording) in recordings.enumerated() where A.applies(to: recording) == .applies {
      guard let findings = try? A.analyze(recording, parameters) else { continue }
      session.append((recording, findings))
      places.append(index)
    }
    let related = A.relate(session, parameters)
    for findings in session.map(\.findings) + related {
      if let problem = check(findings) { return "\(A.name): \(problem)" }
    }
    for (index, findings) in zip(places, related) { reports[index].findings.append(findings) }
    return nil
  }

  /// Prints the results in every form; what matters is that printing ends.
  private static func check(_ reports: [RecordingReport], _ recordings: [Recording]) -> String? {
    let members = zip(reports, recordings).map { InspectReport.Member(report: $0, recording: $1, analyses: []) }
    let inspection = InspectReport(file: "x", sha256: "", recordings: members, next: [])
    let texts = [
      OutcomeReport.text(reports, style: TerminalStyle()), OutcomeJSON.document(reports, version: "0"),
      CSV.outcomes(reports), inspection.text(style: TerminalStyle()), inspection.json(version: "0").line,
    ]
    if texts.contains(where: \.isEmpty) { return "a report is empty" }
    return OutcomeTable(reports).repeatedKeys.isEmpty ? nil : "two figures have one key"
  }

  private static func check(_ recording: Recording) -> String? {
    for channel in recording.channels {
      if channel.samples.count != recording.sampleCount { return "channel \(channel.name) has another length" }
      if channel.samples.contains(where: \.isInfinite) { return "channel \(channel.name) holds an infinity" }
    }
    switch recording.timeBase {
    case .even(let start, let rate, _):
      return start.isFinite && rate.value.isFinite && rate.value > 0 ? nil : "the time base is no time base"
    case .stamped(let stamps):
      if stamps.count != recording.sampleCount { return "stamps and samples differ in number" }
      if stamps.contains(where: { !$0.isFinite }) { return "a stamp is not finite" }
      return zip(stamps, stamps.dropFirst()).contains { $0 >= $1 } ? "stamps do not increase" : nil
    }
  }

  private static func check(_ findings: Findings) -> String? {
    for outcome in findings.outcomes {
      let numbers = [outcome.value, outcome.low, outcome.high, outcome.level]
      if numbers.contains(where: { $0.map { !$0.isFinite } ?? false }) { return "\(outcome.name) holds a nan or inf" }
      if let low = outcome.low, let high = outcome.high, low > high { return "\(outcome.name): low above high" }
      if outcome.isRefused, outcome.flags.isEmpty { return "\(outcome.name) is refused without a flag" }
    }
    for event in findings.events where !event.start.isFinite || !event.end.isFinite || event.end < event.start {
      return "event \(event.kind) from \(event.start) to \(event.end)"
    }
    for original in findings.edits.flatMap(\.originals) where original.value.map({ !$0.isFinite }) ?? false {
      return "edit of \(original.outcome) keeps a nan or inf"
    }
    return nil
  }
}
