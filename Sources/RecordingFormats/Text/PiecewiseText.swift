// SPDX-License-Identifier: GPL-3.0-or-later

/// The part of a text that is at work, brought to UTF-8 without byte-order mark.
struct PiecewiseText {
  private(set) var bytes: [UInt8] = []
  let nature: TextNature
  private let count: Int
  private var offset: Int
  /// Bytes read that wait for the rest of their character.
  private var carried: [UInt8] = []

  /// - Parameters:
  ///   - start: The first bytes of the source, 1024 unless it is shorter.
  ///   - count: Bytes of the whole source.
  ///   - asWindows1252: What to take it as where it is not marked as anything else.
  init(_ start: [UInt8], count: Int, asWindows1252: Bool) {
    self.count = count
    let (encoding, mark, isGuess) = DecodedText.encoding(start)
    let isOther = encoding == .utf8 && asWindows1252
    nature = TextNature(
      encoding: isOther ? .windows1252 : encoding, isGuess: isOther || isGuess, isCutOff: false)
    offset = mark
  }

  var isWhole: Bool { offset == count && carried.isEmpty }

  /// Bytes the text will have in UTF-8, about.
  var likelyCount: Int {
    nature.encoding == .utf16LittleEndian || nature.encoding == .utf16BigEndian ? count / 2 : count
  }

  /// Bytes not yet read.
  var left: Int { count - offset }

  /// Forgets bytes at the front.
  mutating func drop(_ used: Int) { bytes.replaceSubrange(0..<used, with: EmptyCollection()) }

  /// Hands over the whole lines at the front, and keeps the rest.
  ///
  /// - Parameters:
  ///   - lines: Memory to use; the lines replace what is in it.
  ///   - most: Bytes they may have.
  /// - Returns: False, and nothing is done, without an LF in so many bytes.
  mutating func takeLines(_ lines: inout [UInt8], most: Int) -> Bool {
    guard let last = bytes.prefix(most).lastIndex(of: 0x0A) else { return false }
    swap(&bytes, &lines)
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: lines[(last + 1)...])
    lines.removeLast(lines.count - last - 1)
    return true
  }

  /// Reads on.
  /// - Returns: False when the source is shorter than it was, or its text ends inside a character or is none.
  mutating func read(_ source: inout some ByteSource & ~Copyable, _ most: Int) throws(ReadError) -> Bool {
    let wanted = min(most, count - offset)
    if nature.encoding == .utf8 {
      let kept = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: wanted))
      return try Self.fetch(&source, at: &offset, into: &bytes, from: kept)
    }
    let waiting = carried.count
    var raw = carried + [UInt8](repeating: 0, count: wanted)
    guard try Self.fetch(&source, at: &offset, into: &raw, from: waiting) else { return false }
    carried = []
    if nature.encoding == .windows1252 {
      bytes.append(contentsOf: Windows1252.utf8(raw))
      return true
    }
    let isBigEndian = nature.encoding == .utf16BigEndian
    var usable = raw.count & ~1
    if offset < count, usable >= 2, raw[usable - (isBigEndian ? 2 : 1)] & 0xFC == 0xD8 { usable -= 2 }
    guard offset < count || usable == raw.count else { return false }
    carried = Array(raw[usable...])
    guard let text = try? DecodedText(utf16: Array(raw[..<usable]), bigEndian: isBigEndian) else { return false }
    bytes.append(contentsOf: text.bytes)
    return true
  }

  private static func fetch(
    _ source: inout some ByteSource & ~Copyable, at offset: inout Int, into buffer: inout [UInt8], from start: Int
  ) throws(ReadError) -> Bool {
    let wanted = buffer.count - start
    var whole = buffer.mutableSpan
    var rest = whole._mutatingExtracting(start...)
    let got = try source.read(at: offset, into: &rest)
    offset += got
    return got == wanted
  }
}
