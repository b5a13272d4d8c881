// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

extension AtomicFile {
  /// Writes a file piece by piece; it appears whole when all pieces are written, or not at all.
  /// - Parameters:
  ///   - path: `-` is standard output.
  ///   - body: Hands over the pieces.
  static func stream(
    to path: String, _ body: ((([UInt8]) throws(Failure) -> Void)) throws(Failure) -> Void
  ) throws(Failure) {
    if path == "-" { return try stream(descriptor: STDOUT_FILENO, body) }
    let folder = FileSystem.folder(of: path)
    let temporary = FileSystem.join(folder, ".\(FileSystem.lastComponent(path)).\(getpid()).tmp")
    let descriptor = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw Failure(.cannotCreate, path, "cannot be created: \(FileSystem.errorText)") }
    do throws(Failure) {
      try body { (piece) throws(Failure) in
        let code = FileSystem.write(piece, to: descriptor)
        guard code == 0 else {
          errno = code
          throw Failure(.inputOutput, path, "cannot be written: \(FileSystem.errorText)")
        }
      }
    } catch {
      close(descriptor)
      unsafe unlink(temporary)
      throw error
    }
    var code = fsync(descriptor) == 0 ? 0 : errno
    if close(descriptor) != 0, code == 0 { code = errno }
    guard code == 0 else {
      unsafe unlink(temporary)
      errno = code
      throw Failure(.inputOutput, path, "cannot be written: \(FileSystem.errorText)")
    }
    guard unsafe rename(temporary, path) == 0 else {
      let reason = FileSystem.errorText
      unsafe unlink(temporary)
      throw Failure(.cannotCreate, path, "cannot be put in place: \(reason)")
    }
    flush(folder)
  }

  /// A reader that has gone (`| head`) ends the writing quietly.
  private static func stream(
    descriptor: Int32, _ body: ((([UInt8]) throws(Failure) -> Void)) throws(Failure) -> Void
  ) throws(Failure) {
    var hasReader = true
    try body { (piece) throws(Failure) in
      guard hasReader else { return }
      let code = FileSystem.write(piece, to: descriptor)
      if code == EPIPE { hasReader = false }
      guard code == 0 || code == EPIPE else {
        errno = code
        throw Failure(.inputOutput, "standard output", "cannot be written: \(FileSystem.errorText)")
      }
    }
  }
}
