// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// The rate of a device against the force it is pressed with, over a whole recording.
public struct LoadCurve: Sendable {
  public struct Point: Sendable, Hashable {
    /// s from the start of the recording.
    public let time: Double
    /// Mean force of the frame in N.
    public let force: Double
    /// Hz; nil where none was found: the device stands, or is slower than the band searched.
    public let rate: Double?
  }

  public let points: [Point]
  public let line: LoadLine?

  /// Frames without a rate for so long are a stall, s.
  private static let stall = 0.5
  /// Forces that never exceed this are no load, N.
  private static let leastForce = 5.0

  /// Nil without a force channel in newtons that is ever above 5 N, or when no rate can be followed.
  public init?(_ recording: Recording, _ parameters: PercussionParameters) {
    guard let channel = recording.channels(.force).first, let unit = channel.unit, unit.dimension == .force,
      let sensor = VibrationSensor.all(in: recording).first(where: \.isAcceleration)
    else { return nil }
    let sign = channel.calibration.sign == .negative ? -1.0 : 1.0
    let forces = channel.samples.map { channel.calibration.apply($0) * unit.factor * sign }
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    guard forces.count == stamps.count, (forces.max() ?? 0) > Self.leastForce,
      let even = EvenVibration(VibrationSignal(sensor, of: recording)),
      let (track, window) = even.track(parameters)
    else { return nil }
    // Frames overlap by three quarters: each fourth is new.
    var points: [Point] = []
    for index in stride(from: 0, to: track.frames.count, by: 4) {
      let frame = track.frames[index]
      let middle = even.start + frame.time.value
      let half = window.value / 2
      let first = stamps.partitionPoint { $0 >= middle - half }
      let last = stamps.partitionPoint { $0 > middle + half }
      let own = forces[first..<last].filter(\.isFinite)
      guard !own.isEmpty else { continue }
      points.append(
        Point(time: middle, force: own.reduce(0, +) / Double(own.count), rate: frame.frequency?.value))
    }
    self.points = points
    let known = points.filter { $0.rate != nil }
    line = LoadLine(loads: known.map(\.force), rates: known.map { $0.rate ?? 0 })
  }

  /// Whether the device stood under load for half a second or more.
  var hasStalled: Bool {
    guard let line, let zero = line.load(at: 0) else { return false }
    var start: Double?
    for point in points {
      if point.rate == nil, point.force >= zero.value - 2 * zero.error {
        start = start ?? point.time
        if let start, point.time - start >= Self.stall { return true }
      } else {
        start = nil
      }
    }
    return false
  }

  /// The highest force at which the device was seen running, N. A lone frame with a rate may be noise.
  private var highestRunning: Double? {
    let running = points.indices.filter { index in
      points[index].rate != nil
        && (index > 0 && points[index - 1].rate != nil || index + 1 < points.count && points[index + 1].rate != nil)
    }
    return running.map { points[$0].force }.max()
  }

  /// The lowest force, above all at which it ran, at which the device stood for half a second or more, N.
  private var lowestStanding: Double? {
    guard let running = highestRunning else { return nil }
    var lowest: Double?
    var run: [Point] = []
    for point in points {
      guard point.rate == nil, point.force > running else {
        run = []
        continue
      }
      run.append(point)
      guard point.time - run[0].time >= Self.stall else { continue }
      lowest = min(lowest ?? .infinity, run.map(\.force).min() ?? .infinity)
    }
    return lowest
  }

  /// Rows of the recording as a whole.
  func rows(_ sensor: String) -> [Outcome] {
    func row(_ name: String, _ value: Double?, _ half: Double?, _ unit: String, component: String = "") -> Outcome {
      var outcome = Outcome(
        name, value: value, unit: unit, method: "percussion.load_line", channel: sensor, component: component,
        count: points.count)
      if let value, let half { (outcome.low, outcome.high, outcome.level) = (value - half, value + half, 0.95) }
      return outcome
    }
    // Nothing is known of what lies above the forces at which it ran, but that it stood there.
    guard let running = highestRunning else { return [] }
    func bound(_ name: String, component: String = "") -> Outcome {
      var outcome = row(name, nil, nil, "N", component: component)
      outcome.low = running
      outcome.high = lowestStanding
      outcome.flags = [outcome.high == nil ? .rightCensored : .intervalCensored]
      return outcome
    }
    guard let line else { return [bound("stall_force")] }
    let t = StudentT.quantile(0.975, degrees: line.degrees)
    var rows = [
      row("rate_under_load", 60 * line.slope, 60 * t * line.slopeError, "1/min/N"),
      row("free_rate", 60 * line.free, nil, "1/min"),
    ]
    if line.knee > 0 { rows.append(row("knee_force", line.knee, nil, "N")) }
    for share in [10.0, 50] {
      let component = DecimalText.shortest(share) + "%"
      if let force = line.load(at: line.free * (1 - share / 100)), force.value <= running {
        rows.append(row("force_at_loss", force.value, t * force.error, "N", component: component))
      } else {
        rows.append(bound("force_at_loss", component: component))
      }
    }
    if hasStalled, let zero = line.load(at: 0) {
      var stall = row("stall_force", zero.value, t * zero.error, "N")
      // The slowest rates cannot be followed: the line is carried on from the last one that could.
      if zero.value > running { stall.flags = [.extrapolated] }
      rows.append(stall)
    } else {
      rows.append(bound("stall_force"))
    }
    return rows
  }
}

/// Acceleration on an even grid, along the axis that varies most.
struct EvenVibration: Sendable {
  let samples: [Double]
  let rate: Hertz
  /// Time of the first sample.
  let start: Double

  /// Nil for signals without an even clock that cannot be brought to one.
  init?(_ signal: VibrationSignal) {
    var best: (spread: Double, samples: [Double])?
    for axis in signal.axes {
      let moments = SampleMoments(of: axis)
      guard let variance = moments.variance, variance.isFinite else { continue }
      if variance > best?.spread ?? -1 { best = (variance, axis) }
    }
    guard let own = best?.samples else { return nil }
    self.init(signal.stamps, own)
  }

  /// The rate over time and the length of its frames; nil where none can be followed.
  func track(_ parameters: PercussionParameters) -> (track: RateTrack, window: Seconds)? {
    guard
      let tracker = try? RateTracker(
        lowest: parameters.searchLow, highest: Hertz(min(parameters.searchHigh.value, rate.value / 3))),
      let track = try? tracker.track(samples, sampleRate: rate)
    else { return nil }
    return (track, tracker.window)
  }

  init?(_ stamps: [Double], _ own: [Double]) {
    guard stamps.count == own.count, let first = stamps.first else { return nil }
    start = first
    if let grid = try? SampleGrid(.stamped(stamps), count: own.count), grid.breaks.isEmpty {
      samples = own
      rate = grid.rate
      return
    }
    guard let even = try? Regularisation().apply(stamps: stamps, values: own) else { return nil }
    samples = even.samples
    rate = even.sampleRate
  }
}
