// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing

/// One row of the outcome table. Everything before `value` is its key.
public struct OutcomeRow: Sendable, Hashable {
  public let recording: String
  public let analysis: String
  public let description: Description
  public let outcome: Outcome

  public init(recording: String, analysis: String, description: Description, outcome: Outcome) {
    self.recording = recording
    self.analysis = analysis
    self.description = description
    var outcome = outcome
    // Where a session has several sites the analysis names the site of each figure; else the description does.
    if outcome.site.isEmpty { outcome.site = description.site }
    if outcome.side.isEmpty { outcome.side = description.side }
    // An analysis never gives these; if one does, the figure is refused, not printed as nan.
    outcome.value = Self.finite(outcome.value)
    outcome.low = Self.finite(outcome.low)
    outcome.high = Self.finite(outcome.high)
    outcome.level = Self.finite(outcome.level)
    self.outcome = outcome
  }

  private static func finite(_ value: Double?) -> Double? {
    guard let value, value.isFinite else { return nil }
    return value
  }

  /// Column names, in the contract's order.
  public static let columns = [
    "recording", "analysis", "subject", "visit", "condition", "rater", "device", "setting", "site", "side", "channel",
    "trial", "component", "outcome", "value", "unit", "low", "high", "level", "n", "method", "flags",
  ]

  /// A cell: text, a number or nothing.
  public enum Cell: Sendable, Hashable {
    case text(String)
    case number(Double?)
    case integer(Int?)
  }

  /// Cells in the order of ``columns``.
  public var cells: [Cell] {
    [
      .text(recording), .text(analysis), .text(description.subject), .text(description.visit),
      .text(description.condition), .text(description.rater), .text(description.device), .text(description.setting),
      .text(outcome.site), .text(outcome.side), .text(outcome.channel), .integer(outcome.trial),
      .text(outcome.component), .text(outcome.name), .number(outcome.value), .text(outcome.unit),
      .number(outcome.low), .number(outcome.high), .number(outcome.level), .integer(outcome.count),
      .text(outcome.method), .text(flags),
    ]
  }

  /// Sorted flag names, separated by `;`.
  public var flags: String { outcome.flags.sorted().map(\.rawValue).joined(separator: ";") }

  /// The key columns; `trial` padded by its rank so that trial 10 comes after trial 9, figures without trial first.
  public var key: Key {
    Key(
      before: [
        recording, analysis, description.subject, description.visit, description.condition, description.rater,
        description.device, description.setting, outcome.site, outcome.side, outcome.channel,
      ], trial: outcome.trial ?? Int.min, after: [outcome.component, outcome.name])
  }

  /// Rows by their keys.
  fileprivate static func sorted(_ rows: [OutcomeRow]) -> [OutcomeRow] {
    let keys = rows.map(\.key)
    return rows.indices.sorted { keys[$0] < keys[$1] }.map { rows[$0] }
  }

  /// Orders rows by bytes, whatever the locale.
  public struct Key: Sendable, Hashable, Comparable {
    let before: [String]
    let trial: Int
    let after: [String]

    public static func < (a: Key, b: Key) -> Bool {
      if let order = precedes(a.before, b.before) { return order }
      if a.trial != b.trial { return a.trial < b.trial }
      return precedes(a.after, b.after) ?? false
    }

    private static func precedes(_ a: [String], _ b: [String]) -> Bool? {
      for index in 0..<min(a.count, b.count) {
        let order = order(a[index], b[index])
        if order != 0 { return order < 0 }
      }
      return nil
    }

    /// Below, at or above 0 as the bytes of a text come before, equal or come after those of another.
    private static func order(_ a: String, _ b: String) -> Int {
      let quick = unsafe a.utf8.withContiguousStorageIfAvailable { x in
        unsafe b.utf8.withContiguousStorageIfAvailable { y in unsafe order(x.span, y.span) }
      }
      if let quick, let order = quick { return order }
      if a.utf8.elementsEqual(b.utf8) { return 0 }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    }

    private static func order(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Int {
      for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
      return a.count - b.count
    }
  }
}

/// The outcome table: rows sorted by key.
public struct OutcomeTable: Sendable, Hashable {
  public let rows: [OutcomeRow]

  public init(_ reports: [RecordingReport]) {
    rows = reports.count == 1 ? reports[0].rows : OutcomeRow.sorted(reports.flatMap(\.unsortedRows))
  }

  /// Keys that occur more than once; empty for every table an analysis makes.
  public var repeatedKeys: [OutcomeRow.Key] {
    zip(rows, rows.dropFirst()).filter { $0.key == $1.key }.map(\.0.key)
  }
}

extension RecordingReport {
  /// Rows of this recording, sorted by key.
  public var rows: [OutcomeRow] { OutcomeRow.sorted(unsortedRows) }

  fileprivate var unsortedRows: [OutcomeRow] {
    findings.flatMap { finding in
      finding.outcomes.map {
        OutcomeRow(recording: name, analysis: finding.analysis, description: description, outcome: $0)
      }
    }
  }
}
