// SPDX-License-Identifier: GPL-3.0-or-later

/// Aligned columns of text; the last column wraps at the width of the terminal.
struct ColumnTable {
  enum Alignment {
    case left, right
    /// Numbers under each other by their point.
    case point
  }

  struct Row {
    var cells: [String]
    var emphasis = false
    var spaceBefore = false
  }

  let titles: [String]
  let alignments: [Alignment]
  var rows: [Row] = []

  init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  /// - Parameter indent: Blanks before each line.
  func text(_ style: TerminalStyle, indent: Int) -> String {
    let body = pointAligned()
    // A column that is empty throughout is left out.
    let kept = titles.indices.filter { column in body.contains { !$0.cells[column].isEmpty } }
    guard let last = kept.last else { return "" }
    let widths = titles.indices.map { column in
      ([titles[column]] + body.map { $0.cells[column] }).map(TerminalText.width).max() ?? 0
    }
    let margin = String(repeating: " ", count: indent)
    let before = kept.dropLast().reduce(indent) { $0 + widths[$1] + 2 }
    let room = max(20, style.width - before)

    func line(_ cells: [String]) -> [String] {
      var start = margin
      for column in kept.dropLast() {
        start += TerminalText.padded(cells[column], to: widths[column], right: alignments[column] == .right) + "  "
      }
      let wrapped = TerminalText.wrapped(cells[last], to: room)
      let tail = alignments[last] == .left ? wrapped : [TerminalText.padded(cells[last], to: widths[last], right: true)]
      return tail.enumerated().map { index, text in
        trimmed((index == 0 ? start : String(repeating: " ", count: before)) + text)
      }
    }

    var out = ""
    for text in line(titles) { out += style.faint(text) + "\n" }
    for row in body {
      if row.spaceBefore { out += "\n" }
      for text in line(row.cells) { out += (row.emphasis ? style.bold(text) : text) + "\n" }
    }
    return out
  }

  private func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// Pads the numbers of point-aligned columns so that plain left alignment puts their points under each other.
  private func pointAligned() -> [Row] {
    var out = rows
    for column in titles.indices where alignments[column] == .point {
      let wholes = rows.map { TerminalText.width(whole($0.cells[column])) }
      let widest = wholes.max() ?? 0
      for index in out.indices where !rows[index].cells[column].isEmpty {
        out[index].cells[column] = String(repeating: " ", count: widest - wholes[index]) + rows[index].cells[column]
      }
    }
    return out
  }

  /// What stands before the point of the last number.
  private func whole(_ cell: String) -> String { cell.lastIndex(of: ".").map { String(cell[..<$0]) } ?? cell }
}
