// SPDX-License-Identifier: GPL-3.0-or-later

extension TOMLParser {
  /// `[a.b]` or `[[a.b]]`.
  /// - Returns: The table that the following keys belong to.
  mutating func header(in root: TOMLTable) throws(SidecarError) -> TOMLTable {
    let line = line
    index += 1
    let isArray = consume(UInt8(ascii: "["))
    skipBlanks()
    var parts = try key("a table name")
    for _ in 0..<(isArray ? 2 : 1) where !consume(UInt8(ascii: "]")) { throw unexpected("']'") }
    let name = parts.joined(separator: ".")
    let last = parts.removeLast()
    var table = root
    for part in parts { table = try descend(table, part, name, line) }
    switch (table.items[last], isArray) {
    case (nil, false):
      return add(TOMLTable(.header, line: line), to: table, last)
    case (.table(let known), false) where known.origin == .implied:
      known.origin = .header
      return known
    case (nil, true), (.tables, true):
      var tables: [TOMLTable] = []
      // Taken out first, so that appending does not copy the list.
      if case .tables(let known)? = table.items.removeValue(forKey: last) { tables = known }
      let element = TOMLTable(.header, line: line)
      tables.append(element)
      table.items[last] = .tables(tables)
      return element
    default:
      throw error("'\(name)' is defined twice", line: line)
    }
  }

  private func add(_ child: TOMLTable, to table: TOMLTable, _ key: String) -> TOMLTable {
    table.items[key] = .table(child)
    return child
  }

  /// The table under one part of a header; of an array of tables, the latest.
  private func descend(
    _ table: TOMLTable, _ part: String, _ name: String, _ line: Int
  ) throws(SidecarError) -> TOMLTable {
    switch table.items[part] {
    case nil: return add(TOMLTable(.implied, line: line), to: table, part)
    case .table(let child) where child.origin != .inline: return child
    case .tables(let tables): if let last = tables.last { return last }
    default: break
    }
    throw error("'\(part)' in '\(name)' is not a table that can be added to", line: line)
  }

  /// `a.b = value`.
  mutating func keyValue(into table: TOMLTable) throws(SidecarError) {
    let line = line
    var parts = try key("a key")
    let name = parts.joined(separator: ".")
    guard consume(UInt8(ascii: "=")) else { throw unexpected("'=' after the key '\(name)'") }
    skipBlanks()
    let last = parts.removeLast()
    var table = table
    for part in parts {
      switch table.items[part] {
      case nil: table = add(TOMLTable(.dotted, line: line), to: table, part)
      case .table(let child) where child.origin == .dotted: table = child
      default: throw error("'\(part)' in '\(name)' is already defined elsewhere", line: line)
      }
    }
    guard table.items[last] == nil else { throw error("'\(name)' is defined twice", line: line) }
    table.items[last] = try value()
  }

  /// A bare, quoted or dotted key, and the blanks after it.
  mutating func key(_ expected: String) throws(SidecarError) -> [String] {
    var parts: [String] = []
    repeat {
      skipBlanks()
      guard parts.count < Self.depthLimit else { throw tooDeep }
      switch current {
      case UInt8(ascii: "\""): parts.append(try basicString())
      case UInt8(ascii: "'"): parts.append(try literalString())
      default:
        let start = index
        while let byte = current, Self.isBareKey(byte) { index += 1 }
        guard index > start else { throw unexpected(expected) }
        parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
      }
      skipBlanks()
    } while consume(UInt8(ascii: "."))
    return parts
  }

  private static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
