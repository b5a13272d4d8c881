// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Text exports of the phone application phyphox, in all its dialects and as re-saved by spreadsheets.
public enum Phyphox: RecordingReader {
  public static let format: FormatName = "phyphox"
  public static let summary = "phyphox phone sensors: CSV export, or the zip with its pauses"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    sensor(firstLine(prefix)) != nil
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let start = try DecodedText(try source.prefix(1 << 16), isWhole: source.count <= 1 << 16)
    let notes = sensor(firstLine(start.bytes.span)).map { [$0] } ?? []
    return try TextTable(&source, declaration: declaration, limits: limits).recordings(format: format, notes: notes)
  }

  /// What the header says about the sensor; nil when it is none of phyphox.
  private static func sensor(_ line: String) -> String? {
    let cells = line.split { $0 == "," || $0 == ";" || $0 == "\t" }.map {
      $0.trimmed(of: "\" ")
    }
    guard cells.count >= 2, cells[0] == "Time (s)" else { return nil }
    switch cells[1] {
    case "Linear Acceleration x (m/s^2)": return "acceleration without gravity"
    case "Acceleration x (m/s^2)": return "acceleration with gravity"
    case "X (m/s^2)" where cells.contains("Y (m/s^2)"): return "the file does not say whether gravity is in"
    default: return nil
    }
  }

  private static func firstLine(_ bytes: Span<UInt8>) -> String {
    var scanner = LineScanner()
    guard let line = scanner.next(in: bytes) else { return "" }
    return Cells.text(bytes, Cell(range: line.range.prefix(1000), isQuoted: false))
  }
}

extension Substring {
  /// Without these characters at both ends.
  fileprivate func trimmed(of characters: String) -> String {
    var view = self
    while let first = view.first, characters.contains(first) { view.removeFirst() }
    while let last = view.last, characters.contains(last) { view.removeLast() }
    return String(view)
  }
}
