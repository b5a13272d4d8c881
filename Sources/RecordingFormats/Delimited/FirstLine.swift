// SPDX-License-Identifier: GPL-3.0-or-later

/// The first line of a text table, by which formats with a header of their own are known.
enum FirstLine {
  /// Its cells without quotes and blanks, whatever stands between them.
  static func cells(_ prefix: Span<UInt8>) -> [String] {
    var scanner = LineScanner()
    guard let line = scanner.next(in: prefix) else { return [] }
    let text = Cells.text(prefix, Cell(range: line.range.prefix(1000), isQuoted: false))
    return text.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" || $0 == "\t" }.map(trimmed)
  }

  /// The same of a source of any encoding.
  static func cells(_ source: inout some ByteSource & ~Copyable) throws(ReadError) -> [String] {
    let start = try DecodedText(try source.prefix(1 << 16), isWhole: source.count <= 1 << 16)
    return cells(start.bytes.span)
  }

  private static func trimmed(_ text: Substring) -> String {
    var view = text
    while let first = view.first, first == "\"" || first == " " { view.removeFirst() }
    while let last = view.last, last == "\"" || last == " " { view.removeLast() }
    return String(view)
  }
}
