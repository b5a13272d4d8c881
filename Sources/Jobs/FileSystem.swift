// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import RecordingFormats

/// The few calls of the operating system that jobs need, as Swift values and ``Failure``s.
enum FileSystem {
  enum Kind {
    case file, folder, other, missing
    /// There, but not to be looked at.
    case denied(String)
  }

  static var errorText: String {
    let code = errno
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  /// What stands at a path, symbolic links followed.
  static func kind(_ path: String) -> Kind {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      return errno == ENOENT || errno == ENOTDIR ? .missing : .denied(errorText)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Path without links and dots; the path itself when it leads nowhere.
  static func canonical(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Names in a folder, in byte order.
  static func names(in folder: String) throws(Failure) -> [String] {
    guard let directory = unsafe opendir(folder) else { throw Failure(.noInput, folder, errorText) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Reads a descriptor to its end, handing over the bytes piece by piece.
  static func read(
    descriptor: Int32, subject: String, _ piece: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(.inputOutput, subject, "cannot be read: \(errorText)")
      }
      try piece(buffer.span.extracting(0..<count))
    }
  }

  static func open(_ path: String) throws(Failure) -> Int32 {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure(.noInput, path, errno == ENOENT ? "no such file" : "cannot be opened: \(errorText)")
    }
    return descriptor
  }

  /// The bytes of a file of at most `limit` bytes; `-` is standard input.
  static func contents(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : try open(path)
    defer { if path != "-" { close(descriptor) } }
    let subject = path == "-" ? "standard input" : path
    var bytes: [UInt8] = []
    try read(descriptor: descriptor, subject: subject) { (piece) throws(Failure) in
      guard bytes.count + piece.count <= limit else {
        throw Failure(.dataInvalid, subject, "expected at most \(limit) bytes, found more")
      }
      for index in piece.indices { bytes.append(piece[index]) }
    }
    return bytes
  }

  /// Writes all bytes to a descriptor.
  /// - Returns: The error number, 0 when all is written.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
      }
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      start += count
    }
    return 0
  }

  /// Last part of a path.
  static func lastComponent(_ path: String) -> String {
    FilePath.name(path)
  }

  /// Folder part of a path, without the slash at its end; `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
