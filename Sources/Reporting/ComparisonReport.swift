// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import SignalProcessing

/// A comparison of devices as CSV, JSON or a table.
public enum ComparisonReport {
  public static let schema = "palpate.comparison/1"

  public static let columns = [
    "kind", "outcome", "device", "other", "speed_level", "head", "load", "value", "unit", "low", "high", "level", "n",
    "method", "flags",
  ]

  private static func flags(_ row: DeviceComparison.Row) -> String {
    row.flags.sorted().map(\.rawValue).joined(separator: ";")
  }

  private static func cells(_ row: DeviceComparison.Row) -> [OutcomeRow.Cell] {
    [
      .text(row.kind.rawValue), .text(row.outcome), .text(row.device), .text(row.other),
      .text(row.condition.speedLevel), .text(row.condition.head), .text(row.condition.load), .number(row.value),
      .text(row.unit), .number(row.low), .number(row.high), .number(row.level), .integer(row.count),
      .text(row.method), .text(flags(row)),
    ]
  }

  public static func csv(_ comparison: DeviceComparison) -> String {
    var out = columns.joined(separator: ",") + "\n"
    for row in comparison.rows { out += CSV.line(cells(row)) }
    return out
  }

  private static func object(_ row: DeviceComparison.Row) -> JSONValue {
    var object: [String: JSONValue] = [:]
    for (column, cell) in zip(columns, cells(row)) {
      switch cell {
      case .text(let text): object[column] = .text(text)
      case .number(let number): object[column] = JSONValue(number)
      case .integer(let number): object[column] = JSONValue(number)
      }
    }
    return .object(object)
  }

  public static func json(_ comparison: DeviceComparison, version: String) -> String {
    JSONValue.object([
      "schema": .text(schema), "version": .text(version), "rows": .array(comparison.rows.map(object)),
    ]).document
  }

  /// One object a line.
  public static func lines(_ comparison: DeviceComparison) -> String {
    comparison.rows.map { object($0).line + "\n" }.joined()
  }

  /// Blocks, one an outcome, for people.
  public static func table(_ comparison: DeviceComparison, _ style: TerminalStyle) -> String {
    var out = ""
    for outcome in DeviceRun.outcomes {
      let own = comparison.rows.filter { $0.outcome == outcome }
      guard let unit = own.first(where: { $0.kind == .measured })?.unit else { continue }
      var table = ColumnTable([
        ("level", .left), ("head", .left), ("load", .left), ("device", .left), (unit, .point), ("interval", .left),
        ("place", .left), ("n", .right), ("flags", .left),
      ])
      for row in own where row.kind == .measured {
        let rank = own.first { $0.kind == .rank && $0.device == row.device && $0.condition == row.condition }
        table.rows.append(
          .init(cells: [
            row.condition.speedLevel, row.condition.head, row.condition.load, row.device, number(row.value),
            interval(row), place(rank), String(row.count), flags(row),
          ]))
      }
      for (index, row) in own.filter({ $0.kind == .difference || $0.kind == .headDifference }).enumerated() {
        table.rows.append(
          .init(
            cells: [
              "", "", "", "\(row.other) − \(row.device)", number(row.value), interval(row), "", String(row.count),
              flags(row),
            ], spaceBefore: index == 0))
      }
      out += (out.isEmpty ? "" : "\n") + style.bold(outcome) + "\n" + table.text(style, indent: 2)
    }
    return out
  }

  private static func number(_ value: Double?) -> String { value.map { FigureText.rounded($0) } ?? "—" }

  private static func interval(_ row: DeviceComparison.Row) -> String {
    guard let low = row.low, let high = row.high, row.kind != .rank else { return "" }
    return "\(FigureText.rounded(low)) to \(FigureText.rounded(high))"
  }

  private static func place(_ row: DeviceComparison.Row?) -> String {
    guard let row, let low = row.low, let high = row.high else { return "" }
    return low == high ? String(Int(low)) : "\(Int(low))–\(Int(high))"
  }
}
