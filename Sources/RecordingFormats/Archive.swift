// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// The recordings in a zip archive, such as phones send: each table in it is read as a file of its own.
enum Archive {
  /// - Parameters:
  ///   - bytes: The whole archive.
  ///   - read: Reads a file of the archive by its bytes and name.
  /// - Throws: The first reason why a file was not read, when none was.
  static func recordings(
    _ bytes: [UInt8], limits: ReadLimits, _ read: ([UInt8], String) throws(ReadError) -> [Recording]
  ) throws(ReadError) -> [Recording] {
    let members = try Zip.members(bytes, limits: limits)
    if let foreign = office(members) { throw foreign }
    var recordings: [Recording] = []
    var refused: [(name: String, error: ReadError)] = []
    // Which recordings count time from the start of an experiment of phyphox, whatever the sensor.
    var isExperiment: [Bool] = []
    var unpacked = 0
    for member in members where isRecording(member.name) {
      do throws(ReadError) {
        let contents = try Zip.contents(member, of: bytes, limits: limits)
        unpacked += contents.count
        try Inflater.check(unpacked, packed: bytes.count, limits)
        guard !contents.isEmpty else { throw .empty }
        let isClocked = Phyphox.hasClock(contents)
        for var recording in try read(contents, FilePath.name(member.name)) {
          let stem = FilePath.stem(member.name)
          isExperiment.append(isClocked)
          recording.member = recording.member.isEmpty ? stem : "\(stem)/\(recording.member)"
          recordings.append(recording)
        }
      } catch {
        if case .tooLarge = error { throw error }
        refused.append((member.name, error))
      }
      guard recordings.count <= limits.maximumRecordings else {
        throw .tooLarge(what: "recordings", found: recordings.count, limit: limits.maximumRecordings)
      }
    }
    guard !recordings.isEmpty else {
      if let first = refused.first { throw first.error }
      let names = members.prefix(4).map(\.name).joined(separator: ", ")
      throw .noData(
        found: "a zip archive \(members.isEmpty ? "without files" : "of \(names)\(members.count > 4 ? ", …" : "")")")
    }
    for (name, error) in refused.prefix(3) { recordings[0].dialect.append("passed over '\(name)': \(error)") }
    if let clock = members.first(where: { $0.name == "meta/time.csv" || $0.name.hasSuffix("/meta/time.csv") }) {
      let pauses = PhyphoxPauses(try Zip.contents(clock, of: bytes, limits: limits))
      for index in recordings.indices where isExperiment[index] { pauses.apply(to: &recordings[index]) }
    }
    return recordings
  }

  /// Files that may hold a recording; notes about the device and what systems add to archives do not.
  private static func isRecording(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map { $0.lowercased() }
    guard let name = parts.last, !name.hasPrefix("."), !parts.contains("__macosx") else { return false }
    if parts.dropLast().contains("meta") || name == "metadata.csv" || name == "device.csv" { return false }
    return [".csv", ".tsv", ".txt", ".wav", ".uff", ".unv", ".json", ".subx"].contains { name.hasSuffix($0) }
  }

  /// Documents that are zip archives inside.
  private static func office(_ members: [Zip.Member]) -> ReadError? {
    let sheet = "save the sheet as CSV (UTF-8) and read that"
    for member in members {
      switch member.name {
      case "xl/workbook.xml": return .recognisedButNotRead(format: "an Excel workbook (xlsx)", convert: sheet)
      case "word/document.xml":
        return .recognisedButNotRead(format: "a Word document (docx)", convert: "copy its tables to a CSV file")
      case "content.xml" where members.contains { $0.name == "META-INF/manifest.xml" }:
        return .recognisedButNotRead(format: "an OpenDocument file (ods and others)", convert: sheet)
      default: continue
      }
    }
    return nil
  }
}
