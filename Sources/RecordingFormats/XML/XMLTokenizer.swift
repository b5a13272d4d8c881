// SPDX-License-Identifier: GPL-3.0-or-later

/// One token of an XML text; character data are left out, since recordings stand in attributes.
enum XMLToken {
  case start(name: String, attributes: [(name: String, value: String)], isEmpty: Bool)
  case end(name: String)
}

/// Reads the elements of an XML text, without DTD and without entities other than the five of XML and numeric ones.
///
/// No entity is ever expanded from the file, so a "billion laughs" text is refused at its DTD.
struct XMLTokenizer {
  private var offset = 0
  private var open: [String] = []
  private let limits: ReadLimits
  private var sawRoot = false

  /// Each new attribute is compared with the others of its tag; without a bound that would grow with the square.
  private static let maximumAttributes = 64

  init(limits: ReadLimits) { self.limits = limits }

  /// The next start or end tag; nil at the end of the text.
  mutating func next(in bytes: Span<UInt8>) throws(ReadError) -> XMLToken? {
    while true {
      while offset < bytes.count, bytes[offset] != 0x3C { offset += 1 }
      guard offset < bytes.count else {
        guard let name = open.last else { return nil }
        throw error(bytes, "</\(name)>")
      }
      if starts(bytes, "<?") {
        try skip(bytes, past: "?>")
      } else if starts(bytes, "<!--") {
        try skip(bytes, past: "-->")
      } else if starts(bytes, "<![CDATA[") {
        try skip(bytes, past: "]]>")
      } else if starts(bytes, "<!") {
        throw error(bytes, "no document type definition")
      } else if starts(bytes, "</") {
        return try endTag(bytes)
      } else {
        return try startTag(bytes)
      }
    }
  }

  private mutating func startTag(_ bytes: Span<UInt8>) throws(ReadError) -> XMLToken {
    guard !open.isEmpty || !sawRoot else { throw error(bytes, "one root element") }
    offset += 1
    let name = try self.name(bytes)
    sawRoot = true
    var attributes: [(name: String, value: String)] = []
    while true {
      let hadSpace = skipSpace(bytes)
      if starts(bytes, "/>") {
        offset += 2
        return .start(name: name, attributes: attributes, isEmpty: true)
      }
      if starts(bytes, ">") {
        offset += 1
        guard open.count < limits.maximumDepth else {
          throw .tooLarge(what: "levels of nesting", found: open.count + 1, limit: limits.maximumDepth)
        }
        open.append(name)
        return .start(name: name, attributes: attributes, isEmpty: false)
      }
      guard hadSpace, attributes.count < Self.maximumAttributes else { throw error(bytes, "an attribute or '>'") }
      let key = try self.name(bytes)
      skipSpace(bytes)
      guard starts(bytes, "=") else { throw error(bytes, "'=' after '\(key)'") }
      offset += 1
      skipSpace(bytes)
      let value = try attributeValue(bytes)
      guard !attributes.contains(where: { $0.name == key }) else { throw error(bytes, "attribute '\(key)' once") }
      attributes.append((key, value))
    }
  }

  private mutating func endTag(_ bytes: Span<UInt8>) throws(ReadError) -> XMLToken {
    let at = offset
    offset += 2
    let name = try self.name(bytes)
    skipSpace(bytes)
    guard starts(bytes, ">") else { throw error(bytes, "'>'") }
    offset += 1
    guard open.last == name else {
      offset = at
      throw error(bytes, open.last.map { "</\($0)>" } ?? "no further end tag")
    }
    open.removeLast()
    return .end(name: name)
  }

  private mutating func attributeValue(_ bytes: Span<UInt8>) throws(ReadError) -> String {
    guard offset < bytes.count, bytes[offset] == 0x22 || bytes[offset] == 0x27 else {
      throw error(bytes, "a quoted value")
    }
    let quote = bytes[offset]
    offset += 1
    var raw: [UInt8] = []
    while offset < bytes.count, bytes[offset] != quote {
      switch bytes[offset] {
      case 0x3C: throw error(bytes, "no '<' in a value")
      case 0x26: raw.append(contentsOf: String(try entity(bytes)).utf8)
      default:
        raw.append(bytes[offset])
        offset += 1
      }
    }
    guard offset < bytes.count else { throw error(bytes, "the closing quote of a value") }
    offset += 1
    return String(decoding: raw, as: UTF8.self)
  }

  private mutating func entity(_ bytes: Span<UInt8>) throws(ReadError) -> Character {
    var end = offset + 1
    while end < bytes.count, end - offset < 12, bytes[end] != 0x3B { end += 1 }
    guard end < bytes.count, bytes[end] == 0x3B else { throw error(bytes, "';' at the end of an entity") }
    var raw: [UInt8] = []
    for index in (offset + 1)..<end { raw.append(bytes[index]) }
    let text = String(decoding: raw, as: UTF8.self)
    let named: [String: Character] = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
    var character = named[text]
    if character == nil, text.hasPrefix("#") {
      let digits = text.dropFirst()
      let value = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      character = value.flatMap { Unicode.Scalar($0) }.map { Character($0) }
    }
    guard let character else { throw error(bytes, "one of the five entities of XML or a numeric one") }
    offset = end + 1
    return character
  }

  private mutating func name(_ bytes: Span<UInt8>) throws(ReadError) -> String {
    let start = offset
    var raw: [UInt8] = []
    while offset < bytes.count, offset - start < 256, Self.isName(bytes[offset]) {
      raw.append(bytes[offset])
      offset += 1
    }
    guard !raw.isEmpty else { throw error(bytes, "a name") }
    return String(decoding: raw, as: UTF8.self)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5F, 0x80...0xFF: true
    default: false
    }
  }

  @discardableResult
  private mutating func skipSpace(_ bytes: Span<UInt8>) -> Bool {
    let start = offset
    while offset < bytes.count, bytes[offset] <= 0x20 { offset += 1 }
    return offset > start
  }

  private mutating func skip(_ bytes: Span<UInt8>, past pattern: String) throws(ReadError) {
    let start = offset
    while offset < bytes.count, !starts(bytes, pattern) { offset += 1 }
    guard offset < bytes.count else {
      offset = start
      throw error(bytes, "'\(pattern)'")
    }
    offset += pattern.utf8.count
  }

  private func starts(_ bytes: Span<UInt8>, _ pattern: String) -> Bool {
    var index = offset
    for byte in pattern.utf8 {
      guard index < bytes.count, bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  private func error(_ bytes: Span<UInt8>, _ expected: String) -> ReadError {
    .malformed(
      format: "XML", expected: expected, found: TextPosition.found(bytes, offset),
      at: TextPosition(offset, in: bytes))
  }
}
