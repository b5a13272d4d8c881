// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib

/// One gzip member (RFC 1952) by zlib's deflate, without name and time, so that equal bytes give equal files.
@safe public struct GzipWriter: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  public init() throws(WriteError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe palpate_deflate_gzip_init(stream)
    guard code == Z_OK else { throw .compression(code) }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Packed bytes that have become certain.
  public mutating func pack(_ bytes: [UInt8]) throws(WriteError) -> [UInt8] { try run(bytes, Z_NO_FLUSH) }

  /// The rest, at the end.
  public mutating func finish() throws(WriteError) -> [UInt8] { try run([], Z_FINISH) }

  private mutating func run(_ bytes: [UInt8], _ flush: Int32) throws(WriteError) -> [UInt8] {
    var out: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 15)
    var code = Z_OK
    let stream = unsafe self.stream
    unsafe bytes.withUnsafeBufferPointer { input in
      // zlib's interface is not const; it does not write through next_in.
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(input.count)
      var made = 0
      repeat {
        unsafe chunk.withUnsafeMutableBufferPointer { output in
          unsafe stream.pointee.next_out = output.baseAddress
          unsafe stream.pointee.avail_out = UInt32(output.count)
          code = unsafe deflate(stream, flush)
          made = unsafe output.count - Int(stream.pointee.avail_out)
        }
        out.append(contentsOf: chunk[..<made])
      } while made == chunk.count && (code == Z_OK || code == Z_BUF_ERROR)
    }
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else { throw .compression(code) }
    return out
  }
}
