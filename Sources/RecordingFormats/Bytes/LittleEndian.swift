// SPDX-License-Identifier: GPL-3.0-or-later

extension RandomAccessCollection where Element == UInt8, Index == Int {
  /// The number in `count` bytes from `offset` on, 8 at most, the lowest first.
  func littleEndian(at offset: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in (0..<count).reversed() { value = value << 8 | UInt64(self[offset + index]) }
    return value
  }
}
