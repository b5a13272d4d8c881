// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Comma-separated text after RFC 4180, in UTF-8, with lines ended by a line feed.
public enum CSV {
  /// The outcome table with its header.
  public static func outcomes(_ reports: [RecordingReport]) -> String {
    var out = OutcomeRow.columns.joined(separator: ",") + "\n"
    for row in OutcomeTable(reports).rows { out += line(row.cells) }
    return out
  }

  /// One row with its line feed.
  static func line(_ cells: [OutcomeRow.Cell]) -> String { cells.map(cell).joined(separator: ",") + "\n" }

  private static func cell(_ cell: OutcomeRow.Cell) -> String {
    switch cell {
    case .text(let text): quoted(safe(text))
    case .number(let number): number.map(DecimalText.shortest) ?? ""
    case .integer(let number): number.map { String($0) } ?? ""
    }
  }

  /// A text that a spreadsheet would run as a formula gets a leading apostrophe.
  public static func safe(_ text: String) -> String {
    switch text.utf8.first {
    case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: "'" + text
    default: text
    }
  }

  /// Quotes a cell that holds a comma, a quote or a line break.
  public static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != 0x2C && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D }
    if isPlain { return text }
    var out = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}
