// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import RecordingFormats

/// Forms in which samples are written.
public enum SignalFormat: String, Sendable, Hashable, CaseIterable {
  case csv, ndjson, wav
}

extension SignalFormat {
  /// Those that hold times and names.
  static let tables: [SignalFormat] = [.csv, .ndjson]
}

/// Where samples go and in which form; checked before any work is done.
struct SignalDestination: Sendable {
  let path: String
  let format: SignalFormat
  let isPacked: Bool

  /// - Parameters:
  ///   - path: A file, its suffix telling the form, or `-`.
  ///   - format: Wins over the suffix.
  ///   - input: Never overwritten.
  ///   - written: Forms the command writes.
  init(
    _ path: String, format: SignalFormat?, input: String, written: [SignalFormat] = SignalFormat.allCases
  ) throws(Failure) {
    self.path = path
    guard path != "-" else {
      (self.format, isPacked) = (format ?? .csv, false)
      return
    }
    isPacked = path.hasSuffix(".gz")
    let bare = isPacked ? String(path.dropLast(3)) : path
    let suffix = FileSystem.lastComponent(bare).split(separator: ".", omittingEmptySubsequences: false).last ?? ""
    guard let chosen = format ?? SignalFormat(rawValue: suffix.lowercased()) else {
      let endings = written.map { ".\($0.rawValue)" }.joined(separator: ", ")
      throw Failure(.usage, path, "expected a name ending in \(endings) (and .gz), or --format")
    }
    if chosen == .wav, isPacked { throw Failure(.usage, path, "WAV files are not packed; write a name ending in .wav") }
    self.format = chosen
    try Self.check(path, input: input)
  }

  /// That a file can be made there.
  static func check(_ path: String, input: String) throws(Failure) {
    if path.isEmpty { throw Failure(.usage, "-o", "expected a file name") }
    if case .folder = FileSystem.kind(path) { throw Failure(.cannotCreate, path, "expected a file, found a folder") }
    if input != "-", FileSystem.canonical(path) == FileSystem.canonical(input) {
      throw Failure(.usage, path, "this is the recording; results never overwrite it")
    }
    guard unsafe access(FileSystem.folder(of: path), W_OK) == 0 else {
      throw Failure(.cannotCreate, path, "cannot be created: \(FileSystem.errorText)")
    }
  }

  /// Writes a table as text; WAV has its own way.
  func write(_ table: SignalTable) throws(Failure) {
    guard isPacked else {
      return try AtomicFile.stream(to: path) { (sink) throws(Failure) in try text(table, sink) }
    }
    try AtomicFile.stream(to: path) { (sink) throws(Failure) in
      var packer: GzipWriter
      do throws(WriteError) { packer = try GzipWriter() } catch { throw failure(error) }
      try text(table) { (piece) throws(Failure) in
        let packed: [UInt8]
        do throws(WriteError) { packed = try packer.pack(piece) } catch { throw failure(error) }
        if !packed.isEmpty { try sink(packed) }
      }
      let rest: [UInt8]
      do throws(WriteError) { rest = try packer.finish() } catch { throw failure(error) }
      try sink(rest)
    }
  }

  private func failure(_ error: WriteError) -> Failure { Failure(.internalError, path, error.description) }

  private func text(_ table: SignalTable, _ sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    switch format {
    case .csv, .wav: try DelimitedWriter.write(table, into: sink)
    case .ndjson: try ObjectLineWriter.write(table, into: sink)
    }
  }
}
