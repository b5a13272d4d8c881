// SPDX-License-Identifier: GPL-3.0-or-later

extension Span where Element == UInt8 {
  /// The number in `count` bytes from `offset` on, 1 to 8, the lowest first.
  @inline(__always)
  func littleEndian(at offset: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in (0..<count).reversed() { value = value << 8 | UInt64(self[offset + index]) }
    return value
  }

  /// The same with the highest byte first.
  @inline(__always)
  func bigEndian(at offset: Int, _ count: Int) -> UInt64 {
    littleEndian(at: offset, count).byteSwapped >> UInt64(64 - 8 * count)
  }
}

extension [UInt8] {
  /// The number in `count` bytes from `offset` on, 1 to 8, the lowest first.
  func littleEndian(at offset: Int, _ count: Int) -> UInt64 { span.littleEndian(at: offset, count) }
}
