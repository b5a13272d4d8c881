// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// A regular file, read with `pread`.
public struct FileSource: ByteSource, ~Copyable {
  private let descriptor: Int32
  public let count: Int
  /// Last component of the path.
  public let name: String

  /// - Throws: ``ReadError/cannotOpen(name:reason:)``, or ``ReadError/notAFile(name:kind:)`` for folders, pipes and devices.
  public init(path: String) throws(ReadError) {
    name = FilePath.name(path)
    // Without O_NONBLOCK the open itself would hang on a pipe nobody writes to.
    let descriptor = unsafe path.withCString { unsafe Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw .cannotOpen(name: name, reason: Self.reason(errno)) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let reason = Self.reason(errno)
      Glibc.close(descriptor)
      throw .cannotOpen(name: name, reason: reason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      Glibc.close(descriptor)
      throw .notAFile(name: name, kind: status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "not a regular file")
    }
    self.descriptor = descriptor
    count = Int(status.st_size)
  }

  deinit { Glibc.close(descriptor) }

  public mutating func read(at offset: Int, into destination: inout MutableSpan<UInt8>) throws(ReadError) -> Int {
    var done = 0
    let wanted = destination.count
    while done < wanted {
      let got = unsafe destination.withUnsafeMutableBytes { buffer in
        // The kernel caps one read at 2 GiB; smaller chunks also let an interruption through.
        let chunk = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done..<min(wanted, done + 1 << 24)])
        return unsafe pread(descriptor, chunk.baseAddress, chunk.count, off_t(offset + done))
      }
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        throw .readFailed(name: name, offset: offset + done, reason: Self.reason(errno))
      }
      done += got
    }
    return done
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "permission denied"
    case ENOTDIR: "a part of its path is not a folder"
    case ELOOP: "too many symbolic links"
    case EMFILE, ENFILE: "too many open files"
    case EIO: "input/output error of the device"
    default: "system error \(code)"
    }
  }
}
