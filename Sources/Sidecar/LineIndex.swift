// SPDX-License-Identifier: GPL-3.0-or-later

/// Where each key of a TOML text stands, and how deeply it nests.
///
/// The TOML parser says neither where a key stood nor how deep it may recurse when it frees what it read, so this pass
/// over the text comes first. It follows strings and comments exactly as TOML does, and is lenient elsewhere: what it
/// cannot make sense of, the parser refuses.
struct LineIndex {
  /// Deepest nesting of brackets, and longest dotted key.
  static let depthLimit = 16

  /// 1-based line of each key path, such as `channels.force.unit` or `edit[0].reason`.
  private(set) var lines: [String: Int] = [:]
  /// First line that nests too deeply.
  private(set) var tooDeepAt: Int?

  private var scanner: TOMLScanner
  private var table = ""
  private var arrayCounts: [String: Int] = [:]

  init(_ text: String) {
    scanner = TOMLScanner(bytes: Array(text.utf8))
    while tooDeepAt == nil, let start = scanner.skipToStatement() {
      let line = scanner.line
      if start == UInt8(ascii: "[") { readHeader(line) } else { readKey(line) }
      if scanner.skipStatement(depthLimit: Self.depthLimit) == false { tooDeepAt = line }
    }
  }

  /// Line of a key path, or of the nearest enclosing table that has one.
  func line(of path: String) -> Int? {
    var path = path[...]
    while true {
      if let line = lines[String(path)] { return line }
      guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
      path = path[..<cut]
    }
  }

  private mutating func readHeader(_ line: Int) {
    scanner.advance()
    let isArray = scanner.consume(UInt8(ascii: "["))
    let parts = scanner.keyPath()
    guard parts.count <= Self.depthLimit else { return tooDeepAt = line }
    table = resolve(parts)
    if isArray {
      let count = arrayCounts[table, default: 0]
      arrayCounts[table] = count + 1
      if lines[table] == nil { lines[table] = line }
      table += "[\(count)]"
    }
    if lines[table] == nil { lines[table] = line }
  }

  private mutating func readKey(_ line: Int) {
    let parts = scanner.keyPath()
    guard parts.count <= Self.depthLimit else { return tooDeepAt = line }
    var path = table
    for part in parts {
      path = path.isEmpty ? part : "\(path).\(part)"
      if lines[path] == nil { lines[path] = line }
    }
  }

  /// A table under an array of tables belongs to its latest element.
  private func resolve(_ parts: [String]) -> String {
    var path = ""
    for (index, part) in parts.enumerated() {
      path = path.isEmpty ? part : "\(path).\(part)"
      if index < parts.count - 1, let count = arrayCounts[path] { path += "[\(count - 1)]" }
    }
    return path
  }
}
