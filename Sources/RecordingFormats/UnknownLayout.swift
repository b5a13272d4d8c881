// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// JSON and XML of layouts that are not known: named as such rather than taken for a table.
enum UnknownLayout {
  static func recognise(_ prefix: Span<UInt8>) -> ReadError? {
    if JSONText.isObject(prefix) {
      return .recognisedButNotRead(
        format: "JSON of an unknown layout", convert: "write its arrays as columns of a CSV file")
    }
    if XMLText.begins(prefix) {
      return .recognisedButNotRead(
        format: "XML or HTML of an unknown layout", convert: "write its values as columns of a CSV file")
    }
    return nil
  }
}
