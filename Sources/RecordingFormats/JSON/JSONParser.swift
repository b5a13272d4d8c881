// SPDX-License-Identifier: GPL-3.0-or-later

/// Strict JSON (RFC 8259) from valid UTF-8, with caps on depth and number of values.
///
/// Our own, because recordings are read under caps, numbers must be correctly rounded, duplicate keys refused, and
/// Foundation's parser is not available to libraries.
struct JSONParser {
  private var offset = 0
  private var values = 0
  private let limits: ReadLimits

  private init(limits: ReadLimits) { self.limits = limits }

  /// - Throws: ``ReadError/malformed(format:expected:found:at:)`` or ``ReadError/tooLarge(what:found:limit:)``.
  static func parse(_ bytes: Span<UInt8>, limits: ReadLimits) throws(ReadError) -> JSONValue {
    var parser = JSONParser(limits: limits)
    let value = try parser.value(bytes, depth: 0)
    parser.skipSpace(bytes)
    if parser.offset < bytes.count { throw parser.error(bytes, "the end of the file after the value") }
    return value
  }

  private mutating func value(_ bytes: Span<UInt8>, depth: Int) throws(ReadError) -> JSONValue {
    guard depth < limits.maximumDepth else {
      throw .tooLarge(what: "levels of nesting", found: depth + 1, limit: limits.maximumDepth)
    }
    values += 1
    guard values <= limits.maximumCells else {
      throw .tooLarge(what: "values", found: values, limit: limits.maximumCells)
    }
    skipSpace(bytes)
    guard offset < bytes.count else { throw error(bytes, "a value") }
    switch bytes[offset] {
    case 0x7B: return .object(try object(bytes, depth))
    case 0x5B: return try array(bytes, depth)
    case 0x22: return .string(try string(bytes))
    case 0x74: return try word(bytes, "true", .bool(true))
    case 0x66: return try word(bytes, "false", .bool(false))
    case 0x6E: return try word(bytes, "null", .null)
    default: return .number(try number(bytes))
    }
  }

  private mutating func object(_ bytes: Span<UInt8>, _ depth: Int) throws(ReadError) -> JSONObject {
    var object = JSONObject()
    offset += 1
    skipSpace(bytes)
    if take(bytes, 0x7D) { return object }
    while true {
      skipSpace(bytes)
      guard offset < bytes.count, bytes[offset] == 0x22 else { throw error(bytes, "a key in quotes") }
      let at = offset
      let key = try string(bytes)
      skipSpace(bytes)
      guard take(bytes, 0x3A) else { throw error(bytes, "':' after a key") }
      let member = try value(bytes, depth: depth + 1)
      guard object.add(key, member) else {
        offset = at
        throw error(bytes, "each key once", found: "'\(key)' again")
      }
      skipSpace(bytes)
      if take(bytes, 0x7D) { return object }
      guard take(bytes, 0x2C) else { throw error(bytes, "',' or '}'") }
    }
  }

  private mutating func array(_ bytes: Span<UInt8>, _ depth: Int) throws(ReadError) -> JSONValue {
    offset += 1
    var numbers: [Double] = []
    skipSpace(bytes)
    if take(bytes, 0x5D) { return .numbers([]) }
    while true {
      let element = try value(bytes, depth: depth + 1)
      switch element {
      case .number(let value): numbers.append(value)
      case .null: numbers.append(.nan)
      default: return try mixedArray(bytes, depth, numbers, element)
      }
      skipSpace(bytes)
      if take(bytes, 0x5D) { return .numbers(numbers) }
      guard take(bytes, 0x2C) else { throw error(bytes, "',' or ']'") }
    }
  }

  private mutating func mixedArray(
    _ bytes: Span<UInt8>, _ depth: Int, _ numbers: [Double], _ element: JSONValue
  ) throws(ReadError) -> JSONValue {
    var elements = numbers.map { $0.isNaN ? JSONValue.null : .number($0) }
    elements.append(element)
    while true {
      skipSpace(bytes)
      if take(bytes, 0x5D) { return .array(elements) }
      guard take(bytes, 0x2C) else { throw error(bytes, "',' or ']'") }
      elements.append(try value(bytes, depth: depth + 1))
    }
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(ReadError) -> Double {
    var index = offset
    func digits(_ from: Int) -> Int {
      var at = from
      while at < bytes.count, bytes[at] &- 0x30 < 10 { at += 1 }
      return at
    }
    if index < bytes.count, bytes[index] == 0x2D { index += 1 }
    let whole = digits(index)
    // No leading zeros: "01" is no JSON number.
    guard whole > index, whole == index + 1 || bytes[index] != 0x30 else { throw error(bytes, "a value") }
    index = whole
    if index < bytes.count, bytes[index] == 0x2E {
      let end = digits(index + 1)
      guard end > index + 1 else { throw error(bytes, "digits after the decimal point") }
      index = end
    }
    if index < bytes.count, bytes[index] | 0x20 == 0x65 {
      var start = index + 1
      if start < bytes.count, bytes[start] == 0x2B || bytes[start] == 0x2D { start += 1 }
      let end = digits(start)
      guard end > start else { throw error(bytes, "digits of an exponent") }
      index = end
    }
    guard let parsed = DecimalNumber.parse(bytes, offset..<index, comma: false) else {
      throw error(bytes, "a number within the range of doubles")
    }
    offset = index
    return parsed.value
  }

  private mutating func word(_ bytes: Span<UInt8>, _ word: String, _ value: JSONValue) throws(ReadError) -> JSONValue {
    for (index, byte) in word.utf8.enumerated() {
      guard offset + index < bytes.count, bytes[offset + index] == byte else { throw error(bytes, "'\(word)'") }
    }
    offset += word.utf8.count
    return value
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(ReadError) -> String {
    offset += 1
    var raw: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case 0x22:
        offset += 1
        return String(decoding: raw, as: UTF8.self)
      case 0x5C: raw.append(contentsOf: String(try escape(bytes)).utf8)
      case 0..<0x20: throw error(bytes, "no control characters in a string")
      default:
        raw.append(byte)
        offset += 1
      }
    }
    throw error(bytes, "'\"' at the end of a string")
  }

  private mutating func escape(_ bytes: Span<UInt8>) throws(ReadError) -> Character {
    guard offset + 1 < bytes.count else { throw error(bytes, "an escape sequence") }
    let byte = bytes[offset + 1]
    let plain: [UInt8: Character] = [
      0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r", 0x74: "\t",
    ]
    if let character = plain[byte] {
      offset += 2
      return character
    }
    guard byte == 0x75, let first = hex(bytes, offset + 2) else { throw error(bytes, "an escape sequence") }
    offset += 6
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard first & 0xFC00 == 0xD800, offset + 1 < bytes.count, bytes[offset] == 0x5C, bytes[offset + 1] == 0x75,
      let second = hex(bytes, offset + 2), second & 0xFC00 == 0xDC00,
      let scalar = Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF)
    else { throw error(bytes, "the second half of a surrogate pair") }
    offset += 6
    return Character(scalar)
  }

  private func hex(_ bytes: Span<UInt8>, _ from: Int) -> UInt32? {
    guard from + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for index in from..<(from + 4) {
      switch bytes[index] {
      case 0x30...0x39: value = value << 4 | UInt32(bytes[index] - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(bytes[index] - 0x37)
      case 0x61...0x66: value = value << 4 | UInt32(bytes[index] - 0x57)
      default: return nil
      }
    }
    return value
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  private mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private func error(_ bytes: Span<UInt8>, _ expected: String, found: String? = nil) -> ReadError {
    .malformed(
      format: "JSON", expected: expected, found: found ?? TextPosition.found(bytes, offset),
      at: TextPosition(offset, in: bytes))
  }
}

extension TextPosition {
  init(_ offset: Int, in bytes: Span<UInt8>) {
    var line = 1
    var start = 0
    for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
      line += 1
      start = index + 1
    }
    self.init(line: line, column: offset - start + 1)
  }

  /// What stands at an offset, for messages.
  static func found(_ bytes: Span<UInt8>, _ offset: Int) -> String {
    guard offset < bytes.count else { return "the end of the file" }
    var raw: [UInt8] = []
    for index in offset..<min(offset + 12, bytes.count) where bytes[index] >= 0x20 { raw.append(bytes[index]) }
    return "'\(String(decoding: raw, as: UTF8.self))'"
  }
}
