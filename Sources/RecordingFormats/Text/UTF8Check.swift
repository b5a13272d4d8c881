// SPDX-License-Identifier: GPL-3.0-or-later

/// Strict validation of UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Check {
  /// Offset of the first byte that does not belong to a valid character; nil when all is valid.
  static func firstInvalid(_ bytes: Span<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let length = characterLength(bytes, at: index)
      if length == 0 { return index }
      index += length
    }
    return nil
  }

  /// Whether `bytes` end inside a character that began validly at `index`.
  static func isCutCharacter(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    let lead = bytes[index]
    let needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard lead >= 0xC2, lead <= 0xF4, index + needed > bytes.count else { return false }
    for next in (index + 1)..<bytes.count where bytes[next] & 0xC0 != 0x80 { return false }
    return true
  }

  private static func characterLength(_ bytes: Span<UInt8>, at index: Int) -> Int {
    let lead = bytes[index]
    let length: Int
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return 0
    }
    guard index + length <= bytes.count else { return 0 }
    for next in (index + 1)..<(index + length) where bytes[next] & 0xC0 != 0x80 { return 0 }
    let second = bytes[index + 1]
    switch lead {
    case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90, 0xF4 where second > 0x8F:
      return 0
    default: return length
    }
  }
}

/// The Western European code page of Windows; a superset of the printable part of Latin-1.
enum Windows1252 {
  static func utf8(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 8)
    for byte in bytes {
      if byte < 0x80 {
        out.append(byte)
      } else {
        let value = byte < 0xA0 ? high[Int(byte) - 0x80] : UInt32(byte)
        out.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
      }
    }
    return out
  }

  /// Characters 0x80 to 0x9F; unassigned ones as U+FFFD.
  private static let high: [UInt32] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
    0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
    0x0153, 0xFFFD, 0x017E, 0x0178,
  ]
}
