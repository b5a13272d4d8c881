// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A JSON value; objects keep the order they are given, ``init(sorted:)`` sorts them by key.
enum JSONText {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONText])
  case object([(String, JSONText)])

  init(sorted members: [String: JSONText]) {
    self = .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  init(_ number: Double?) { self = number.map(JSONText.number) ?? .null }

  static func numbers(_ values: [Double]) -> JSONText { .array(values.map(JSONText.number)) }

  static func strings(_ values: [String]) -> JSONText { .array(values.map(JSONText.string)) }

  /// One line without blanks.
  var compact: String {
    var out = ""
    write(to: &out, indent: nil)
    return out
  }

  /// Two blanks a level; arrays of plain values stay on one line.
  var pretty: String {
    var out = ""
    write(to: &out, indent: 0)
    return out + "\n"
  }

  private func write(to out: inout String, indent: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .number(let value): out += DecimalText.shortest(value)
    case .string(let text): out += Self.quoted(text)
    case .array(let items):
      let plain = items.allSatisfy(\.isPlain)
      list(items.count, "[", "]", to: &out, indent: plain ? nil : indent, gap: indent == nil ? "" : " ") {
        items[$0].write(to: &$1, indent: $2)
      }
    case .object(let members):
      list(members.count, "{", "}", to: &out, indent: indent, gap: "") {
        $1 += Self.quoted(members[$0].0) + (indent == nil ? ":" : ": ")
        members[$0].1.write(to: &$1, indent: $2)
      }
    }
  }

  private func list(
    _ count: Int, _ open: String, _ close: String, to out: inout String, indent: Int?, gap: String,
    _ item: (Int, inout String, Int?) -> Void
  ) {
    out += open
    for i in 0..<count {
      if i > 0 { out += "," + (indent == nil ? gap : "") }
      if let indent { out += "\n" + String(repeating: "  ", count: indent + 1) }
      item(i, &out, indent.map { $0 + 1 })
    }
    if let indent, count > 0 { out += "\n" + String(repeating: "  ", count: indent) }
    out += close
  }

  private var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        out += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
