// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import Reporting
import SignalProcessing

extension WAVEWriter.SampleFormat {
  /// Words of `--wav-format`.
  static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// `palpate convert`: a recording in another form, sample for sample.
public struct ConvertJob: Sendable {
  public var input = SignalInput()
  public var output = ""
  /// Wins over the suffix of the output.
  public var format: SignalFormat?
  /// Channels to write; empty = all.
  public var channels: [String] = []
  /// `float64`, `float32`, `pcm16` or `pcm24`; nil = float64.
  public var waveFormat: String?
  /// What integers reach at most, one for each dimension of the channels written, such as `100N`.
  public var fullScales: [String] = []
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
    guard !output.isEmpty else { throw Failure(.usage, "", "expected two files: palpate convert IN OUT") }
    let destination = try SignalDestination(output, format: format, input: input.path)
    let wave = try waveFormat(destination)
    var source = try input.read()
    let chosen = try source.channels(channels) { _ in true }
    source.recording.channels = chosen.map { source.recording.channels[$0] }
    let recording = source.recording
    let table = SignalTable(recording, headers: recording.channels.map(\.writtenHeader))
    if destination.format == .wav {
      try write(wave, table, source, destination)
    } else {
      try destination.write(table)
    }
    var lines: [String] = []
    if destination.format != .wav, table.eventsLeftOut > 0 {
      lines.append("\(AnalyzeJob.plural(table.eventsLeftOut, "event")) cannot be kept in a table and were left out")
    }
    if destination.format == .wav, !(recording.labels.isEmpty && recording.events.isEmpty) {
      lines.append("WAV holds samples alone: labels and events were left out")
    }
    if !quiet { StandardStreams.error(lines.map { "palpate: \($0)\n" }.joined()) }
  }

  // MARK: WAV

  private func waveFormat(_ destination: SignalDestination) throws(Failure) -> WAVEWriter.SampleFormat {
    guard destination.format == .wav else {
      if waveFormat != nil { throw Failure(.usage, "--wav-format", "goes with a WAV file, not with \(output)") }
      if !fullScales.isEmpty { throw Failure(.usage, "--full-scale", "goes with a WAV file of integers") }
      return .float64
    }
    let text = waveFormat ?? WAVEWriter.SampleFormat.float64.rawValue
    guard let format = WAVEWriter.SampleFormat(rawValue: text) else {
      let all = WAVEWriter.SampleFormat.allCases.map(\.rawValue)
      let nearest = Nearest.of(text, among: all).map { "; did you mean \($0)?" } ?? ""
      throw Failure(.usage, "--wav-format \(text)", "expected \(WAVEWriter.SampleFormat.words)\(nearest)")
    }
    if format.isInteger, fullScales.isEmpty {
      throw Failure(
        .usage, "--wav-format \(text)", "integers need a declared full scale, such as --full-scale 100N")
    }
    if !format.isInteger, !fullScales.isEmpty {
      throw Failure(
        .usage, "--full-scale", "goes with pcm16 or pcm24; floating-point samples are the values themselves")
    }
    return format
  }

  private func write(
    _ format: WAVEWriter.SampleFormat, _ table: SignalTable, _ source: SignalInput.Source,
    _ destination: SignalDestination
  ) throws(Failure) {
    let grid = try source.grid(for: "WAV")
    if let gap = grid.breaks.first {
      let time = FigureText.plain(source.recording.timeBase.time(gap))
      let words = ["palpate", "resample", source.input.path, "--to", "\(DecimalText.shortest(grid.rate.value))Hz"]
      let command = (words + ["-o", "even.csv"]).map(InspectJob.quoted).joined(separator: " ")
      throw Failure(
        .dataInvalid, source.input.display,
        "WAV has no time stamps, and there is a gap before \(time) s; run \(command) first")
    }
    let scales = format.isInteger ? try fullScales(of: source.recording.channels) : []
    let writer: WAVEWriter
    do throws(WriteError) {
      writer = try WAVEWriter(table, format: format, rate: grid.rate.value, fullScales: scales)
    } catch {
      throw failure(error, source, grid)
    }
    guard output != "-" else {
      return try AtomicFile.stream(to: "-") { (sink) throws(Failure) in try writer.write(into: sink) }
    }
    let sidecar = WAVESidecar(
      file: FileSystem.lastComponent(output), format: format, rate: grid.rate, channels: source.recording.channels,
      fullScales: scales, source: FileSystem.lastComponent(source.input.display))
    try SignalDestination.check(output + ".toml", input: input.path)
    if case .file = FileSystem.kind(output + ".toml") {
      let there = try FileSystem.contents(output + ".toml", limit: 1 << 28)
      guard there.starts(with: WAVESidecar.firstWords.utf8) else {
        throw Failure(.cannotCreate, output + ".toml", "is there already, and was not written by palpate convert")
      }
    }
    try AtomicFile.stream(to: output) { (sink) throws(Failure) in try writer.write(into: sink) }
    try AtomicFile.write(sidecar.text, to: output + ".toml")
  }

  private func failure(_ error: WriteError, _ source: SignalInput.Source, _ grid: SampleGrid) -> Failure {
    switch error {
    case .rate(let rate):
      let words = ["palpate", "resample", source.input.path, "--to", "\(Int(max(1, min(rate, 1e9)).rounded()))Hz"]
      let command = (words + ["-o", "even.csv"]).map(InspectJob.quoted).joined(separator: " ")
      return Failure(.dataInvalid, source.input.display, "\(error.description); run \(command) first")
    case .clipped:
      return Failure(
        .dataInvalid, source.input.display, "\(error.description); nothing is clipped: declare a larger --full-scale")
    default: return Failure(.dataInvalid, source.input.display, error.description)
    }
  }

  /// The declared full scale of each channel, in the channel's unit.
  private func fullScales(of channels: [Channel]) throws(Failure) -> [Double] {
    var declared: [Measure] = []
    for text in fullScales {
      let measure: Measure
      do throws(MeasureError) {
        measure = try Measure(parsing: text)
      } catch {
        throw Failure(.usage, "--full-scale \(text)", error.description)
      }
      guard measure.number > 0 else { throw Failure(.usage, "--full-scale \(text)", "expected more than 0") }
      declared.append(measure)
    }
    var out: [Double] = []
    for channel in channels {
      guard let unit = channel.unit else {
        throw Failure(
          .usage, "--full-scale",
          "channel '\(channel.name)' has no unit, so no full scale fits it; choose others with --channel")
      }
      // A rating is a length on its scale, and is written so.
      let fits = declared.filter { $0.unit.dimension == unit.dimension }
      guard fits.count == 1, let scale = fits.first else {
        let what = fits.isEmpty ? "needs a full scale in a unit like \(unit.symbol)" : "has two of them"
        throw Failure(
          .usage, "--full-scale", "channel '\(channel.name)' \(what); or choose channels with --channel")
      }
      out.append(scale.value / unit.factor)
    }
    return out
  }
}
