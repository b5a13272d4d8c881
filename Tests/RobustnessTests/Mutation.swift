// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport

/// Edits of a file's bytes as accidents and editors make them; the same seed gives the same bytes for ever.
enum Mutation {
  /// Bytes that mean something to the parsers: signs, delimiters, brackets, digits, ends of lines, NUL, UTF-8 leads.
  private static let telling =
    Array("0123456789+-.,;:eE\t\r\n\"'[]{}<>/\\=# %nN\0".utf8) + [0xC3, 0xE2, 0xEF, 0xF0, 0xFF]
  /// Texts that parse as numbers, or nearly, and are apt to overflow.
  private static let splices = [
    "nan", "inf", "-inf", "1e308", "1e-320", "-0", "1e999", "99999999999999999999", "9223372036854775807", "0x1p1023",
    "-1", "1,5", "1.7976931348623157e308", "", ",,,,,,,,", "\r\n\r\n", "\n\n", "n/a", "null", "1e", "--", "\u{FEFF}",
    "NaN",
    "[[[[[[[[", "}}}}", "<a>", "]]>", "kg", "%",
  ].map { Array($0.utf8) }

  /// - Parameter seed: Number of the case.
  /// - Returns: `bytes` with 1 to 8 edits.
  static func mutate(_ bytes: [UInt8], seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var out = bytes
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let place = out.isEmpty ? 0 : Int.random(in: 0..<out.count, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0 where !out.isEmpty: out[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1 where !out.isEmpty: out[place] = UInt8.random(in: 0...255, using: &generator)
      case 2 where !out.isEmpty: out[place] = telling[Int.random(in: 0..<telling.count, using: &generator)]
      case 3: out.insert(telling[Int.random(in: 0..<telling.count, using: &generator)], at: place)
      case 4:
        let end = min(out.count, place + Int.random(in: 1...16, using: &generator))
        out.removeSubrange(place..<end)
      case 5:
        // A stretch is copied elsewhere: repeated rows, headers in the middle.
        let end = min(out.count, place + Int.random(in: 1...64, using: &generator))
        out.insert(contentsOf: Array(out[place..<end]), at: Int.random(in: 0...out.count, using: &generator))
      default:
        let splice = splices[Int.random(in: 0..<splices.count, using: &generator)]
        let end = min(out.count, place + (Bool.random(using: &generator) ? splice.count : 0))
        out.replaceSubrange(place..<end, with: splice)
      }
    }
    return out
  }
}
