// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import Reporting

extension AnalyzeJob {
  /// Adds what passes from the device to the sensor of another recorder.
  func addReceiver(
    _ path: String, to read: ReadInput, _ descriptions: Descriptions, into result: inout Result
  ) throws(Failure) {
    let found = result.reports.indices.filter { index in
      result.reports[index].findings.contains { $0.analysis == Percussion.name }
    }
    guard found.count == 1, let index = found.first,
      let place = result.reports[index].findings.firstIndex(where: { $0.analysis == Percussion.name })
    else {
      throw Failure(
        .usage, "--receiver",
        "goes with one recording of a device, found \(AnalyzeJob.plural(found.count, "recording"))")
    }
    let other = Input(path: path, name: FileSystem.lastComponent(path))
    // Channels are named for the device's file.
    let recordings = try ReadInput.read(other, descriptions, channels: [], hashes: false).recordings
      .filter { $0.channels.contains { $0.kind == .acceleration } }
    guard recordings.count == 1, let receiver = recordings.first else {
      throw Failure(
        .dataInvalid, other.display, "expected one recording with acceleration, found \(recordings.count)")
    }
    let parameters = try Descriptions.parameters(of: Percussion.self, read.contents)
    do throws(AnalysisError) {
      try Percussion.receive(
        read.recordings[index], by: receiver, named: other.name, parameters,
        into: &result.reports[index].findings[place])
    } catch {
      throw Failure(.dataInvalid, other.display, error.description)
    }
  }
}
