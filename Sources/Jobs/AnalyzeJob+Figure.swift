// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import Reporting

extension AnalyzeJob {
  /// A figure shows one recording.
  func figureDestination(_ path: String, _ inputs: [Input]) throws(Failure) -> FigureDestination {
    guard inputs.count == 1, let input = inputs.first, input.path != "-" else {
      let found = AnalyzeJob.plural(inputs.count, "input")
      throw Failure(.usage, "--figure \(path)", "a figure shows one file, found \(found)")
    }
    return try FigureDestination(path, input: input.path)
  }

  /// Reads the samples once more (the reports hold none) and draws them with what was found in them.
  func draw(
    _ reports: [RecordingReport], of input: Input, _ descriptions: Descriptions, to destination: FigureDestination
  ) throws(Failure) {
    let found = reports.indices.filter { !reports[$0].findings.isEmpty }
    guard found.count == 1, let index = found.first else {
      throw Failure(.usage, "--figure", "a figure shows one recording; \(input.display) holds \(found.count)")
    }
    let read = try ReadInput.read(input, descriptions, channels: description.channels, hashes: false)
    let recording = read.recordings[index]
    if analysis == Percussion.name {
      let parameters = try Descriptions.parameters(of: Percussion.self, read.contents)
      return try drawPercussion(recording, parameters, name: reports[index].name, to: destination)
    }
    var loads: [TrialFigure.Load] = []
    for channel in recording.channels where channel.kind == .force || channel.kind == .pressure {
      // A channel without unit or area was refused by the analysis as well, and the table says so.
      guard let signal = try? Conditioning.load(channel, of: recording) else { continue }
      loads.append(
        .init(
          channel: channel.name, times: signal.times, pressure: signal.pressure,
          breaks: signal.times.indices.filter { signal.hasGap(before: $0) }))
    }
    guard !loads.isEmpty else { throw Failure(.dataInvalid, input.display, "no load to draw") }
    try FigureDestination.check(channels: loads.count)
    try destination.write(TrialFigure.figure(reports[index], loads))
  }
}
