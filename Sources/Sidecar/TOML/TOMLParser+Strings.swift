// SPDX-License-Identifier: GPL-3.0-or-later

extension TOMLParser {
  private static let quote = UInt8(ascii: "\"")
  private static let apostrophe = UInt8(ascii: "'")
  private static let backslash = UInt8(ascii: "\\")

  /// `"…"` with escapes, on one line.
  mutating func basicString() throws(SidecarError) -> String {
    index += 1
    var out: [UInt8] = []
    while let byte = current {
      if byte == Self.quote {
        index += 1
        return String(decoding: out, as: UTF8.self)
      }
      if byte == Self.backslash {
        try escape(into: &out)
      } else {
        guard !Self.isControl(byte) else { throw unexpected("the closing quote") }
        out.append(byte)
        index += 1
      }
    }
    throw unexpected("the closing quote")
  }

  /// `'…'`, as it stands, on one line.
  mutating func literalString() throws(SidecarError) -> String {
    index += 1
    let start = index
    while let byte = current, byte != Self.apostrophe {
      guard !Self.isControl(byte) else { throw unexpected("the closing quote") }
      index += 1
    }
    guard current != nil else { throw unexpected("the closing quote") }
    index += 1
    return String(decoding: bytes[start..<(index - 1)], as: UTF8.self)
  }

  /// `"""…"""` with escapes, over several lines; a backslash at the end of a line joins it to the next.
  mutating func longBasicString() throws(SidecarError) -> String {
    try long(Self.quote) { (parser, out) throws(SidecarError) in
      guard parser.current == Self.backslash else { return false }
      var ahead = 1
      while parser.peek(ahead) == 0x20 || parser.peek(ahead) == 0x09 { ahead += 1 }
      if parser.peek(ahead) == 0x0A || (parser.peek(ahead) == 0x0D && parser.peek(ahead + 1) == 0x0A) {
        parser.index += 1
        repeat { parser.skipBlanks() } while parser.consumeNewline()
      } else {
        try parser.escape(into: &out)
      }
      return true
    }
  }

  /// `'''…'''`, as it stands, over several lines.
  mutating func longLiteralString() throws(SidecarError) -> String {
    try long(Self.apostrophe) { (_, _) throws(SidecarError) in false }
  }

  private mutating func long(
    _ quote: UInt8, special: (inout TOMLParser, inout [UInt8]) throws(SidecarError) -> Bool
  ) throws(SidecarError) -> String {
    index += 3
    _ = consumeNewline()
    var out: [UInt8] = []
    while let byte = current {
      if byte == quote {
        var run = 0
        // Up to two quotes may stand before the closing three.
        while run < 5, peek(run) == quote { run += 1 }
        index += run
        if run >= 3 { return String(decoding: out + Array(repeating: quote, count: run - 3), as: UTF8.self) }
        out += Array(repeating: quote, count: run)
      } else if try special(&self, &out) {
        continue
      } else if consumeNewline() {
        out.append(0x0A)
      } else {
        guard !Self.isControl(byte) else { throw unexpected("text") }
        out.append(byte)
        index += 1
      }
    }
    throw unexpected("the three closing quotes")
  }

  private mutating func escape(into out: inout [UInt8]) throws(SidecarError) {
    index += 1
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "f"): 0x0C,
      UInt8(ascii: "r"): 0x0D, Self.quote: Self.quote, Self.backslash: Self.backslash,
    ]
    guard let letter = current else { throw unexpected("an escape") }
    if let byte = plain[letter] {
      out.append(byte)
      index += 1
      return
    }
    guard letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") else {
      throw unexpected("one of b t n f r u U \" \\ after the backslash")
    }
    let count = letter == UInt8(ascii: "u") ? 4 : 8
    index += 1
    var code: UInt32 = 0
    for _ in 0..<count {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw unexpected("\(count) hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    guard let scalar = Unicode.Scalar(code) else { throw error("'\\u' names no character") }
    out += Array(String(scalar).utf8)
  }
}
