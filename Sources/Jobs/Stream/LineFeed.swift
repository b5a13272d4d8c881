// SPDX-License-Identifier: GPL-3.0-or-later

/// Cuts bytes that arrive in any portions into lines ended by LF, CRLF or CR.
struct LineFeed: Sendable {
  /// Number of the last line given, from 1.
  private(set) var number = 0
  private var bytes: [UInt8] = []
  private var start = 0
  /// Up to here there is no end of a line.
  private var searched = 0
  private var endsInReturn = false
  private var isAtStart = true

  /// Bytes of the line that is not complete yet.
  var pending: Int { bytes.count - start }

  mutating func append(_ more: ArraySlice<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      searched -= start
      start = 0
    }
    bytes += more
  }

  /// The next complete line, without its end; nil when there is none yet.
  mutating func next() -> [UInt8]? {
    if endsInReturn, start < bytes.count {
      // The second half of CRLF, however they arrived.
      if bytes[start] == 0x0A { start += 1 }
      endsInReturn = false
      searched = max(searched, start)
    }
    while searched < bytes.count, bytes[searched] != 0x0A, bytes[searched] != 0x0D { searched += 1 }
    guard searched < bytes.count else { return nil }
    let line = take(to: searched)
    endsInReturn = bytes[searched] == 0x0D
    searched += 1
    start = searched
    return line
  }

  /// What stands after the last end of a line; nil when nothing does.
  mutating func rest() -> [UInt8]? {
    guard pending > 0 else { return nil }
    let line = take(to: bytes.count)
    start = bytes.count
    searched = start
    return line
  }

  private mutating func take(to end: Int) -> [UInt8] {
    number += 1
    var first = start
    // The mark some editors put before UTF-8.
    if isAtStart, end - first >= 3, bytes[first..<(first + 3)].elementsEqual([0xEF, 0xBB, 0xBF]) { first += 3 }
    isAtStart = false
    return Array(bytes[first..<end])
  }
}
