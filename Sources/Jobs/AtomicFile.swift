// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Files that appear whole or not at all.
enum AtomicFile {
  /// Writes a temporary file beside `path`, flushes it, and renames it into place.
  /// - Throws: ``Failure`` 73 when the file cannot be created, 74 when the disk refuses.
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let folder = FileSystem.folder(of: path)
    let temporary = FileSystem.join(folder, ".\(FileSystem.lastComponent(path)).\(getpid()).tmp")
    let descriptor = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw Failure(.cannotCreate, path, "cannot be created: \(FileSystem.errorText)") }
    var code = FileSystem.write(bytes, to: descriptor)
    if code == 0, fsync(descriptor) != 0 { code = errno }
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

  static func write(_ text: String, to path: String) throws(Failure) { try write(Array(text.utf8), to: path) }

  /// Makes the renaming itself last.
  static func flush(_ folder: String) {
    let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(Failure) {
    switch FileSystem.kind(path) {
    case .folder: return
    case .missing: break
    case .file, .other: throw Failure(.cannotCreate, path, "expected a folder, found a file")
    case .denied(let reason): throw Failure(.cannotCreate, path, "cannot be created: \(reason)")
    }
    let parent = FileSystem.folder(of: path)
    if parent != path, parent != "." { try makeFolder(parent) }
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw Failure(.cannotCreate, path, "cannot be created: \(FileSystem.errorText)")
    }
  }
}
