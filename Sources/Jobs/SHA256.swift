// SPDX-License-Identifier: GPL-3.0-or-later
import CNettle
import Glibc

/// SHA-256 by Nettle.
struct SHA256: ~Copyable {
  private var context = sha256_ctx()

  init() { unsafe nettle_sha256_init(&context) }

  mutating func update(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe nettle_sha256_update(&context, $0.count, $0.baseAddress) }
  }

  /// 64 hexadecimal digits.
  mutating func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe digest.withUnsafeMutableBufferPointer {
      unsafe nettle_sha256_digest(&context, $0.count, $0.baseAddress)
    }
    let digits = Array("0123456789abcdef")
    return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  static func of(file path: String) throws(Failure) -> String {
    let descriptor = try FileSystem.open(path)
    defer { close(descriptor) }
    var hash = SHA256()
    try FileSystem.read(descriptor: descriptor, subject: path) { (piece) throws(Failure) in hash.update(piece) }
    return hash.finish()
  }

  static func of(_ bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes.span)
    return hash.finish()
  }
}
