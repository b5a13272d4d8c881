// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// JSON and XML of layouts that are not known: named as such rather than taken for a table.
enum UnknownLayout {
  static func recognise(_ prefix: Span<UInt8>) -> ReadError? {
    if JSONText.isObject(prefix) || JSONText.isArray(prefix) {
      if isSensorLogger(prefix) {
        return .recognisedButNotRead(
          format: "JSON of Sensor Logger",
          convert: "export the session as CSV from the application, or write one CSV file a sensor, such as in Python: "
            + "d = pandas.read_json(FILE, dtype=False); "
            + "d[d.sensor == 'Accelerometer'].dropna(axis=1).to_csv('Accelerometer.csv', index=False)")
      }
      return .recognisedButNotRead(
        format: "JSON of an unknown layout", convert: "write its arrays as columns of a CSV file")
    }
    if XMLText.begins(prefix) {
      return .recognisedButNotRead(
        format: "XML or HTML of an unknown layout", convert: "write its values as columns of a CSV file")
    }
    return nil
  }

  /// Rows of all sensors, each with its name: the words are in the first of them.
  private static func isSensorLogger(_ prefix: Span<UInt8>) -> Bool {
    JSONText.isArray(prefix)
      && ["sensor", "time"].allSatisfy { JSONText.contains(prefix, Array("\"\($0)\"".utf8)) }
  }
}
