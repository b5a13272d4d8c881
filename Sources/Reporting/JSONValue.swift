// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A JSON document. Object members are written sorted by key, so equal values give equal bytes.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// Null for nil and for what JSON cannot write (NaN, infinities).
  public init(_ value: Double?) {
    if let value, value.isFinite { self = .number(value) } else { self = .null }
  }

  public init(_ value: Int?) {
    if let value { self = .integer(value) } else { self = .null }
  }

  /// One line without spaces, for NDJSON.
  public var line: String {
    var out = ""
    write(into: &out, indent: nil)
    return out
  }

  /// Indented by two spaces, ended by a line feed.
  public var document: String {
    var out = ""
    write(into: &out, indent: 0)
    return out + "\n"
  }

  /// - Parameter indent: Present depth, or nil for everything on one line.
  private func write(into out: inout String, indent: Int?) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .number(let value): out += value.isFinite ? DecimalText.shortest(value) : "null"
    case .text(let value): Self.quote(value, into: &out)
    case .array(let values):
      Self.list("[", "]", values, into: &out, indent: indent) { $0.write(into: &$1, indent: $2) }
    case .object(let members):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      Self.list("{", "}", sorted, into: &out, indent: indent) { member, out, inner in
        Self.quote(member.key, into: &out)
        out += indent == nil ? ":" : ": "
        member.value.write(into: &out, indent: inner)
      }
    }
  }

  private static func list<T>(
    _ open: String, _ close: String, _ items: [T], into out: inout String, indent: Int?,
    item: (T, inout String, Int?) -> Void
  ) {
    out += open
    for (index, value) in items.enumerated() {
      if index > 0 { out += "," }
      if let indent { out += "\n" + String(repeating: "  ", count: indent + 1) }
      item(value, &out, indent.map { $0 + 1 })
    }
    if let indent, !items.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
    out += close
  }

  /// Escapes what JSON demands, and DEL and the line separators that old scripts choke on.
  private static func quote(_ text: String, into out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
