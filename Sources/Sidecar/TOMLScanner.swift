// SPDX-License-Identifier: GPL-3.0-or-later

/// Walks over the bytes of a TOML text, knowing strings and comments.
struct TOMLScanner {
  private let bytes: [UInt8]
  private var index = 0
  /// 1-based line of the next byte.
  private(set) var line = 1

  init(bytes: [UInt8]) { self.bytes = bytes }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func byte(after offset: Int) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

  mutating func advance() {
    if current == UInt8(ascii: "\n") { line += 1 }
    index += 1
  }

  mutating func consume(_ expected: UInt8) -> Bool {
    guard current == expected else { return false }
    advance()
    return true
  }

  /// Skips blank space, blank lines and comments. Nil at the end of the text.
  mutating func skipToStatement() -> UInt8? {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), 0xEF, 0xBB, 0xBF: advance()
      case UInt8(ascii: "#"): skipComment()
      default: return byte
      }
    }
    return nil
  }

  /// Reads a dotted key up to `=`, `]` or the end of the line. Escapes in quoted keys are left as they are.
  mutating func keyPath() -> [String] {
    var parts: [String] = []
    var part: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "="), UInt8(ascii: "]"), UInt8(ascii: "\n"), UInt8(ascii: "#"):
        parts.append(String(decoding: part, as: UTF8.self))
        return parts
      case UInt8(ascii: "."):
        parts.append(String(decoding: part, as: UTF8.self))
        part = []
        advance()
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        let start = index
        skipString()
        part += bytes[start..<index].dropFirst().dropLast()
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): advance()
      default:
        part.append(byte)
        advance()
      }
    }
    parts.append(String(decoding: part, as: UTF8.self))
    return parts
  }

  /// Skips to the end of the statement: the first line end outside brackets and strings.
  /// - Returns: False when brackets or a dotted key inside the value nest deeper than the limit.
  mutating func skipStatement(depthLimit: Int) -> Bool {
    var depth = 0
    var dots = 0
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\n"):
        dots = 0
        if depth == 0 { return true }
        advance()
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        (depth, dots) = (depth + 1, 0)
        if depth > depthLimit { return false }
        advance()
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        (depth, dots) = (max(0, depth - 1), 0)
        advance()
      case UInt8(ascii: ","), UInt8(ascii: "="):
        dots = 0
        advance()
      case UInt8(ascii: "."):
        dots += 1
        if dots > depthLimit { return false }
        advance()
      default: advance()
      }
    }
    return true
  }

  private mutating func skipComment() {
    while let byte = current, byte != UInt8(ascii: "\n") { advance() }
  }

  /// Skips one string of any of the four kinds; a one-line string also ends at the end of its line.
  private mutating func skipString() {
    guard let quote = current else { return }
    let isBasic = quote == UInt8(ascii: "\"")
    let isLong = byte(after: 1) == quote && byte(after: 2) == quote
    for _ in 0..<(isLong ? 3 : 1) { advance() }
    while let byte = current {
      if isBasic, byte == UInt8(ascii: "\\"), self.byte(after: 1) != nil {
        advance()
        advance()
      } else if byte == quote, isLong {
        var run = 0
        while run < 5, self.byte(after: run) == quote { run += 1 }
        for _ in 0..<run { advance() }
        // Up to two quotes may stand before the closing three.
        if run >= 3 { return }
      } else if byte == quote {
        return advance()
      } else if byte == UInt8(ascii: "\n"), !isLong {
        return
      } else {
        advance()
      }
    }
  }
}
