// SPDX-License-Identifier: GPL-3.0-or-later
import TOMLKit

/// One value of a TOML document with its place: all the rest of this target sees of TOML.
struct Node: Sendable {
  indirect enum Value: Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case dateOrTime
    case list([Node])
    case table([String: Node])
  }

  let value: Value
  /// Key path from the root, such as `channels.force.unit`.
  let path: String
  let line: Int?

  /// What was found, for messages.
  var found: String {
    switch value {
    case .text(let text): "the text '\(text)'"
    case .integer(let number): "the number \(number)"
    case .number(let number): "the number \(number)"
    case .flag(let flag): "\(flag)"
    case .dateOrTime: "a date or time"
    case .list: "an array"
    case .table: "a table"
    }
  }
}

enum TOMLDocument {
  static let sizeLimit = 1 << 20

  /// Parses a text that is known to be within the limits of size and nesting.
  static func parse(_ text: String, name: String) throws(SidecarError) -> Node {
    guard text.utf8.count <= sizeLimit else {
      throw SidecarError(file: name, problem: .tooLarge(bytes: text.utf8.count, limit: sizeLimit))
    }
    // The parser hands strings over as C strings, so a NUL, written or escaped, would silently cut them.
    guard !text.utf8.contains(0), !text.contains("\\u0000"), !text.contains("\\U00000000") else {
      throw SidecarError(file: name, problem: .notText("a NUL character"))
    }
    let index = LineIndex(text)
    if let line = index.tooDeepAt {
      throw SidecarError(file: name, line: line, problem: .tooDeep(limit: LineIndex.depthLimit))
    }
    do {
      return node(of: try TOMLTable(string: text).tomlValue, path: "", index)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw SidecarError(file: name, line: place.line, column: place.column, problem: .syntax(error.description))
    } catch {
      throw SidecarError(file: name, problem: .syntax("\(error)"))
    }
  }

  private static func node(of value: TOMLValue, path: String, _ index: LineIndex) -> Node {
    Node(value: convert(value, path: path, index), path: path, line: index.line(of: path))
  }

  private static func convert(_ value: TOMLValue, path: String, _ index: LineIndex) -> Node.Value {
    if let text = value.string { return .text(text) }
    if let number = value.int { return .integer(number) }
    if let number = value.double { return .number(number) }
    if let flag = value.bool { return .flag(flag) }
    if let array = value.array {
      return .list(
        (0..<array.count).map { node(of: array[$0].tomlValue, path: "\(path)[\($0)]", index) })
    }
    if let table = value.table {
      var entries: [String: Node] = [:]
      for (key, value) in table {
        entries[key] = node(of: value.tomlValue, path: path.isEmpty ? key : "\(path).\(key)", index)
      }
      return .table(entries)
    }
    return .dateOrTime
  }
}
