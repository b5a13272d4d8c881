// SPDX-License-Identifier: GPL-3.0-or-later

/// A list of named things with what they mean: `palpate list`.
public struct CatalogueReport: Sendable, Hashable {
  public var title: String
  /// Column titles; the first column is the name.
  public var columns: [String]
  public var rows: [[String]]

  public init(title: String, columns: [String], rows: [[String]]) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }

  /// A table, or one paragraph an entry where a column before the last holds sentences.
  public func text(style: TerminalStyle) -> String {
    if columns.indices.dropLast().contains(where: isLong) { return paragraphs(style) }
    var table = ColumnTable(columns.map { ($0, .left) })
    table.rows = rows.map { ColumnTable.Row(cells: $0) }
    return style.bold(title) + "\n" + table.text(style, indent: 2)
  }

  private func isLong(_ column: Int) -> Bool { rows.contains { TerminalText.width($0[column]) > 32 } }

  private func paragraphs(_ style: TerminalStyle) -> String {
    var out = style.bold(title) + "\n"
    for row in rows {
      let short = columns.indices.dropFirst().filter { !isLong($0) }.map { "\(columns[$0]) \(row[$0])" }
      out += "\n  " + style.bold(row[0]) + (short.isEmpty ? "" : "  (\(short.joined(separator: ", ")))") + "\n"
      for column in columns.indices.dropFirst() where isLong(column) && !row[column].isEmpty {
        let text = columns[column] == "source" ? "Source: \(row[column])" : row[column]
        for line in TerminalText.wrapped(text, to: style.width - 6) { out += "      \(line)\n" }
      }
    }
    return out
  }

  public var csv: String {
    ([columns] + rows).map { $0.map { CSV.quoted(CSV.safe($0)) }.joined(separator: ",") + "\n" }.joined()
  }

  public var json: JSONValue {
    .array(rows.map { row in .object(Dictionary(zip(columns, row.map { .text($0) }), uniquingKeysWith: { $1 })) })
  }
}
