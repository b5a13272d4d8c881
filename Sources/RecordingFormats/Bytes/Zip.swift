// SPDX-License-Identifier: GPL-3.0-or-later
import CZlib

/// Zip archives: members stored or deflated, listed by the central directory.
/// - SeeAlso: PKWARE, *.ZIP File Format Specification* (APPNOTE), version 6.3.
enum Zip {
  struct Member: Sendable, Hashable {
    /// Path inside the archive, with `/`.
    let name: String
    fileprivate let method: Int
    fileprivate let isEncrypted: Bool
    fileprivate let packedSize: Int
    /// Unpacked bytes, as the archive says.
    fileprivate let size: Int
    fileprivate let checksum: UInt32
    fileprivate let offset: Int
  }

  static func recognises(_ prefix: [UInt8]) -> Bool {
    prefix.count >= 4 && prefix[0] == 0x50 && prefix[1] == 0x4B
      && (prefix[2] == 3 && prefix[3] == 4 || prefix[2] == 5 && prefix[3] == 6)
  }

  private static let endBytes = 22
  private static let entryBytes = 46
  private static let localBytes = 30

  /// Files of the archive, folders left out.
  /// - Throws: ``ReadError/truncated(at:needed:available:)`` when the directory at the end is missing or cut.
  static func members(_ bytes: [UInt8], limits: ReadLimits) throws(ReadError) -> [Member] {
    guard let end = directoryEnd(bytes) else { throw .truncated(at: bytes.count, needed: endBytes, available: 0) }
    let count = number(bytes, end + 10, 2)
    var offset = number(bytes, end + 16, 4)
    guard offset != 0xFFFF_FFFF, count != 0xFFFF else {
      throw .recognisedButNotRead(format: "a zip archive in the 64-bit form", convert: "unpack it and read the files")
    }
    guard count <= limits.maximumRecordings else {
      throw .tooLarge(what: "files in the archive", found: count, limit: limits.maximumRecordings)
    }
    var members: [Member] = []
    for _ in 0..<count {
      guard offset + entryBytes <= bytes.count else {
        throw .truncated(at: offset, needed: entryBytes, available: max(0, bytes.count - offset))
      }
      guard signature(bytes, offset) == 0x0201_4B50 else {
        throw .malformedBytes(
          format: "zip", expected: "an entry of the directory", found: "other bytes", at: offset)
      }
      let (nameCount, extra, comment) = (
        number(bytes, offset + 28, 2), number(bytes, offset + 30, 2), number(bytes, offset + 32, 2)
      )
      guard offset + entryBytes + nameCount <= bytes.count else {
        throw .truncated(at: offset + entryBytes, needed: nameCount, available: bytes.count - offset - entryBytes)
      }
      let name = String(
        decoding: bytes[(offset + entryBytes)..<(offset + entryBytes + nameCount)], as: UTF8.self)
      let member = Member(
        name: name, method: number(bytes, offset + 10, 2), isEncrypted: number(bytes, offset + 8, 2) & 1 == 1,
        packedSize: number(bytes, offset + 20, 4), size: number(bytes, offset + 24, 4),
        checksum: UInt32(number(bytes, offset + 16, 4)), offset: number(bytes, offset + 42, 4))
      if !name.hasSuffix("/") { members.append(member) }
      offset += entryBytes + nameCount + extra + comment
    }
    try checkApart(members)
    return members
  }

  /// Entries of an archive share no bytes; where they do, a small file stands for any number of large ones.
  private static func checkApart(_ members: [Member]) throws(ReadError) {
    let sorted = members.sorted { $0.offset < $1.offset }
    for (one, next) in zip(sorted, sorted.dropFirst()) where next.offset < one.offset + localBytes + one.packedSize {
      throw .malformedBytes(
        format: "zip", expected: "'\(next.name)' behind '\(one.name)'", found: "both in the same bytes",
        at: next.offset)
    }
  }

  /// A member unpacked and checked.
  /// - Throws: ``ReadError`` for encryption, unknown methods, damage, and sizes above the limits.
  static func contents(_ member: Member, of bytes: [UInt8], limits: ReadLimits) throws(ReadError) -> [UInt8] {
    guard !member.isEncrypted else {
      throw .recognisedButNotRead(
        format: "'\(member.name)' in an encrypted zip archive", convert: "unpack it with its password")
    }
    guard member.offset + localBytes <= bytes.count, signature(bytes, member.offset) == 0x0403_4B50 else {
      throw .malformedBytes(
        format: "zip", expected: "the header of '\(member.name)'", found: "other bytes", at: member.offset)
    }
    let start = member.offset + localBytes + number(bytes, member.offset + 26, 2) + number(bytes, member.offset + 28, 2)
    guard start <= bytes.count, member.packedSize <= bytes.count - start else {
      throw .truncated(at: bytes.count, needed: max(0, start + member.packedSize - bytes.count), available: 0)
    }
    let range = start..<(start + member.packedSize)
    var out: [UInt8] = []
    switch member.method {
    case 0:
      guard range.count <= limits.maximumInflatedBytes else {
        throw .tooLarge(what: "unpacked bytes", found: range.count, limit: limits.maximumInflatedBytes)
      }
      out = Array(bytes[range])
    case 8:
      // The archive is not taken at its word for more than tables of numbers may need.
      out.reserveCapacity(min(member.size, 16 * member.packedSize, limits.maximumInflatedBytes))
      _ = try Inflater.inflate(bytes, range, .raw, into: &out, limits)
    default:
      throw .recognisedButNotRead(
        format: "'\(member.name)' packed by zip method \(member.method)", convert: "unpack it and read the file")
    }
    let found = unsafe out.withUnsafeBufferPointer { buffer in
      unsafe crc32_z(0, buffer.baseAddress, z_size_t(buffer.count))
    }
    guard UInt32(truncatingIfNeeded: found) == member.checksum else {
      throw .damagedCompression(at: start, reason: "the checksum of '\(member.name)' differs")
    }
    return out
  }

  /// Where the record at the end of the directory begins; a comment may follow it.
  private static func directoryEnd(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= endBytes else { return nil }
    var offset = bytes.count - endBytes
    let lowest = max(0, offset - 0xFFFF)
    while offset >= lowest {
      if signature(bytes, offset) == 0x0605_4B50, offset + endBytes + number(bytes, offset + 20, 2) <= bytes.count {
        return offset
      }
      offset -= 1
    }
    return nil
  }

  private static func signature(_ bytes: [UInt8], _ offset: Int) -> Int { number(bytes, offset, 4) }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    Int(bytes.littleEndian(at: offset, count))
  }
}
