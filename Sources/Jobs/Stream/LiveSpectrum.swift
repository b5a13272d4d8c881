// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import SignalProcessing

/// The settings of `--analysis spectrum`.
public struct LiveSpectrumOptions: Sendable, Hashable {
  /// Samples or a time; nil = 1024 samples.
  public var segment: String?
  /// Segments averaged at most; nil = 4.
  public var averages: Int?

  static let usualSegment = "1024"
  static let usualAverages = 4

  public init() {}
}

/// `--analysis spectrum`: the lines of the last segments, whenever a segment is complete.
struct LiveSpectrum: LiveSink {
  static let falseAlarm = 0.01

  private let segment: FilterPlan.Length
  private let averages: Int
  private let slots: [(name: String, unit: String, slot: Int)]
  private var rows: EvenRows
  private var trackers: [TrackerBox] = []
  /// Time of the first row of the stretch.
  private var start = 0.0
  private var last: Double?

  init(_ plan: (segment: FilterPlan.Length, averages: Int), _ table: LiveTable, channels: [String]) throws(Failure) {
    (segment, averages) = plan
    slots = try table.signalSlots(channels)
    rows = EvenRows(table.recording.timeBase, needsEvenStamps: true)
  }

  mutating func take(_ table: LiveTable, into lines: inout StreamLines) throws(Failure) {
    for row in try rows.take(table.time, table.values) { try advance(row, into: &lines) }
  }

  mutating func finish(into lines: inout StreamLines) throws(Failure) {
    for row in try rows.rest() { try advance(row, into: &lines) }
  }

  private mutating func advance(_ row: EvenRows.Row, into lines: inout StreamLines) throws(Failure) {
    guard let interval = rows.interval else { return }
    if trackers.isEmpty {
      let rate = Hertz(1 / interval)
      trackers = try slots.map { _ throws(Failure) in try TrackerBox(segment, averages, rate) }
    }
    if last.map({ row.time - $0 > SampleGrid.gapFactor * interval }) ?? true {
      for tracker in trackers { tracker.finish() }
      start = row.time
    }
    last = row.time
    for (tracker, (name, unit, slot)) in zip(trackers, slots) {
      let value = row.values[slot]
      if value.isFinite, value.magnitude > SpectrumTracker.limit { lines.addOverflow(name, row.time) }
      for found in tracker.process(value) { put(found, name, unit, interval, into: &lines) }
    }
  }

  private func put(
    _ found: TrackedSpectrum, _ channel: String, _ unit: String, _ interval: Double, into lines: inout StreamLines
  ) {
    let from = start + Double(found.samples.lowerBound) * interval
    let to = start + Double(found.samples.upperBound - 1) * interval
    for peak in found.peaks {
      let numbers = [
        ("frequency", peak.frequency.value), ("frequency_error", peak.frequencyError.value),
        ("amplitude", peak.amplitude), ("amplitude_error", peak.amplitudeError), ("false_alarm", peak.falseAlarm),
      ]
      var attributes = ["channel": channel, "amplitude_unit": unit, "frequency_unit": "Hz"]
      for (name, value) in numbers where value.isFinite { attributes[name] = DecimalText.shortest(value) }
      lines.add(.event(Event(kind: "spectral_peak", start: from, end: to, attributes: attributes)), Description())
    }
  }
}

/// Holds a tracker, which cannot be copied.
private final class TrackerBox {
  private var tracker: SpectrumTracker

  init(_ segment: FilterPlan.Length, _ averages: Int, _ rate: Hertz) throws(Failure) {
    let count =
      switch segment {
      case .samples(let count): count
      case .time(let time): Int(min((time.value * rate.value).rounded(), 1e9))
      }
    guard (16...1 << 20).contains(count) else {
      throw Failure(.usage, "--segment", "expected 16 to \(1 << 20) samples, found \(count)")
    }
    do throws(SpectrumError) {
      let window = try Window(.hann, count: count)
      let peaks = try SpectralPeaks(window: window, falseAlarm: LiveSpectrum.falseAlarm)
      tracker = try SpectrumTracker(Welch(window: window), averages: averages, sampleRate: rate, peaks: peaks)
    } catch {
      throw Failure(.usage, "--segment", error.description)
    }
  }

  func process(_ sample: Double) -> [TrackedSpectrum] {
    var out: [TrackedSpectrum] = []
    tracker.process([sample], into: &out)
    return out
  }

  func finish() {
    var none: [TrackedSpectrum] = []
    tracker.finish(into: &none)
  }
}

extension LiveTable {
  /// Channels a signal-level analysis works on: those named, else all but markers.
  func signalSlots(_ channels: [String]) throws(Failure) -> [(name: String, unit: String, slot: Int)] {
    let all = recording.channels
    if let missing = channels.first(where: { name in !all.contains { $0.name == name } }) {
      let available = all.map { "'\($0.name)'" }.joined(separator: ", ")
      throw Failure(.dataInvalid, "standard input", "expected a channel '\(missing)', found \(available)")
    }
    let slots = all.enumerated().filter { channels.isEmpty ? $1.kind != .marker : channels.contains($1.name) }
    guard !slots.isEmpty else { throw Failure(.dataInvalid, "standard input", "there is no channel to work on") }
    return slots.map { ($1.name, $1.unit?.symbol ?? "", $0) }
  }
}
