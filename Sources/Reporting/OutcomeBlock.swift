// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import SignalProcessing

/// The figures of one analysis at one site as aligned lines: the summary first and prominent, then trial by trial.
struct OutcomeBlock {
  let rows: [OutcomeRow]
  let style: TerminalStyle

  /// Site and side of a row, as words.
  static func place(_ row: OutcomeRow) -> String {
    [row.outcome.site, row.outcome.side].filter { !$0.isEmpty }.joined(separator: " ")
  }

  func text(title: String, place: String) -> String {
    var table = ColumnTable([
      ("", .left), ("outcome", .left), ("value", .point), ("unit", .left), ("interval", .left), ("n", .right),
      ("flags", .left),
    ])
    let hasTrials = rows.contains { $0.outcome.trial != nil }
    let channels = Set(rows.map(\.outcome.channel)).count
    var group: String?
    for entry in merged() {
      let outcome = entry.row.outcome
      var label = outcome.trial.map { "trial \($0)" } ?? (hasTrials ? "all trials" : "")
      if channels > 1, !outcome.channel.isEmpty { label += (label.isEmpty ? "" : ", ") + outcome.channel }
      let isNew = label != group
      table.rows.append(
        ColumnTable.Row(
          cells: [
            isNew ? TerminalText.printable(label) : "", TerminalText.printable(entry.names), Self.value(outcome),
            entry.isRefused ? "" : outcome.unit, Self.interval(outcome), outcome.count.map { String($0) } ?? "",
            Self.flags(outcome),
          ], emphasis: hasTrials && outcome.trial == nil && !entry.isRefused,
          spaceBefore: isNew && group != nil))
      group = label
    }
    let heading = "  " + style.bold(title) + (place.isEmpty ? "" : " · " + TerminalText.printable(place)) + "\n"
    return heading + table.text(style, indent: 2)
  }

  private static let widestNames = 40

  private struct Entry {
    let row: OutcomeRow
    var names: String
    var isRefused: Bool { row.outcome.isRefused }
  }

  /// Neighbouring figures refused for the same reason share a line, as long as it stays short.
  private func merged() -> [Entry] {
    var out: [Entry] = []
    for row in inReadingOrder() {
      let outcome = row.outcome
      let name = outcome.component.isEmpty ? outcome.name : "\(outcome.name) (\(outcome.component))"
      if let last = out.last, last.isRefused, outcome.isRefused, last.row.outcome.trial == outcome.trial,
        last.row.outcome.channel == outcome.channel, last.row.outcome.flags == outcome.flags,
        TerminalText.width(last.names) + TerminalText.width(name) <= Self.widestNames
      {
        out[out.count - 1].names += ", " + name
      } else {
        out.append(Entry(row: row, names: name))
      }
    }
    return out
  }

  /// Channel by channel, trial by trial, and in each the figures as the analysis lists them: the main one first.
  private func inReadingOrder() -> [OutcomeRow] {
    let names = AnalysisCatalogue.all.first { $0.name == rows.first?.analysis }?.outcomes.map(\.name) ?? []
    let rank = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    var places: [Group: Int] = [:]
    for (offset, row) in rows.enumerated() where places[Group(row.outcome)] == nil {
      places[Group(row.outcome)] = offset
    }
    let keyed = rows.enumerated().map { offset, row in
      let outcome = row.outcome
      return (
        key: (
          places[Group(outcome)] ?? 0, rank[outcome.name] ?? names.count, outcome.name, Self.number(outcome.component),
          offset
        ), row: row
      )
    }
    return keyed.sorted { $0.key < $1.key }.map(\.row)
  }

  /// Rows that stand together.
  private struct Group: Hashable {
    let channel: String
    let trial: Int?

    init(_ outcome: Outcome) {
      channel = outcome.channel
      trial = outcome.trial
    }
  }

  /// The number a component begins with: bands and harmonics go by it.
  private static func number(_ component: String) -> Double {
    Double(component.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }) ?? 0
  }

  static func value(_ outcome: Outcome) -> String {
    if let value = outcome.value {
      // Counts are whole.
      if outcome.unit == "1", value == value.rounded(), value.magnitude < 1e15 { return DecimalText.shortest(value) }
      return FigureText.rounded(value, decimals: decimals(outcome, value))
    }
    switch (outcome.low, outcome.high) {
    case (let low?, let high?):
      let decimals = FigureText.decimals(max(low.magnitude, high.magnitude))
      return "\(FigureText.rounded(low, decimals: decimals)) to \(FigureText.rounded(high, decimals: decimals))"
    case (let low?, nil): return "≥ " + FigureText.rounded(low)
    case (nil, let high?): return "≤ " + FigureText.rounded(high)
    case (nil, nil): return "—"
    }
  }

  /// Digits after the point that show two significant ones of the farther end's distance; nil where four of the value do.
  private static func decimals(_ outcome: Outcome, _ value: Double) -> Int? {
    let distances = [outcome.low, outcome.high].compactMap { $0.map { ($0 - value).magnitude } }
    guard let farthest = distances.max(), farthest > 0 else { return nil }
    let own = FigureText.decimals(value)
    let needed = FigureText.decimals(100 * farthest)
    return needed > own ? needed : nil
  }

  static func interval(_ outcome: Outcome) -> String {
    guard let value = outcome.value, outcome.low != nil || outcome.high != nil else { return "" }
    let decimals = decimals(outcome, value) ?? FigureText.decimals(value)
    let low = outcome.low.map { FigureText.rounded($0, decimals: decimals) } ?? "…"
    let high = outcome.high.map { FigureText.rounded($0, decimals: decimals) } ?? "…"
    let level = outcome.level.map { " (\(DecimalText.shortest(($0 * 1e6).rounded() / 1e4)) %)" } ?? ""
    // A censoring interval says where the truth lies, which need not be around the reading.
    if outcome.flags.contains(.intervalCensored) { return "between \(low) and \(high)\(level)" }
    return "\(low) to \(high)\(level)"
  }

  static func flags(_ outcome: Outcome) -> String {
    let names = outcome.flags.sorted().map(\.rawValue).joined(separator: ", ")
    guard outcome.isRefused else { return names }
    return names.isEmpty ? "refused" : "refused: " + names
  }
}
