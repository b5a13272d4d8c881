// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Tables of the phone application Sensor Logger: one file a sensor, which its name tells.
///
/// `time` is in nanoseconds since 1970 and is read exactly, counted from the first stamp; `seconds_elapsed` stands in for
/// it where it is missing or was rounded by a spreadsheet. Values are found by their headers, in any order.
/// - SeeAlso: K. T. H. Choi, *Sensor Logger*, UNITS.md and CROSSPLATFORM.md.
public enum SensorLogger: RecordingReader {
  public static let format: FormatName = "sensor-logger"
  public static let summary = "Sensor Logger phone sensors: CSV files named after their sensor, or the zip of them"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool { Opening(prefix) != nil }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let start = try DecodedText(try source.prefix(1 << 16), isWhole: source.count <= 1 << 16)
    guard let opening = Opening(start.bytes.span) else { throw .noData(found: "no header of Sensor Logger") }
    if opening.sensors.count > 1 { throw severalSensors(opening.sensors) }
    let word = opening.sensors.first ?? SensorLoggerSensor.named(in: name)
    if let word, SensorLoggerSensor.others.contains(word) {
      throw .recognisedButNotRead(
        format: "Sensor Logger's table '\(word)'", convert: "give the tables of the motion sensors of that session")
    }
    let sensor = SensorLoggerSensor.all.first { $0.name == word }
    let declared =
      opening.timeIsWhole
      ? declaration.withTime("time", nanosecond) : declaration.withTime("seconds_elapsed", .second)
    let column = declared.channels.last { $0.isTime }?.reference ?? ""
    var recordings = try TextTable(&source, declaration: declared, limits: limits).recordings(
      format: format, notes: notes(sensor, column), limits: limits)
    for index in recordings.indices {
      try tidy(&recordings[index], declaration)
      if let sensor { recordings[index].fill(sensor.fact) }
    }
    return recordings
  }

  private static let nanosecond = Unit(symbol: "ns", dimension: .time, factor: 1e-9)

  private static func notes(_ sensor: SensorLoggerSensor?, _ column: String) -> [String] {
    [
      sensor.map { "\($0.name): \($0.note)" }
        ?? "the file's name tells no sensor: declare the columns, such as --declare x=acceleration:m/s2",
      "time from column '\(column)'",
    ]
  }

  private static func severalSensors(_ names: [String]) -> ReadError {
    .recognisedButNotRead(
      format: "a table of several sensors (\(names.prefix(4).joined(separator: ", ")))",
      convert: "export one table a sensor")
  }

  /// Takes out what is no signal: the second column of time, the names of the sensor.
  private static func tidy(_ recording: inout Recording, _ declaration: Declaration) throws(ReadError) {
    let times = ["time", "seconds_elapsed"].filter { time in
      !declaration.channels.contains { !$0.isTime && $0.reference == time }
    }
    if let elapsed = recording.channels.first(where: { $0.header == "seconds_elapsed" })?.samples.first,
      elapsed.isFinite
    {
      // Sensors of one session begin at different times.
      recording.firstStamp = elapsed
    }
    recording.channels.removeAll { times.contains($0.header) }
    var names: [String] = []
    for label in recording.labels where label.kind == "sensor" && !names.contains(label.text) {
      names.append(label.text)
    }
    if names.count > 1 { throw severalSensors(names) }
    recording.labels.removeAll { $0.kind == "sensor" }
  }

  /// What the first lines tell.
  private struct Opening {
    var hasElapsed: Bool
    /// Whether the first `time` is a whole number of nanoseconds, rather than one a spreadsheet has rounded.
    var timeIsWhole = false
    /// Those in the column `sensor`, in order.
    var sensors: [String] = []

    /// Nil where the header is none of Sensor Logger.
    init?(_ prefix: Span<UInt8>) {
      let header = FirstLine.cells(prefix)
      hasElapsed = header.contains("seconds_elapsed")
      let time = header.firstIndex(of: "time")
      guard hasElapsed || time != nil && ["x", "y", "z"].allSatisfy(header.contains) else { return nil }
      var scanner = LineScanner()
      _ = scanner.next(in: prefix)
      let sensor = header.firstIndex(of: "sensor")
      var cells: [Cell] = []
      var isFirst = true
      while let line = scanner.next(in: prefix), line.isTerminated {
        for delimiter in [Delimiter.comma, .semicolon, .tab] {
          Cells.split(prefix, line.range, delimiter, into: &cells)
          if cells.count >= header.count { break }
        }
        guard cells.count >= header.count else { continue }
        if isFirst, let time, let stamp = DecimalNumber.whole(prefix, cells[time].range) {
          timeIsWhole = Self.epoch.contains(stamp)
        }
        isFirst = false
        guard let sensor else { break }
        let name = Cells.text(prefix, cells[sensor])
        if !name.isEmpty, !sensors.contains(name) { sensors.append(name) }
      }
      guard hasElapsed || timeIsWhole else { return nil }
    }

    /// From 2001 to 2128 in nanoseconds since 1970.
    private static let epoch: ClosedRange<Int64> = 1_000_000_000_000_000_000...5_000_000_000_000_000_000
  }
}
