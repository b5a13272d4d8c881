// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// Reads results as another program would.
enum Tables {
  /// Rows of RFC 4180 text, each by column name.
  static func csv(_ text: String) throws -> [[String: String]] {
    var rows: [[String]] = [[]]
    var cell = ""
    var quoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where quoted && scalars.first == "\"":
        scalars.removeFirst()
        cell.unicodeScalars.append("\"")
      case "\"": quoted.toggle()
      case "," where !quoted:
        rows[rows.count - 1].append(cell)
        cell = ""
      case "\n" where !quoted:
        rows[rows.count - 1].append(cell)
        cell = ""
        rows.append([])
      default: cell.unicodeScalars.append(scalar)
      }
    }
    #expect(!quoted && cell.isEmpty && rows.last?.isEmpty == true, "the table does not end with a line")
    rows.removeLast()
    let header = try #require(rows.first)
    return try rows.dropFirst().map { row in
      try #require(row.count == header.count)
      return Dictionary(uniqueKeysWithValues: zip(header, row))
    }
  }

  /// A result document as Foundation decodes it; ``JSONSerialization`` would round numbers of 17 digits.
  static func json(_ data: Data) throws -> JSON { try JSONDecoder().decode(JSON.self, from: data) }

  /// Outcomes of recording objects as CSV has them: text as it is, numbers as numbers, null as nothing.
  static func rows(_ recordings: [JSON]) throws -> [[String: String]] {
    try recordings.flatMap { recording in
      try recording["outcomes"].list.map { outcome in
        var row = try outcome.members.mapValues { value in
          switch value {
          case .null: ""
          case .text(let text): text
          case .number(let number): "\(number)"
          default: throw CocoaError(.coderInvalidValue)
          }
        }
        row["recording"] = try recording["name"].string
        return row
      }
    }
  }

  /// Numeric cells in one spelling, so that 3 and 3.0 compare equal.
  static func normalised(_ rows: [[String: String]]) -> [[String: String]] {
    rows.map { row in
      var row = row
      for column in ["trial", "value", "low", "high", "level", "n"] {
        if let number = row[column].flatMap(Double.init) { row[column] = "\(number)" }
      }
      return row
    }
  }
}

/// Any JSON value.
enum JSON: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case array([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let array = try? value.decode([JSON].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  subscript(key: String) -> JSON {
    get throws {
      guard case .object(let members) = self, let value = members[key] else { throw CocoaError(.coderValueNotFound) }
      return value
    }
  }

  var members: [String: JSON] {
    get throws { if case .object(let members) = self { members } else { throw CocoaError(.coderInvalidValue) } }
  }

  var list: [JSON] {
    get throws { if case .array(let list) = self { list } else { throw CocoaError(.coderInvalidValue) } }
  }

  var string: String {
    get throws { if case .text(let text) = self { text } else { throw CocoaError(.coderInvalidValue) } }
  }
}
