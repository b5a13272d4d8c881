// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Raw accelerometer files of the printer firmware Klipper: seconds of its clock and three accelerations in mm/s².
public enum Klipper: RecordingReader {
  public static let format: FormatName = "klipper"
  public static let summary = "Klipper's raw accelerometer files: '#time,accel_x,accel_y,accel_z' in s and mm/s2"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    let cells = FirstLine.cells(prefix)
    guard let time = cells.first, time.hasPrefix("#"), time.drop(while: { $0 == "#" || $0 == " " }) == "time" else {
      return false
    }
    return Set(cells.dropFirst()) == axes
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let declared = declaration.withTime("time", .second)
    var recordings = try TextTable(&source, declaration: declared, limits: limits).recordings(
      format: format, limits: limits)
    for index in recordings.indices {
      recordings[index].fill { axes.contains($0) ? ColumnFact(.acceleration, "mm/s2") : nil }
    }
    return recordings
  }

  private static let axes: Set = ["accel_x", "accel_y", "accel_z"]
}
