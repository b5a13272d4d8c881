// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing

/// The results as a person reads them: one block a recording, flags explained once at the end.
public enum OutcomeReport {
  public static func text(_ reports: [RecordingReport], style: TerminalStyle) -> String {
    let sorted = OutcomeJSON.sorted(reports)
    var out = ""
    for report in sorted { out += block(report, style) + "\n" }
    if sorted.count > 1 { out += OutcomeSummary.text(sorted, style) }
    out += settings(sorted, style)
    out += legend(sorted, style)
    return out
  }

  // MARK: One recording

  private static func block(_ report: RecordingReport, _ style: TerminalStyle) -> String {
    var out = style.bold(TerminalText.printable(report.name)) + "\n"
    for line in TerminalText.wrapped(headline(report), to: style.width - 2) { out += style.faint("  " + line) + "\n" }
    for issue in notable(report) {
      let detail = issue.detail.isEmpty ? "" : ": " + TerminalText.printable(issue.detail)
      let times = issue.count > 1 ? " (\(issue.count) times)" : ""
      out += style.warning("  ! ") + issue.code.rawValue + detail + times + "\n"
    }
    let rows = report.rows
    for finding in report.findings {
      let mine = rows.filter { $0.analysis == finding.analysis }
      if mine.isEmpty { continue }
      for site in sites(mine) {
        out +=
          "\n"
          + OutcomeBlock(rows: mine.filter { OutcomeBlock.place($0) == site }, style: style)
          .text(title: finding.analysis, place: sites(mine).count > 1 ? site : "")
      }
    }
    if rows.isEmpty { out += reasons(report) }
    return out
  }

  /// Why a recording gives no figures.
  private static func reasons(_ report: RecordingReport) -> String {
    // Of a test without data no analysis has more to say.
    if report.sampleCount == 0 { return "  no figures: \(IssueCode.testNotRecorded.sentence)\n" }
    if report.notApplicable.isEmpty { return "  no figures\n" }
    return report.notApplicable.map { "  no \($0.analysis): \(TerminalText.printable($0.reason))\n" }.joined()
  }

  private static func headline(_ report: RecordingReport) -> String {
    let who = report.description
    var parts = [
      who.subject.isEmpty ? "" : "subject \(who.subject)", who.visit, who.condition,
      [who.site, who.side].filter { !$0.isEmpty }.joined(separator: " "), who.device, who.setting,
      who.rater.isEmpty ? "" : "rater \(who.rater)",
    ]
    parts.append(report.format)
    parts.append(report.channels.map(\.label).joined(separator: ", "))
    if let rate = report.timing.rate, report.sampleCount > 1 {
      parts.append("\(FigureText.plain(rate)) Hz for \(FigureText.plain(report.timing.duration)) s")
    } else if report.sampleCount == 0 {
      parts.append("no samples")
    }
    return TerminalText.printable(parts.filter { !$0.isEmpty }.joined(separator: " · "))
  }

  /// Issues of the whole recording that deserve a line of their own; notes are in the JSON and in `inspect`.
  private static func notable(_ report: RecordingReport) -> [Issue] {
    (report.issues + report.findings.flatMap(\.issues)).filter { $0.code.severity != .note }
  }

  private static func sites(_ rows: [OutcomeRow]) -> [String] {
    var out: [String] = []
    for row in rows where !out.contains(OutcomeBlock.place(row)) { out.append(OutcomeBlock.place(row)) }
    return out
  }

  // MARK: After all recordings

  private static func settings(_ reports: [RecordingReport], _ style: TerminalStyle) -> String {
    struct Changed: Hashable {
      let analysis: String
      let note: SettingNote
    }
    var counts: [Changed: Int] = [:]
    var order: [Changed] = []
    for report in reports {
      for finding in report.findings {
        for note in finding.settings {
          let changed = Changed(analysis: finding.analysis, note: note)
          if counts[changed] == nil { order.append(changed) }
          counts[changed, default: 0] += 1
        }
      }
    }
    guard !order.isEmpty else { return "" }
    var out = style.bold("Settings that differ from their default") + "\n"
    for changed in order {
      let share =
        counts[changed] == reports.count ? "" : " in \(counts[changed] ?? 0) of \(reports.count) recordings"
      let standard = changed.note.defaultValue.isEmpty ? "not set" : changed.note.defaultValue
      out += "  \(changed.analysis).\(changed.note.key) = \(TerminalText.printable(changed.note.value))\(share)\n"
      for line in TerminalText.wrapped("default \(standard); \(changed.note.origin)", to: style.width - 6) {
        out += style.faint("      " + line) + "\n"
      }
    }
    return out + "\n"
  }

  private static func legend(_ reports: [RecordingReport], _ style: TerminalStyle) -> String {
    var codes = Set(reports.flatMap { report in notable(report).map(\.code) })
    for report in reports {
      for finding in report.findings { for outcome in finding.outcomes { codes.formUnion(outcome.flags) } }
    }
    guard !codes.isEmpty else { return "" }
    var table = ColumnTable([("Flag", .left), ("Meaning", .left)])
    table.rows = codes.sorted().map { ColumnTable.Row(cells: [$0.rawValue, $0.sentence]) }
    return table.text(style, indent: 2)
  }
}
