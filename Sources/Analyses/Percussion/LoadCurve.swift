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
    /// Mean forces of both halves of the frame, the lower first.
    let halves: ClosedRange<Double>
    /// How far the means of its quarters lie off a straight line, N.
    let bend: Double
    /// Hz; nil where none was found: the device stands, or is slower than the band searched.
    public var rate: Double?
    /// Of the acceleration about its mean, m/s².
    let rms: Double
  }

  public let points: [Point]
  public let line: LoadLine?
  /// Rates without load that differ: several speeds, which have no line in common.
  let hasLevels: Bool

  /// Frames without a rate for so long are a stall, s.
  private static let stall = 0.5
  /// Forces that never exceed this are no load, N.
  private static let leastForce = 5.0
  /// Where the force changes by more than this share of the highest within a frame, or bends by more, rate and force do not
  /// belong together.
  private static let steadiness = 0.1
  private static let straightness = 0.01
  /// Forces below this share of the highest are none.
  private static let unloaded = 0.02
  /// The acceleration of a head goes with the square of its rate; where it is less than half of that, the rate is an octave
  /// too high: the true one has left the band.
  private static let octave = 0.5
  /// Share of the strongest vibration below which a device stands.
  private static let stillness = 0.02

  /// Nil without a force channel in newtons that is ever above 5 N, or when no rate can be followed.
  /// - Parameters:
  ///   - signal: Of the first accelerometer.
  ///   - fastest: The highest rate found in a steady segment of it, Hz.
  init?(_ recording: Recording, _ signal: VibrationSignal, fastest: Double?, _ parameters: PercussionParameters) {
    guard let channel = recording.channels(.force).first, let unit = channel.unit, unit.dimension == .force else {
      return nil
    }
    let sign = channel.calibration.sign == .negative ? -1.0 : 1.0
    var forces = channel.samples.map { channel.calibration.apply($0) * unit.factor * sign }
    // A device that is pressed does not pull.
    if (forces.max() ?? 0) <= Self.leastForce, (forces.min() ?? 0) < -Self.leastForce { forces = forces.map { -$0 } }
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    guard forces.count == stamps.count, (forces.max() ?? 0) > Self.leastForce,
      let even = EvenVibration(signal),
      let (track, window) = even.track(fastest: fastest, parameters)
    else { return nil }
    // Frames overlap by three quarters: each fourth is new.
    var points: [Point] = []
    for index in stride(from: 0, to: track.frames.count, by: 4) {
      let frame = track.frames[index]
      let middle = even.start + frame.time.value
      let half = window.value / 2
      let first = stamps.partitionPoint { $0 >= middle - half }
      let last = stamps.partitionPoint { $0 > middle + half }
      guard let force = Self.mean(forces[first..<last]) else { continue }
      let quarters = (0..<4).map { quarter in
        Self.mean(forces[first + quarter * (last - first) / 4..<first + (quarter + 1) * (last - first) / 4]) ?? force
      }
      let (early, late) = ((quarters[0] + quarters[1]) / 2, (quarters[2] + quarters[3]) / 2)
      // Both shapes of four numbers that are square to a level and a slope.
      let bend = max(
        (quarters[0] - quarters[1] - quarters[2] + quarters[3]).magnitude / 4,
        (quarters[0] - 3 * quarters[1] + 3 * quarters[2] - quarters[3]).magnitude / 8)
      points.append(
        Point(
          time: middle, force: force, halves: min(early, late)...max(early, late), bend: bend,
          rate: frame.frequency?.value, rms: even.rms(middle - half, middle + half)))
    }
    let free = points.filter { $0.rate != nil }.min { $0.force < $1.force }
    if let free, let rate = free.rate, free.rms > 0 {
      for index in points.indices {
        guard let own = points[index].rate else { continue }
        let expected = free.rms * own * own / (rate * rate)
        if points[index].rms < Self.octave * expected { points[index].rate = nil }
      }
    }
    self.points = points
    let most = points.map(\.force).max() ?? 0
    let known = points.filter {
      $0.rate != nil && $0.halves.width <= Self.steadiness * most && $0.bend <= Self.straightness * most
    }
    let unloaded = known.filter { $0.force < Self.unloaded * most }.compactMap(\.rate)
    hasLevels = (unloaded.max() ?? 0) > 1.1 * (unloaded.min() ?? 0)
    line = hasLevels ? nil : LoadLine(loads: known.map(\.force), rates: known.map { $0.rate ?? 0 })
  }

  private static func mean(_ forces: ArraySlice<Double>) -> Double? {
    let own = forces.filter(\.isFinite)
    return own.isEmpty ? nil : own.reduce(0, +) / Double(own.count)
  }

  /// The highest force at which the device surely ran, N. A lone frame with a rate may be noise.
  private var highestRunning: Double? {
    let running = points.indices.filter { index in
      points[index].rate != nil
        && (index > 0 && points[index - 1].rate != nil || index + 1 < points.count && points[index + 1].rate != nil)
    }
    return running.map { points[$0].halves.lowerBound }.max()
  }

  /// Frames without a rate that follow on running as the force rises beyond that at which it ran, for half a second or more. A
  /// device that loses its rate at a force it bore before was switched off.
  private var stalls: [[Point]] {
    guard let running = highestRunning else { return [] }
    var found: [[Point]] = []
    var run: [Point] = []
    var isLoaded = false
    for point in points {
      if point.rate != nil {
        (run, isLoaded) = ([], true)
        continue
      }
      guard point.halves.upperBound > running, isLoaded else {
        (run, isLoaded) = ([], false)
        continue
      }
      run.append(point)
      if point.time - run[0].time >= Self.stall { found.append(run) }
    }
    return found
  }

  /// The lowest force at which the device surely stood, N: the head hardly moved, which slower rates than can be followed do.
  private var lowestStanding: Double? {
    let strongest = points.map(\.rms).max() ?? 0
    let still = stalls.joined().filter { $0.rms < Self.stillness * strongest }
    return still.map(\.halves.upperBound).min()
  }

  /// Whether the device lost its rate under so much load, or more.
  private func hasStalled(at force: Double) -> Bool { stalls.joined().contains { $0.force >= force } }

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
    guard let line else {
      guard hasLevels else { return [bound("stall_force")] }
      var refused = row("stall_force", nil, nil, "N")
      refused.flags = [.unsteady]
      return [refused]
    }
    let t = StudentT.quantile(0.975, degrees: line.degrees)
    var rows = [
      row("rate_under_load", 60 * line.slope, 60 * t * line.slopeError, "1/min/N"),
      row("free_rate", 60 * line.free, nil, "1/min"),
    ]
    if line.knee > 0 { rows.append(row("knee_force", line.knee, nil, "N")) }
    for share in [10.0, 50] {
      let component = DecimalText.shortest(share) + "%"
      if let force = line.load(lost: share / 100), force.value <= running {
        rows.append(row("force_at_loss", force.value, t * force.error, "N", component: component))
      } else {
        rows.append(bound("force_at_loss", component: component))
      }
    }
    if let zero = line.load(at: 0), hasStalled(at: zero.value - 2 * zero.error) {
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

extension ClosedRange<Double> {
  fileprivate var width: Double { upperBound - lowerBound }
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

  /// About the mean, between two times.
  func rms(_ from: Double, _ to: Double) -> Double {
    let first = min(max(0, Int(((from - start) * rate.value).rounded())), samples.count)
    let last = min(max(first, Int(((to - start) * rate.value).rounded())), samples.count)
    return (SampleMoments(of: Array(samples[first..<last].filter(\.isFinite))).variance ?? 0).squareRoot()
  }

  /// The rate over time and the length of its frames; nil where none can be followed.
  ///
  /// Rates above a third of the sampling rate cannot be, and half of one would be taken for it: it must be known that there
  /// is none.
  /// - Parameter fastest: The highest rate found in a steady segment, Hz; nil for none.
  func track(fastest: Double?, _ parameters: PercussionParameters) -> (track: RateTrack, window: Seconds)? {
    let top = min(parameters.searchHigh.value, rate.value / 3)
    guard (fastest ?? parameters.searchHigh.value) <= top,
      let tracker = try? RateTracker(lowest: parameters.searchLow, highest: Hertz(top)),
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
