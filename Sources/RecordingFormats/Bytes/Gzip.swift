// SPDX-License-Identifier: GPL-3.0-or-later

/// Gzip (RFC 1952) through zlib's inflate, one or several members, under caps on size and ratio.
enum Gzip {
  static func recognises(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
  }

  /// - Throws: ``ReadError/truncated(at:needed:available:)``, ``ReadError/damagedCompression(at:reason:)``,
  ///   ``ReadError/tooLarge(what:found:limit:)``.
  static func inflate(_ packed: [UInt8], limits: ReadLimits) throws(ReadError) -> [UInt8] {
    var out: [UInt8] = []
    var offset = 0
    while offset < packed.count {
      if offset > 0, !recognises(Array(packed[offset...].prefix(3))) {
        // Zero padding after the last member is common on tapes and block devices; anything else is damage.
        guard packed[offset...].allSatisfy({ $0 == 0 }) else {
          throw .damagedCompression(at: offset, reason: "bytes after the end that are no gzip member")
        }
        break
      }
      try inflateMember(packed, &offset, into: &out, limits)
    }
    return out
  }

  private static func inflateMember(
    _ packed: [UInt8], _ offset: inout Int, into out: inout [UInt8], _ limits: ReadLimits
  ) throws(ReadError) {
    offset = try Inflater.inflate(packed, offset..<packed.count, .gzip, into: &out, limits)
  }
}
