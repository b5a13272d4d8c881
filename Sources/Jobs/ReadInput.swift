// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import RecordingFormats
import Recordings
import Sidecar

/// A file read: its recordings and what the user says about it.
struct ReadInput: Sendable {
  let recordings: [Recording]
  /// SHA-256 of the bytes as they lie in the file; empty where no output shows it.
  let sha256: String
  let contents: SidecarContents

  /// - Parameters:
  ///   - channels: Names of the channels to use; empty = all.
  ///   - hashes: Whether an output shows the SHA-256.
  static func read(
    _ input: Input, _ descriptions: Descriptions, channels: [String], hashes: Bool = true
  ) throws(Failure) -> ReadInput {
    let isFile = if case .file = FileSystem.kind(input.path) { input.path != "-" } else { false }
    let contents = try descriptions.contents(for: input.path == "-" ? nil : input.path)
    let limits = ReadLimits()
    let sha256: String
    var recordings: [Recording]
    do {
      if isFile {
        close(try FileSystem.open(input.path))
        var source = try HashingSource(path: input.path, hashes: hashes)
        recordings = try FormatCatalogue.read(
          &source, name: FileSystem.lastComponent(input.path), declaration: contents.declaration, limits: limits)
        sha256 = try source.finish()
      } else {
        let bytes = try FileSystem.contents(input.path, limit: limits.maximumBytes)
        sha256 = hashes ? SHA256.of(bytes) : ""
        var source = MemorySource(bytes)
        recordings = try FormatCatalogue.read(
          &source, name: input.name, declaration: contents.declaration, limits: limits)
      }
    } catch let error as ReadError {
      throw Failure(status(error), input.display, error.description)
    } catch let error as Failure {
      throw Failure(error.status, input.display, error.message)
    } catch {
      throw Failure(.internalError, input.display, "\(error)")
    }
    for index in recordings.indices { try choose(channels, in: &recordings[index], input) }
    return ReadInput(recordings: recordings, sha256: sha256, contents: contents)
  }

  static func status(_ error: ReadError) -> ExitStatus {
    switch error {
    case .cannotOpen, .notAFile: .noInput
    case .readFailed: .inputOutput
    default: .dataInvalid
    }
  }

  /// Leaves out the channels that compete with the named ones: those of the same kind, and force beside pressure.
  static func choose(_ names: [String], in recording: inout Recording, _ input: Input) throws(Failure) {
    guard !names.isEmpty, !recording.channels.isEmpty else { return }
    let chosen = recording.channels.filter { names.contains($0.name) }
    if let missing = names.first(where: { name in !recording.channels.contains { $0.name == name } }) {
      let available = recording.channels.map { "'\($0.name)'" }.joined(separator: ", ")
      throw Failure(.dataInvalid, input.display, "expected a channel '\(missing)', found \(available)")
    }
    var kinds = Set(chosen.map(\.kind))
    if !kinds.isDisjoint(with: [.force, .pressure]) { kinds.formUnion([.force, .pressure]) }
    recording.channels.removeAll { kinds.contains($0.kind) && !names.contains($0.name) }
  }
}
