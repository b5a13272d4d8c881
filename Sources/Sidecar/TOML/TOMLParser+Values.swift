// SPDX-License-Identifier: GPL-3.0-or-later

extension TOMLParser {
  mutating func value() throws(SidecarError) -> TOMLTable.Item {
    let line = line
    switch current {
    case UInt8(ascii: "\""):
      return .value(.text(try isTripled() ? longBasicString() : basicString()), line: line)
    case UInt8(ascii: "'"):
      return .value(.text(try isTripled() ? longLiteralString() : literalString()), line: line)
    case UInt8(ascii: "["): return .array(try nested { (p) throws(SidecarError) in try p.array() }, line: line)
    case UInt8(ascii: "{"): return .table(try nested { (p) throws(SidecarError) in try p.inlineTable() })
    default: return .value(try word(), line: line)
    }
  }

  private func isTripled() -> Bool { peek(1) == current && peek(2) == current }

  private mutating func nested<T>(
    _ read: (inout TOMLParser) throws(SidecarError) -> T
  ) throws(SidecarError) -> T {
    guard depth < Self.depthLimit else { throw tooDeep }
    depth += 1
    index += 1
    let result = try read(&self)
    depth -= 1
    return result
  }

  private mutating func array() throws(SidecarError) -> [TOMLTable.Item] {
    var items: [TOMLTable.Item] = []
    while true {
      try skipBlankLines()
      if consume(UInt8(ascii: "]")) { return items }
      items.append(try value())
      try skipBlankLines()
      if consume(UInt8(ascii: "]")) { return items }
      guard consume(UInt8(ascii: ",")) else { throw unexpected("',' or ']'") }
    }
  }

  private mutating func inlineTable() throws(SidecarError) -> TOMLTable {
    let table = TOMLTable(.inline, line: line)
    skipBlanks()
    if consume(UInt8(ascii: "}")) { return table }
    while true {
      try keyValue(into: table)
      skipBlanks()
      if consume(UInt8(ascii: "}")) { return table }
      guard consume(UInt8(ascii: ",")) else { throw unexpected("',' or '}'") }
    }
  }

  /// Flags, numbers, dates: everything without quotes or brackets.
  private mutating func word() throws(SidecarError) -> Node.Value {
    let start = index
    while let byte = current, Self.isWord(byte) { index += 1 }
    // A date may be followed by a blank and a time.
    if index - start == 10, bytes[start + 4] == UInt8(ascii: "-"), current == 0x20, let next = peek(1),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
    {
      index += 1
      while let byte = current, Self.isWord(byte) { index += 1 }
    }
    let word = bytes[start..<index]
    if let value = TOMLNumber.value(String(decoding: word, as: UTF8.self)) { return value }
    index = start
    guard !word.isEmpty else { throw unexpected("a value") }
    let text = String(decoding: word.prefix(40), as: UTF8.self)
    throw error("expected a value, found '\(text)' (text is written in quotes)")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: ":"):
      true
    default: false
    }
  }
}
