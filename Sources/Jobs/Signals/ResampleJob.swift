// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import Reporting
import SignalProcessing

/// `palpate resample`: all channels of a recording at another, even rate.
public struct ResampleJob: Sendable {
  public var input = SignalInput()
  /// Rate wanted, such as `256Hz`.
  public var rate = ""
  /// Channels to write; empty = all.
  public var channels: [String] = []
  public var output = "-"
  public var format: SignalFormat?
  public var figure: String?
  public var quiet = false

  /// Samples that a mistyped rate would fill a disk with.
  private static let mostSamples = 1e9

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
    guard !rate.isEmpty else { throw Failure(.usage, "--to", "expected a rate, such as --to 256Hz") }
    let target: Hertz = try DescriptionOptions.quantity(rate, option: "--to", within: 1e-6...1e9)
    let destination = try SignalDestination(
      output, format: format, input: input.path, written: SignalFormat.tables)
    if destination.format == .wav {
      throw Failure(.usage, output, "resample writes CSV or NDJSON; then palpate convert")
    }
    let picture = try figure.map { (path) throws(Failure) in try FigureDestination(path, input: input.path) }
    var source = try input.read()
    let chosen = try source.channels(channels) { _ in true }
    source.recording.channels = chosen.map { source.recording.channels[$0] }
    let shown = source.recording.channels.filter { $0.kind != .marker }
    if picture != nil { try FigureDestination.check(channels: shown.count) }
    let result = try resampled(source, to: target)
    try picture?.write(drawing(source, result))
    if !quiet {
      StandardStreams.error(result.account.map { "palpate: \($0)\n" }.joined())
      if result.table.eventsLeftOut > 0 {
        let events = AnalyzeJob.plural(result.table.eventsLeftOut, "event")
        StandardStreams.error("palpate: \(events) cannot be kept in a table and were left out\n")
      }
    }
    if picture == nil || output != "-" || format != nil { try destination.write(result.table) }
  }

  struct Resampled {
    let table: SignalTable
    /// What was done, a sentence a line.
    let account: [String]
    let start: Double
    let rate: Hertz
  }

  private func resampled(_ source: SignalInput.Source, to target: Hertz) throws(Failure) -> Resampled {
    let recording = source.recording
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    let spread = IntervalStatistics(stamps)
    guard stamps.count >= 2, spread.median > 0, let first = stamps.first, let last = stamps.last else {
      throw Failure(.dataInvalid, source.input.display, "expected at least 2 samples at different times")
    }
    guard (last - first) * target.value < Self.mostSamples else {
      throw Failure(
        .usage, "--to \(rate)", "the recording of \(FigureText.plain(last - first)) s would get more than 1e9 samples")
    }
    var account: [String] = []
    let grid = try? SampleGrid(recording.timeBase, count: recording.sampleCount, breaks: recording.breaks)
    var values: [[Double]] = []
    if let grid, grid.breaks.isEmpty, let ratio = try? ResamplingRatio(from: grid.rate, to: target) {
      for channel in recording.channels where channel.kind != .marker {
        values.append(try Self.run(ratio, channel.samples))
      }
      account.append(
        "\(FilterPlan.text(grid.rate)) to \(FilterPlan.text(target)) (\(ratio.up)/\(ratio.down)), without delay; "
          + "\(recording.sampleCount) samples to \(ratio.outputCount(of: recording.sampleCount))"
          + Self.filterWords(ratio))
    } else {
      (values, account) = try regularised(recording, stamps, spread, grid, target, source.input.display)
    }
    let count = values.first?.count ?? Int(((last - first) * target.value + 1e-6).rounded(.down)) + 1
    let table = table(recording, values, stamps, start: first, count: count, target)
    if recording.channels.contains(where: { $0.kind == .marker }) {
      account.append("markers take the value of the nearest sample")
    }
    return Resampled(table: table, account: account, start: first, rate: target)
  }

  private static func run(_ ratio: ResamplingRatio, _ samples: [Double]) throws(Failure) -> [Double] {
    // The low-pass would take off what the rate still holds.
    if ratio.up == ratio.down { return samples }
    do throws(ResamplingError) {
      var resampler = try Resampler(ratio)
      return resampler.resample(samples)
    } catch {
      throw Failure(.usage, "--to", error.description)
    }
  }

  private static func filterWords(_ ratio: ResamplingRatio) -> String {
    if ratio.up == ratio.down { return "" }
    return "; kept up to 0.85 of half the lower rate, 84 dB down from half of it on"
  }

  /// Irregular or interrupted stamps: brought to a grid of a whole multiple of the rate that is fast enough for all
  /// there is, then reduced with a low-pass.
  private func regularised(
    _ recording: Recording, _ stamps: [Double], _ spread: IntervalStatistics, _ grid: SampleGrid?, _ target: Hertz,
    _ source: String
  ) throws(Failure) -> (values: [[Double]], account: [String]) {
    let factor = max(1, Int((1 / spread.median / target.value - 1e-6).rounded(.up)))
    guard factor <= ResamplingRatio.largestFactor else {
      throw Failure(
        .usage, "--to \(rate)", "is less than the recorded rate divided by \(ResamplingRatio.largestFactor)")
    }
    let method = Regularisation(rate: Hertz(target.value * Double(factor)))
    var values: [[Double]] = []
    var account: [String] = []
    for channel in recording.channels where channel.kind != .marker {
      let even: Regularised
      let ratio: ResamplingRatio
      do throws(RegularisationError) {
        even = try method.apply(stamps: stamps, values: channel.samples)
      } catch {
        throw Failure(.dataInvalid, source, error.description)
      }
      do throws(ResamplingError) {
        ratio = try ResamplingRatio(up: 1, down: factor)
      } catch {
        throw Failure(.usage, "--to", error.description)
      }
      values.append(try Self.run(ratio, even.samples))
      account.append("'\(channel.name)': \(Self.words(even))")
    }
    let scatter = FigureText.plain(spread.deviation / spread.median * 100)
    account.insert(
      "\(grid == nil ? "irregular" : "even") stamps (intervals scatter by \(scatter) % of their median of "
        + "\(FigureText.plain(spread.median * 1000)) ms) were brought to a grid of \(FilterPlan.text(method.rate ?? target)) "
        + "by cubic pieces that never overshoot their neighbours", at: 0)
    if factor > 1 { account.append("then reduced by \(factor) to \(FilterPlan.text(target)) behind a low-pass") }
    return (values, account)
  }

  /// What making the grid took.
  private static func words(_ even: Regularised) -> String {
    let account = even.account
    var out = "\(account.interpolated) of \(even.samples.count) instants between two samples"
    if account.missing > 0 { out += ", \(account.missing) missing" }
    if !account.gaps.isEmpty {
      out +=
        " (\(AnalyzeJob.plural(account.gaps.count, "gap")) of more than "
        + "\(FigureText.plain(account.longestBridge.value * 1000)) ms)"
    }
    return out
  }

  private func table(
    _ recording: Recording, _ values: [[Double]], _ stamps: [Double], start: Double, count: Int, _ target: Hertz
  ) -> SignalTable {
    let timeBase = TimeBase.even(start: start, rate: target, measured: true)
    // The sample nearest to each instant, for markers, labels and events.
    var nearest: [Int] = []
    nearest.reserveCapacity(count)
    var index = 0
    for k in 0..<count {
      let time = timeBase.time(k)
      while index + 1 < stamps.count, (stamps[index + 1] - time).magnitude <= (stamps[index] - time).magnitude {
        index += 1
      }
      nearest.append(index)
    }
    var rest = values[...]
    let columns = recording.channels.map { channel -> SignalTable.Column in
      let samples = channel.kind == .marker ? nearest.map { channel.samples[$0] } : rest.removeFirst()
      return .init(header: channel.writtenHeader, samples: samples)
    }
    func row(_ sample: Int) -> Int { nearest.firstIndex { $0 >= sample } ?? count }
    let labels = recording.labels.map {
      LabelSpan(kind: $0.kind, text: $0.text, range: row($0.range.lowerBound)..<row($0.range.upperBound))
    }
    func onGrid(_ time: Double) -> Double {
      timeBase.time(min(max(Int(((time - start) * target.value).rounded()), 0), count - 1))
    }
    let events = recording.events.map { event in
      var moved = event
      (moved.start, moved.end) = (onGrid(event.start), onGrid(event.end))
      return moved
    }
    var table = SignalTable(timeBase: timeBase, count: count, columns: columns, labels: labels, events: events)
    table.firstStamp = recording.firstStamp
    return table
  }

  private func drawing(_ source: SignalInput.Source, _ result: Resampled) -> Figure {
    let recording = source.recording
    let breaks = (recording.intervals?.gaps ?? []).map(\.index)
    let shown = recording.channels.indices.filter { recording.channels[$0].kind != .marker }
    let panels = shown.map { index in
      let channel = recording.channels[index]
      let before = Figure.Trace(
        name: "recorded", ink: .faint,
        curve: .init(recording.timeBase.places, channel.samples, breaks: breaks), thickness: 2.2)
      let after = Figure.Trace(
        name: "resampled to \(FilterPlan.text(result.rate))", ink: .blue,
        curve: .init(.even(start: result.start, step: 1 / result.rate.value), result.table.columns[index].samples),
        thickness: 0.9)
      return Figure.Panel(
        vertical: .init(channel.writtenHeader), layers: [.trace(before), .trace(after)],
        height: shown.count > 1 ? 150 : 240)
    }
    let caption = result.account.joined(separator: "; ") + "."
    return Figure(
      title: source.input.name, caption: caption.prefix(1).uppercased() + caption.dropFirst(),
      horizontal: .init("Time (s)"), panels: panels)
  }
}
