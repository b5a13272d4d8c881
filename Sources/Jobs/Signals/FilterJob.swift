// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import Reporting
import SignalProcessing

/// `palpate filter`: channels of a recording filtered, the rest as it was.
public struct FilterJob: Sendable {
  public var input = SignalInput()
  public var options = FilterOptions()
  /// Channels to filter; empty = all but markers.
  public var channels: [String] = []
  public var output = "-"
  public var format: SignalFormat?
  public var figure: String?
  public var quiet = false

  public init() {}

  public func run() -> ExitStatus {
    do throws(Failure) {
      try runThrowing()
      return .whole
    } catch {
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func runThrowing() throws(Failure) {
    let plan = try FilterPlan(options)
    let destination = try SignalDestination(
      output, format: format, input: input.path, written: SignalFormat.tables)
    if destination.format == .wav { throw Failure(.usage, output, "filter writes CSV or NDJSON; then palpate convert") }
    let picture = try figure.map { (path) throws(Failure) in try FigureDestination(path, input: input.path) }
    var source = try input.read()
    let chosen = try source.channels(channels) { $0.kind != .marker }
    if picture != nil { try FigureDestination.check(channels: chosen.count) }
    let grid = try source.grid(for: "a filter")
    let filter = try plan.prepare(rate: grid.rate)
    var results: [Filtered] = []
    for index in chosen {
      let channel = source.recording.channels[index]
      let result = try filter.apply(channel.samples, breaks: grid.breaks)
      results.append(Filtered(channel: channel, samples: result.samples, outliers: result.outliers))
    }
    var headers = source.recording.channels.map(\.writtenHeader)
    for (index, result) in zip(chosen, results) {
      source.recording.channels[index].samples = result.samples
      headers[index] = try Self.header(result.channel, derivative: filter.derivative)
    }
    let table = SignalTable(source.recording, headers: headers)
    if !quiet { tell(filter, grid, results, table) }
    try picture?.write(drawing(filter, grid, results, source))
    // Samples on standard output would drown what was asked for: the picture.
    if picture == nil || output != "-" || format != nil { try destination.write(table) }
  }

  /// A channel before and after.
  struct Filtered: Sendable {
    let channel: Channel
    let samples: [Double]
    let outliers: Int

    /// Samples that were there and are missing now.
    var lost: Int { zip(channel.samples, samples).count { !$0.isNaN && $1.isNaN } }
  }

  private func drawing(
    _ filter: PreparedFilter, _ grid: SampleGrid, _ results: [Filtered], _ source: SignalInput.Source
  ) throws(Failure) -> Figure {
    var channels: [FilterFigure.Channel] = []
    for result in results {
      channels.append(
        .init(
          name: result.channel.name, header: result.channel.writtenHeader,
          filteredHeader: try Self.header(result.channel, derivative: filter.derivative),
          recorded: result.channel.samples, filtered: result.samples))
    }
    let caption =
      ([filter.title + ", sampled at \(FilterPlan.text(grid.rate))"] + filter.remarks).joined(separator: "; ") + "."
    return FilterFigure.figure(
      channels, places: source.recording.timeBase.places, breaks: grid.breaks, comparison: filter.comparison,
      title: "\(source.input.name): \(channels.map(\.name).joined(separator: ", "))",
      caption: caption.prefix(1).uppercased() + caption.dropFirst())
  }

  /// Name and unit of a filtered channel; a derivative is in its unit per second.
  static func header(_ channel: Channel, derivative: Int) throws(Failure) -> String {
    guard derivative > 0 else { return channel.writtenHeader }
    guard let unit = channel.unit else {
      throw Failure(
        .dataInvalid, channel.name,
        "a derivative needs a unit: declare it, such as --declare '\(channel.name)=force:N'")
    }
    let seconds = derivative == 1 ? "s" : "s\(derivative)"
    return "\(channel.name) derivative \(derivative) (\(unit.symbol)/\(seconds))"
  }

  private func tell(_ filter: PreparedFilter, _ grid: SampleGrid, _ results: [Filtered], _ table: SignalTable) {
    let names = results.map { "'\($0.channel.name)'" }.joined(separator: ", ")
    var lines = ["\(names): \(filter.title), sampled at \(FilterPlan.text(grid.rate))"]
    lines += filter.remarks
    if grid.jitter > 1e-4 {
      lines.append("the stamps scatter by \(FigureText.plain(grid.jitter * 100)) % of an interval; taken as even")
    }
    if !grid.breaks.isEmpty {
      lines.append("\(AnalyzeJob.plural(grid.breaks.count, "gap")) in time: each stretch was filtered on its own")
    }
    for result in results where result.channel.unit == nil {
      lines.append(
        "'\(result.channel.name)' has no unit: its numbers were filtered as they are; declare what they are, such as "
          + "--declare '\(result.channel.name)=force:N'")
    }
    for result in results {
      if result.outliers > 0 {
        lines.append("'\(result.channel.name)': \(AnalyzeJob.plural(result.outliers, "outlier")) replaced")
      }
      if result.lost > 0 {
        lines.append("'\(result.channel.name)': \(AnalyzeJob.plural(result.lost, "sample")) became missing")
      }
    }
    if table.eventsLeftOut > 0 {
      lines.append("\(AnalyzeJob.plural(table.eventsLeftOut, "event")) cannot be kept in a table and were left out")
    }
    StandardStreams.error(lines.map { "palpate: \($0)\n" }.joined())
  }
}

extension SignalTable {
  /// All channels of a recording, with its labels and events.
  init(_ recording: Recording, headers: [String]) {
    self.init(
      timeBase: recording.timeBase, count: recording.sampleCount,
      columns: zip(headers, recording.channels).map { Column(header: $0, samples: $1.samples) },
      labels: recording.labels, events: recording.events)
    firstStamp = recording.firstStamp
  }
}
