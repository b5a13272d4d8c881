// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings

extension WorkloadEntry {
  /// The file of the inputs as the command's users get it: recognised, decoded, with its time base, units and issues.
  static let readFile = WorkloadEntry("read_file") { inputs in Reading(path: inputs.table) }
}

/// Reads a file again and again; the result is the samples of the first recording, one channel after the other.
private final class Reading: Workload {
  private let path: String
  private var recordings: [Recording] = []

  init(path: String) { self.path = path }

  /// An empty result tells of an error.
  var output: [Double] { recordings.first?.channels.flatMap(\.samples) ?? [] }

  func run() {
    // The old samples go before the new ones are made, as they would in a loop over files.
    recordings = []
    recordings = (try? read()) ?? []
  }

  func runFresh() { run() }

  private func read() throws -> [Recording] {
    var file = try FileSource(path: path)
    let name = file.name
    return try FormatCatalogue.read(&file, name: name)
  }
}
