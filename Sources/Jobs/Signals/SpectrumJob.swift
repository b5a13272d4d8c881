// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import Reporting
import SignalProcessing

/// `palpate spectrum`: the lines of a recording's channels with their confidence, and whole spectra.
public struct SpectrumJob: Sendable {
  public var input = SignalInput()
  public var options = SpectrumOptions()
  /// Empty = all channels but markers.
  public var channels: [String] = []
  /// File for the whole spectrum; nil = lines alone, printed.
  public var output: String?
  public var format: OutputFormat?
  public var color = ColorChoice.auto
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
    let plan = try SpectrumPlan(options)
    let whole = try output.map { (path) throws(Failure) in try Self.form(path, input: input.path) }
    let picture = try figure.map { (path) throws(Failure) in try FigureDestination(path, input: input.path) }
    if picture != nil, plan.method == .stft {
      throw Failure(.usage, "--figure", "draws spectra, not how they change; choose another --method")
    }
    let source = try input.read()
    let chosen = try source.channels(channels) { $0.kind != .marker }
    if picture != nil { try FigureDestination.check(channels: chosen.count) }
    let report = try report(plan, source, chosen)
    if let whole, let output {
      try AtomicFile.write(
        whole == .json ? report.json(version: PalpateVersion.text, whole: true).document : report.spectrumCSV,
        to: output)
    }
    try picture?.write(SpectrumFigure.figure(report, range: plan.range))
    if !quiet || (whole == nil && picture == nil) { try StandardStreams.output(text(report)) }
  }

  private enum Form { case csv, json }

  private static func form(_ path: String, input: String) throws(Failure) -> Form {
    let form: Form
    if path.hasSuffix(".csv") {
      form = .csv
    } else if path.hasSuffix(".json") {
      form = .json
    } else {
      throw Failure(.usage, path, "expected a name ending in .csv or .json for the whole spectrum")
    }
    try SignalDestination.check(path, input: input)
    return form
  }

  private func text(_ report: SpectrumReport) -> String {
    switch format ?? (StandardStreams.outputIsTerminal ? .table : .csv) {
    case .table: report.text(style: TerminalStyle(color: color.isOn, width: StandardStreams.width))
    case .csv: report.peaksCSV
    case .json: report.json(version: PalpateVersion.text, whole: false).document
    case .ndjson: report.json(version: PalpateVersion.text, whole: false).line + "\n"
    }
  }

  private func report(
    _ plan: SpectrumPlan, _ source: SignalInput.Source, _ chosen: [Int]
  ) throws(Failure) -> SpectrumReport {
    let recording = source.recording
    let grid = plan.method == .lombScargle ? nil : try grid(source)
    var estimates: [SpectrumPlan.Estimate] = []
    for index in chosen {
      let channel = recording.channels[index]
      guard let unit = channel.unit?.symbol else {
        throw Failure(
          .dataInvalid, source.input.display,
          "channel '\(channel.name)' has no unit; declare it, such as --declare '\(channel.name)=acceleration:m/s2' "
            + "or --declare '\(channel.name)=other:count', or choose others with --channel")
      }
      guard let grid else {
        let stamps = recording.timeBase.stamps(count: recording.sampleCount)
        estimates.append(try plan.stamped(channel.samples, stamps: stamps, name: channel.name, unit: unit))
        continue
      }
      do throws(SpectrumError) {
        estimates.append(
          try plan.estimate(
            channel.samples, name: channel.name, unit: unit, rate: grid.rate, breaks: grid.breaks))
      } catch {
        throw failure(error, plan, channel.name, source, grid)
      }
    }
    guard let first = estimates.first, estimates.allSatisfy({ $0.frequencies == first.frequencies }) else {
      throw Failure(
        .usage, "--segment",
        "the channels miss different samples, so segments would differ; write --segment, or choose one --channel")
    }
    var times: [Double] = []
    if plan.method == .stft, let grid {
      guard estimates.allSatisfy({ $0.frames == first.frames }) else {
        throw Failure(.usage, "--channel", "the channels miss different samples; choose one --channel at a time")
      }
      times = first.frames.map {
        recording.timeBase.time($0) + Double(first.frameLength) / 2 / grid.rate.value
      }
    }
    var report = SpectrumReport(
      recording: source.input.name, method: plan.method.rawValue, scaling: plan.scaling,
      frequencies: first.frequencies, times: times, channels: estimates.map(\.channel))
    for index in report.channels.indices { addTiming(grid, to: &report.channels[index]) }
    switch plan.method {
    case .multitaper:
      report.withoutPeaks = "lines are not looked for in plateaus; --method welch finds them"
    case .stft: report.withoutPeaks = "lines are not looked for frame by frame; -o FILE writes all frames"
    default: break
    }
    return report
  }

  private func addTiming(_ grid: SampleGrid?, to channel: inout SpectrumReport.Channel) {
    guard let grid else { return }
    if grid.jitter > 1e-4 {
      channel.remarks.append(
        "the stamps scatter by \(FigureText.plain(grid.jitter * 100)) % of an interval and were taken as even")
    }
    if !grid.breaks.isEmpty {
      channel.remarks.append("\(AnalyzeJob.plural(grid.breaks.count, "gap")) in time, crossed by no segment")
    }
  }

  /// Irregular stamps have a method of their own.
  private func grid(_ source: SignalInput.Source) throws(Failure) -> SampleGrid {
    do throws(Failure) {
      return try source.grid(for: "this method")
    } catch {
      guard error.message.contains("palpate resample") else { throw error }
      throw Failure(error.status, error.subject, error.message + ", or take --method lomb-scargle")
    }
  }

  private func failure(
    _ error: SpectrumError, _ plan: SpectrumPlan, _ channel: String, _ source: SignalInput.Source, _ grid: SampleGrid
  ) -> Failure {
    switch error {
    case .noSegment(_, let longest):
      let advice =
        plan.method == .periodogram
        ? "take --method welch, which goes round gaps" : "take a shorter --segment (at most \(longest))"
      return Failure(.dataInvalid, source.input.display, "channel '\(channel)': \(error.description); \(advice)")
    case .infinite, .overflow, .stamps:
      return Failure(.dataInvalid, source.input.display, "channel '\(channel)': \(error.description)")
    case .hop: return Failure(.usage, "--overlap", error.description)
    case .windowParameter: return Failure(.usage, "--window", error.description)
    case .tapers, .bandwidth: return Failure(.usage, "--time-bandwidth", error.description)
    case .fft: return Failure(.usage, "--segment", error.description)
    default: return Failure(.usage, "spectrum", error.description)
    }
  }
}
