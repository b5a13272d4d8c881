// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib

/// zlib's inflate under caps on size and ratio.
enum Inflater {
  enum Form {
    /// A gzip member with its header and checksum.
    case gzip
    /// Deflated data alone.
    case raw
  }

  /// - Parameters:
  ///   - range: Where the packed data are; they may end earlier.
  ///   - out: Takes the unpacked bytes at its end; its size counts towards the caps.
  /// - Returns: Offset behind the packed data.
  /// - Throws: ``ReadError/truncated(at:needed:available:)``, ``ReadError/damagedCompression(at:reason:)``,
  ///   ``ReadError/tooLarge(what:found:limit:)``.
  static func inflate(
    _ packed: [UInt8], _ range: Range<Int>, _ form: Form, into out: inout [UInt8], _ limits: ReadLimits
  ) throws(ReadError) -> Int {
    var offset = range.lowerBound
    let before = out.count
    var stream = unsafe z_stream()
    let started =
      switch form {
      case .gzip: unsafe palpate_inflate_gzip_init(&stream)
      case .raw: unsafe palpate_inflate_raw_init(&stream)
      }
    guard started == Z_OK else { throw .damagedCompression(at: offset, reason: "zlib did not start") }
    defer { unsafe inflateEnd(&stream) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let from = offset
      let available = min(range.upperBound - from, 1 << 20)
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
      // Each stretch by itself, and all that was unpacked by all that was packed.
      try check(out.count - before, packed: offset - range.lowerBound, limits)
      try check(out.count, packed: offset, limits)
      switch code {
      case Z_STREAM_END: return offset
      case Z_OK, Z_BUF_ERROR:
        if used == 0, made == 0 { throw .truncated(at: range.upperBound, needed: 1, available: 0) }
      case Z_MEM_ERROR: throw .tooLarge(what: "bytes", found: out.count, limit: limits.maximumInflatedBytes)
      default: throw .damagedCompression(at: offset, reason: "zlib reports code \(code)")
      }
    }
  }

  /// - Parameters:
  ///   - made: Bytes unpacked.
  ///   - packed: Bytes they came from.
  static func check(_ made: Int, packed: Int, _ limits: ReadLimits) throws(ReadError) {
    if made > limits.maximumInflatedBytes {
      throw .tooLarge(what: "unpacked bytes", found: made, limit: limits.maximumInflatedBytes)
    }
    if made > 1 << 24, made / max(packed, 1) > limits.maximumInflationRatio {
      throw .tooLarge(
        what: "unpacked bytes a packed byte", found: made / max(packed, 1), limit: limits.maximumInflationRatio)
    }
  }
}
