// SPDX-License-Identifier: GPL-3.0-or-later

/// Bytes that can be read at any position, without mapping a file into memory.
///
/// A mapped file that another process shortens kills the reader with a signal; positioned reads only come back short.
public protocol ByteSource: ~Copyable {
  /// Number of bytes when the source was opened.
  var count: Int { get }

  /// Reads bytes from `offset` on into the front of `destination`.
  /// - Returns: Number of bytes read; less than asked for only at the end of the source.
  mutating func read(at offset: Int, into destination: inout MutableSpan<UInt8>) throws(ReadError) -> Int
}

extension ByteSource where Self: ~Copyable {
  /// Up to `limit` bytes from the start.
  public mutating func prefix(_ limit: Int) throws(ReadError) -> [UInt8] { try bytes(at: 0, limit) }

  /// Up to `limit` bytes from `offset` on; fewer at the end.
  // Inlined, Swift 6.3 makes code of it that its own check refuses.
  @inline(never)
  public mutating func bytes(at offset: Int, _ limit: Int) throws(ReadError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, min(limit, count - offset)))
    var span = bytes.mutableSpan
    let got = try read(at: offset, into: &span)
    if got < bytes.count { bytes.removeLast(bytes.count - got) }
    return bytes
  }

  /// All bytes.
  /// - Throws: ``ReadError/tooLarge(what:found:limit:)``, or ``ReadError/truncated(at:needed:available:)`` when the
  ///   source has become shorter since it was opened.
  public mutating func all(limits: ReadLimits) throws(ReadError) -> [UInt8] {
    guard count <= limits.maximumBytes else {
      throw .tooLarge(what: "bytes", found: count, limit: limits.maximumBytes)
    }
    let bytes = try prefix(count)
    guard bytes.count == count else {
      throw .truncated(at: bytes.count, needed: count - bytes.count, available: 0)
    }
    return bytes
  }
}

/// Bytes already in memory.
public struct MemorySource: ByteSource {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public var count: Int { bytes.count }

  public func read(at offset: Int, into destination: inout MutableSpan<UInt8>) throws(ReadError) -> Int {
    guard offset >= 0, offset < bytes.count else { return 0 }
    let got = min(destination.count, bytes.count - offset)
    unsafe destination.withUnsafeMutableBufferPointer { target in
      unsafe bytes.withUnsafeBufferPointer { source in
        guard let to = target.baseAddress, let from = source.baseAddress, got > 0 else { return }
        unsafe to.update(from: from + offset, count: got)
      }
    }
    return got
  }
}
