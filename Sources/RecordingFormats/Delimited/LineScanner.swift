// SPDX-License-Identifier: GPL-3.0-or-later

/// One line of a text, without its terminator.
struct TextLine {
  let range: Range<Int>
  /// 1-based.
  let number: Int
  let isTerminated: Bool
}

/// Walks over lines ended by LF, CRLF or CR alone.
struct LineScanner {
  var offset: Int
  var number: Int

  init(offset: Int = 0, number: Int = 1) {
    self.offset = offset
    self.number = number
  }

  /// The next line, or nil at the end of the text.
  mutating func next(in bytes: Span<UInt8>) -> TextLine? {
    let start = offset
    let count = bytes.count
    guard start < count else { return nil }
    var end = start
    while end < count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    let line = TextLine(range: start..<end, number: number, isTerminated: end < count)
    offset = end + 1
    if end + 1 < count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A { offset += 1 }
    number += 1
    return line
  }
}
