// SPDX-License-Identifier: GPL-3.0-or-later

/// Encodings a text file may come in.
enum TextEncoding: String, Sendable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16 LE"
  case utf16BigEndian = "UTF-16 BE"
  case windows1252 = "Windows-1252"
}

/// What a text is written in.
struct TextNature: Sendable, Hashable {
  let encoding: TextEncoding
  /// Whether the encoding was inferred from the bytes alone.
  let isGuess: Bool
  /// Null bytes at the end, as an interrupted logger leaves them, or half a character.
  let isCutOff: Bool
}

/// A text brought to UTF-8 without byte-order mark.
struct DecodedText {
  var bytes: [UInt8]
  let nature: TextNature

  var isCutOff: Bool { nature.isCutOff }

  /// - Parameter isWhole: False for a prefix of a file, whose last character may be cut.
  /// - Throws: ``ReadError/notText(offset:byte:)``.
  init(_ raw: [UInt8], isWhole: Bool = true) throws(ReadError) {
    let (encoding, mark, isGuess) = Self.encoding(raw)
    switch encoding {
    case .utf16LittleEndian: try self.init(utf16: raw, from: mark, bigEndian: false, isGuess: isGuess)
    case .utf16BigEndian: try self.init(utf16: raw, from: mark, bigEndian: true, isGuess: isGuess)
    default: try self.init(utf8: mark == 0 ? raw : Array(raw[mark...]), offset: mark, isWhole: isWhole)
    }
  }

  /// What the first bytes tell: the encoding, UTF-8 where nothing is told; the length of the mark; whether it is
  /// inferred from null bytes.
  static func encoding(_ raw: [UInt8]) -> (encoding: TextEncoding, mark: Int, isGuess: Bool) {
    if raw.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3, false) }
    if raw.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2, false) }
    if raw.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2, false) }
    guard let isBigEndian = looksLikeUTF16(raw) else { return (.utf8, 0, false) }
    return (isBigEndian ? .utf16BigEndian : .utf16LittleEndian, 0, true)
  }

  private init(utf8 raw: [UInt8], offset: Int, isWhole: Bool) throws(ReadError) {
    var bytes = raw
    var isCutOff = false
    if bytes.last == 0 {
      let end = (bytes.lastIndex { $0 != 0 } ?? -1) + 1
      bytes.removeLast(bytes.count - end)
      isCutOff = true
    }
    if bytes.last == 0x1A { bytes.removeLast() }  // end-of-file mark of DOS
    for (index, byte) in bytes.enumerated() where Self.isControl(byte) {
      throw .notText(offset: index + offset, byte: byte)
    }
    switch UTF8Check.firstInvalid(bytes.span) {
    case nil:
      self.init(bytes: bytes, encoding: .utf8, isGuess: false, isCutOff: isCutOff)
    case .some(let invalid) where UTF8Check.isCutCharacter(bytes.span, at: invalid):
      bytes.removeLast(bytes.count - invalid)
      self.init(bytes: bytes, encoding: .utf8, isGuess: false, isCutOff: isWhole)
    default:
      self.init(bytes: Windows1252.utf8(bytes), encoding: .windows1252, isGuess: true, isCutOff: isCutOff)
    }
  }

  init(utf16 raw: [UInt8], from start: Int = 0, bigEndian: Bool, isGuess: Bool = false) throws(ReadError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var index = start
    while index + 1 < raw.count {
      let (unit, next) = Self.scalar(raw, index, bigEndian)
      if unit < 0x80 {
        let byte = UInt8(unit)
        if Self.isControl(byte) { throw .notText(offset: index, byte: byte) }
        bytes.append(byte)
      } else {
        bytes.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
      }
      index = next
    }
    self.init(
      bytes: bytes, encoding: bigEndian ? .utf16BigEndian : .utf16LittleEndian, isGuess: isGuess,
      isCutOff: index < raw.count)
  }

  private init(bytes: [UInt8], encoding: TextEncoding, isGuess: Bool, isCutOff: Bool) {
    self.bytes = bytes
    nature = TextNature(encoding: encoding, isGuess: isGuess, isCutOff: isCutOff)
  }

  /// Scalar value at `index` and the index after it; half a surrogate pair gives U+FFFD.
  private static func scalar(_ raw: [UInt8], _ index: Int, _ bigEndian: Bool) -> (UInt32, Int) {
    func unit(_ at: Int) -> UInt32 {
      bigEndian ? UInt32(raw[at]) << 8 | UInt32(raw[at + 1]) : UInt32(raw[at + 1]) << 8 | UInt32(raw[at])
    }
    let first = unit(index)
    guard first & 0xF800 == 0xD800 else { return (first, index + 2) }
    guard first & 0x0400 == 0, index + 3 < raw.count else { return (0xFFFD, index + 2) }
    let second = unit(index + 2)
    guard second & 0xFC00 == 0xDC00 else { return (0xFFFD, index + 2) }
    return (0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, index + 4)
  }

  /// Nearly every second byte null: ASCII text in two-byte units. Returns whether the high byte comes first.
  private static func looksLikeUTF16(_ raw: [UInt8]) -> Bool? {
    let sample = raw.prefix(1024)
    guard sample.count >= 8 else { return nil }
    var even = 0
    var odd = 0
    for index in sample.indices where sample[index] == 0 {
      if index & 1 == 0 { even += 1 } else { odd += 1 }
    }
    let half = sample.count / 2
    if odd * 10 >= half * 8, even == 0 { return false }
    if even * 10 >= half * 8, odd == 0 { return true }
    return nil
  }

  static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D && byte != 0x0C && byte != 0x0B || byte == 0x7F
  }
}
