// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib

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
    var stream = unsafe z_stream()
    guard unsafe palpate_inflate_gzip_init(&stream) == Z_OK else {
      throw .damagedCompression(at: offset, reason: "zlib did not start")
    }
    defer { unsafe inflateEnd(&stream) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let from = offset
      let available = min(packed.count - from, 1 << 20)
      let (code, used, made) = unsafe packed.withUnsafeBufferPointer { input in
        unsafe chunk.withUnsafeMutableBufferPointer { output in
          // zlib's interface is not const; it does not write through next_in.
          unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: from))
          unsafe stream.avail_in = UInt32(available)
          unsafe stream.next_out = output.baseAddress
          unsafe stream.avail_out = UInt32(output.count)
          let code = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
          return unsafe (code, available - Int(stream.avail_in), output.count - Int(stream.avail_out))
        }
      }
      offset += used
      out.append(contentsOf: chunk[..<made])
      try check(out.count, packed: offset, limits)
      switch code {
      case Z_STREAM_END: return
      case Z_OK, Z_BUF_ERROR:
        if used == 0, made == 0 { throw .truncated(at: packed.count, needed: 1, available: 0) }
      case Z_MEM_ERROR: throw .tooLarge(what: "bytes", found: out.count, limit: limits.maximumInflatedBytes)
      default: throw .damagedCompression(at: offset, reason: "zlib reports code \(code)")
      }
    }
  }

  private static func check(_ made: Int, packed: Int, _ limits: ReadLimits) throws(ReadError) {
    if made > limits.maximumInflatedBytes {
      throw .tooLarge(what: "unpacked bytes", found: made, limit: limits.maximumInflatedBytes)
    }
    if made > 1 << 24, made / max(packed, 1) > limits.maximumInflationRatio {
      throw .tooLarge(
        what: "unpacked bytes a packed byte", found: made / max(packed, 1), limit: limits.maximumInflationRatio)
    }
  }
}
