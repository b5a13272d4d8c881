// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Text exports of the phone application phyphox, in all its dialects and as re-saved by spreadsheets.
public enum Phyphox: RecordingReader {
  public static let format: FormatName = "phyphox"
  public static let summary = "phyphox phone sensors: CSV export, or the zip with its pauses"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    let cells = FirstLine.cells(prefix)
    return sensor(cells) != nil || cells.starts(with: clock)
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let cells = try FirstLine.cells(&source)
    if cells.starts(with: clock) {
      throw .recognisedButNotRead(
        format: "the clock of a phyphox experiment", convert: "give its table of samples, or the zip archive of both")
    }
    let notes = sensor(cells).map { [$0] } ?? []
    return try TextTable(&source, declaration: declaration, limits: limits).recordings(
      format: format, notes: notes, limits: limits)
  }

  /// Header of `meta/time.csv`.
  private static let clock = ["event", "experiment time", "system time"]

  /// Whether the first column of a table is the time of an experiment, as in all tables of an export.
  static func hasClock(_ contents: [UInt8]) -> Bool {
    let start = Array(contents.prefix(1 << 12))
    guard let text = try? DecodedText(start, isWhole: start.count == contents.count) else { return false }
    return FirstLine.cells(text.bytes.span).first == "Time (s)"
  }

  /// What the header says about the sensor; nil when it is none of phyphox.
  private static func sensor(_ cells: [String]) -> String? {
    guard cells.count >= 2, cells[0] == "Time (s)" else { return nil }
    switch cells[1] {
    case "Linear Acceleration x (m/s^2)": return "acceleration without gravity"
    case "Acceleration x (m/s^2)": return "acceleration with gravity"
    case "X (m/s^2)" where cells.contains("Y (m/s^2)"): return "the file does not say whether gravity is in"
    default: return nil
    }
  }
}
