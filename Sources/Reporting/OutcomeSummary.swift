// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses

/// The main figures of several recordings under each other.
enum OutcomeSummary {
  static func text(_ reports: [RecordingReport], _ style: TerminalStyle) -> String {
    var table = ColumnTable([
      ("recording", .left), ("site", .left), ("outcome", .left), ("value", .point), ("unit", .left),
      ("interval", .left), ("n", .right), ("flags", .left),
    ])
    for report in reports {
      var named = false
      for row in report.rows where isMain(row) {
        let outcome = row.outcome
        table.rows.append(
          ColumnTable.Row(cells: [
            named ? "" : TerminalText.printable(report.name), TerminalText.printable(OutcomeBlock.place(row)),
            outcome.component.isEmpty ? outcome.name : "\(outcome.name) (\(TerminalText.printable(outcome.component)))",
            OutcomeBlock.value(outcome), outcome.isRefused ? "" : outcome.unit, OutcomeBlock.interval(outcome),
            outcome.count.map { String($0) } ?? "", OutcomeBlock.flags(outcome),
          ]))
        named = true
      }
    }
    return table.rows.isEmpty ? "" : style.bold("Summary") + "\n" + table.text(style, indent: 2) + "\n"
  }

  private static func isMain(_ row: OutcomeRow) -> Bool {
    guard row.outcome.trial == nil else { return false }
    let outcomes = AnalysisCatalogue.all.first { $0.name == row.analysis }?.outcomes ?? []
    let main = outcomes.filter(\.isMain)
    // An analysis that marks none lists its main outcome first.
    return (main.isEmpty ? outcomes.prefix(1) : main[...]).contains { $0.name == row.outcome.name }
  }
}
