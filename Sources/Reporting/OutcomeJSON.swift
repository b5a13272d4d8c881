// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings

/// The JSON forms of the results, schema `palpate.outcomes/1`.
public enum OutcomeJSON {
  public static let schema = "palpate.outcomes/1"

  /// One document with all recordings.
  public static func document(_ reports: [RecordingReport], version: String) -> String {
    JSONValue.object([
      "schema": .text(schema), "version": .text(version),
      "recordings": .array(sorted(reports).map { .object(members($0)) }),
    ]).document
  }

  /// One object a line, one line a recording, each with schema and version.
  public static func lines(_ reports: [RecordingReport], version: String) -> String {
    var out = ""
    for report in sorted(reports) {
      var object = members(report)
      object["schema"] = .text(schema)
      object["version"] = .text(version)
      out += JSONValue.object(object).line + "\n"
    }
    return out
  }

  static func sorted(_ reports: [RecordingReport]) -> [RecordingReport] {
    reports.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private static func members(_ report: RecordingReport) -> [String: JSONValue] {
    [
      "name": .text(report.name),
      "sha256": .text(report.sha256),
      "format": .text(report.format),
      "channels": .array(report.channels.map { channel($0, rate: report.timing.rate) }),
      "issues": .array(
        report.issues.map { issue($0, analysis: nil) }
          + report.findings.flatMap { finding in finding.issues.map { issue($0, analysis: finding.analysis) } }),
      "events": .array(
        report.events.map { event($0, analysis: nil) }
          + report.findings.flatMap { finding in finding.events.map { event($0, analysis: finding.analysis) } }),
      "edits": .array(report.findings.flatMap { finding in finding.edits.map { edit($0, finding.analysis) } }),
      "settings": .array(
        report.findings.flatMap { finding in finding.settings.map { setting($0, finding.analysis) } }),
      "not_applicable": .array(
        report.notApplicable.map { .object(["analysis": .text($0.analysis), "reason": .text($0.reason)]) }),
      "outcomes": .array(report.rows.map(outcome)),
    ]
  }

  /// Members are named as the columns; `recording` is the object around it.
  static func outcome(_ row: OutcomeRow) -> JSONValue {
    var object: [String: JSONValue] = [:]
    for (column, cell) in zip(OutcomeRow.columns, row.cells) where column != "recording" {
      switch cell {
      case .text(let text): object[column] = .text(text)
      case .number(let number): object[column] = JSONValue(number)
      case .integer(let number): object[column] = JSONValue(number)
      }
    }
    return .object(object)
  }

  private static func channel(_ channel: ChannelReport, rate: Double?) -> JSONValue {
    .object([
      "name": .text(channel.name), "kind": .text(channel.kind.rawValue), "role": .text(channel.role.rawValue),
      "unit": .text(channel.unit), "rate": JSONValue(rate),
    ])
  }

  static func issue(_ issue: Issue, analysis: String?) -> JSONValue {
    .object([
      "code": .text(issue.code.rawValue), "severity": .text(issue.code.severity.rawValue),
      "sentence": .text(issue.code.sentence), "detail": .text(issue.detail), "count": .integer(issue.count),
      "analysis": .text(analysis ?? ""),
    ])
  }

  static func event(_ event: Event, analysis: String?) -> JSONValue {
    .object([
      "kind": .text(event.kind), "start": JSONValue(event.start), "end": JSONValue(event.end),
      "trial": JSONValue(event.trial),
      "attributes": .object(Dictionary(uniqueKeysWithValues: event.attributes.map { ($0, attribute($0, $1)) })),
      "analysis": .text(analysis ?? ""),
    ])
  }

  /// Attributes that are quantities are numbers; names, such as that of a channel called 2, stay text.
  private static func attribute(_ name: String, _ text: String) -> JSONValue {
    guard Event.quantities.contains(name), let number = Double(text), number.isFinite else { return .text(text) }
    return JSONValue(number)
  }

  private static func edit(_ applied: AppliedEdit, _ analysis: String) -> JSONValue {
    .object([
      "analysis": .text(analysis), "trial": .integer(applied.edit.trial), "exclude": .bool(applied.edit.exclude),
      "outcome": .text(applied.edit.outcome ?? ""), "value": JSONValue(applied.edit.value),
      "reason": .text(applied.edit.reason), "by": .text(applied.edit.by),
      "originals": .array(
        applied.originals.map { .object(["outcome": .text($0.outcome), "value": JSONValue($0.value)]) }),
    ])
  }

  private static func setting(_ note: SettingNote, _ analysis: String) -> JSONValue {
    .object([
      "analysis": .text(analysis), "key": .text(note.key), "value": .text(note.value),
      "default": .text(note.defaultValue), "origin": .text(note.origin),
    ])
  }
}
