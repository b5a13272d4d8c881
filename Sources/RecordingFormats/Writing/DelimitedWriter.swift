// SPDX-License-Identifier: GPL-3.0-or-later

/// Comma-separated text that the delimited-text reader reads back to the same numbers: UTF-8, decimal points, lines
/// ended by a line feed, the shortest decimals that are exact, nothing where a sample is missing.
public enum DelimitedWriter {
  /// - Parameter sink: Takes the text in pieces of some 64 KiB.
  public static func write<E: Error>(_ table: SignalTable, into sink: ([UInt8]) throws(E) -> Void) throws(E) {
    var rows = TextRows(table)
    let time = table.timeColumn
    rows.add("Time (s)")
    for header in table.columns.map(\.header) + table.words.map(\.header) { rows.add("," + cell(header)) }
    rows.add(byte: 0x0A)
    for row in 0..<table.count {
      rows.add(time.text(row))
      for column in table.columns {
        rows.add(byte: 0x2C)
        let value = column.samples[row]
        if value.isFinite { rows.add(value) }
      }
      for column in table.words.indices {
        rows.add(byte: 0x2C)
        if let text = rows.word(column, of: table, row: row) { rows.add(cell(text)) }
      }
      rows.add(byte: 0x0A)
      try rows.flush(sink)
    }
    try rows.flush(force: true, sink)
  }

  /// A cell after RFC 4180, with an apostrophe before what a spreadsheet would run as a formula.
  static func cell(_ text: String) -> String {
    var out = text
    if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { out = "'" + text }
    guard out.utf8.contains(where: { [0x2C, 0x22, 0x0A, 0x0D].contains($0) }) else { return out }
    return "\"" + out.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
