// SPDX-License-Identifier: GPL-3.0-or-later
import Dispatch
import RecordingFormats
import Synchronization

/// A file that is hashed as it is read, so that every byte is fetched once and the hash is that of what was read.
struct HashingSource: ByteSource, ~Copyable {
  private var file: FileSource
  /// Bytes from the start that have been handed over to the hash.
  private var handedOver = 0
  private let hash: BackgroundHash?
  private static let piece = 1 << 19

  /// - Parameter hashes: Whether ``finish()`` will be asked for the hash.
  init(path: String, hashes: Bool = true) throws(ReadError) {
    hash = hashes ? BackgroundHash() : nil
    file = try FileSource(path: path)
  }

  var count: Int { file.count }

  mutating func read(at offset: Int, into destination: inout MutableSpan<UInt8>) throws(ReadError) -> Int {
    let got = try file.read(at: offset, into: &destination)
    // What is read again, or out of turn, is hashed when its turn comes.
    if let hash, offset <= handedOver {
      unsafe destination.withUnsafeBufferPointer { bytes in
        while handedOver < offset + got {
          let end = min(offset + got, handedOver + Self.piece)
          unsafe hash.add(Array(bytes[(handedOver - offset)..<(end - offset)]))
          handedOver = end
        }
      }
    }
    return got
  }

  /// SHA-256 of the whole file, after what no reader asked for; empty if it was not wanted.
  mutating func finish() throws(ReadError) -> String {
    guard let hash else { return "" }
    var piece = [UInt8](repeating: 0, count: Self.piece)
    while handedOver < count {
      var span = piece.mutableSpan
      if try read(at: handedOver, into: &span) == 0 { break }
    }
    return hash.finish()
  }
}

/// Hashes pieces in their order beside the thread that reads them.
private final class BackgroundHash: Sendable {
  private let hash = Mutex(SHA256())
  private let queue = DispatchQueue(label: "palpate.hash")
  /// A few pieces may wait; more would hold the file in memory where hashing is the slower one.
  private let room = DispatchSemaphore(value: 4)

  func add(_ piece: [UInt8]) {
    room.wait()
    queue.async {
      self.hash.withLock { $0.update(piece.span) }
      self.room.signal()
    }
  }

  /// The hash of all pieces; none may be added afterwards.
  func finish() -> String { queue.sync { hash.withLock { $0.finish() } } }
}
