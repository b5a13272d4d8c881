// SPDX-License-Identifier: GPL-3.0-or-later

/// A parsed JSON value; arrays of numbers are kept flat, since recordings are made of them.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  /// An array of numbers and nulls only; null as NaN.
  case numbers([Double])
  case array([JSONValue])
  case object(JSONObject)

  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var string: String? { if case .string(let text) = self { text } else { nil } }
  var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// The numbers of an array that holds nothing else; an empty array is one.
  var numbers: [Double]? { if case .numbers(let values) = self { values } else { nil } }

  /// The elements of any array.
  var elements: [JSONValue]? {
    switch self {
    case .array(let values): values
    case .numbers(let values): values.map { $0.isNaN ? .null : .number($0) }
    default: nil
    }
  }
}

/// Members in the order of the file; keys are unique.
struct JSONObject: Sendable {
  private(set) var members: [(key: String, value: JSONValue)] = []
  private var index: [String: Int] = [:]

  subscript(key: String) -> JSONValue? { index[key].map { members[$0].value } }

  /// - Returns: False when the key is there already.
  mutating func add(_ key: String, _ value: JSONValue) -> Bool {
    guard index[key] == nil else { return false }
    index[key] = members.count
    members.append((key, value))
    return true
  }
}
