// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads TOML 1.0 (toml.io/en/v1.0.0), keeping the line of every value.
///
/// Differences to the standard: nesting and dotted keys are capped, and dates are recognised by their shape only.
/// Time and memory are linear in the size of the text.
struct TOMLParser {
  static let sizeLimit = 1 << 20
  /// Deepest nesting of arrays and inline tables, and longest dotted key.
  static let depthLimit = 16

  let file: String
  let bytes: [UInt8]
  var index = 0
  /// 1-based line of the next byte, and where that line starts.
  var line = 1
  var lineStart = 0
  var depth = 0

  static func parse(_ text: String, name: String) throws(SidecarError) -> Node {
    let count = text.utf8.count
    guard count <= sizeLimit else {
      throw SidecarError(file: name, problem: .tooLarge(bytes: count, limit: sizeLimit))
    }
    var parser = TOMLParser(file: name, bytes: Array(text.utf8))
    return try parser.document().node(path: "")
  }

  private init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (index, lineStart) = (3, 3) }
  }

  private mutating func document() throws(SidecarError) -> TOMLTable {
    let root = TOMLTable(.header, line: 1)
    var table = root
    while true {
      try skipBlankLines()
      guard let byte = current else { return root }
      if byte == UInt8(ascii: "[") {
        table = try header(in: root)
      } else {
        try keyValue(into: table)
      }
      try endOfLine()
    }
  }

  // MARK: - Bytes

  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  func peek(_ offset: Int) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

  mutating func consume(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    index += 1
    return true
  }

  /// Consumes `\n` or `\r\n`.
  mutating func consumeNewline() -> Bool {
    let length = current == 0x0A ? 1 : current == 0x0D && peek(1) == 0x0A ? 2 : 0
    guard length > 0 else { return false }
    index += length
    line += 1
    lineStart = index
    return true
  }

  mutating func skipBlanks() {
    while current == 0x20 || current == 0x09 { index += 1 }
  }

  /// Skips blanks, line ends and comments.
  mutating func skipBlankLines() throws(SidecarError) {
    repeat {
      skipBlanks()
      try skipComment()
    } while consumeNewline()
  }

  private mutating func skipComment() throws(SidecarError) {
    guard consume(UInt8(ascii: "#")) else { return }
    while let byte = current, byte != 0x0A, !(byte == 0x0D && peek(1) == 0x0A) {
      guard !Self.isControl(byte) else { throw unexpected("text") }
      index += 1
    }
  }

  private mutating func endOfLine() throws(SidecarError) {
    skipBlanks()
    try skipComment()
    guard consumeNewline() || current == nil else { throw unexpected("the end of the line") }
  }

  /// Control characters other than tab, which TOML does not allow anywhere.
  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7F }

  // MARK: - Errors

  func error(_ message: String, line: Int? = nil) -> SidecarError {
    guard line == nil else { return SidecarError(file: file, line: line, problem: .syntax(message)) }
    // Columns count characters, not bytes.
    let column = bytes[lineStart..<min(index, bytes.count)].count { $0 & 0xC0 != 0x80 } + 1
    return SidecarError(file: file, line: self.line, column: column, problem: .syntax(message))
  }

  func unexpected(_ expected: String) -> SidecarError {
    guard let byte = current else { return error("expected \(expected), found the end of the file") }
    if byte == 0x0A || byte == 0x0D { return error("expected \(expected), found the end of the line") }
    if byte < 0x20 || byte == 0x7F { return error("expected \(expected), found the control character \(byte)") }
    var end = index + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return error("expected \(expected), found '\(String(decoding: bytes[index..<end], as: UTF8.self))'")
  }

  var tooDeep: SidecarError { SidecarError(file: file, line: line, problem: .tooDeep(limit: Self.depthLimit)) }
}
