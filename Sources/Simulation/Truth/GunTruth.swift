// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What is true of a simulated massage gun. Times in s by the true clock, from its zero (a recording's own zero is its
/// sensor's ``GunSensorTruth/origin``).
public struct GunTruth: Sendable, Hashable {
  public var motion: HeadMotion
  public var speed: GunSpeed
  public var impacts: Impacts?
  public var segments: [GunSegmentTruth] = []
  public var sensors: [GunSensorReport] = []
  public var sound: GunSound?
  public var claim: GunSession.Claim
}

extension GunTruth {
  /// Flags that an analysis of the first sensor must raise somewhere; others may come beside them.
  var expectedFlags: [IssueCode] {
    var flags: Set<IssueCode> = []
    let rates = segments.filter { $0.kind == .steady }.map(\.rate.value)
    if let first = sensors.first {
      if first.figures.clippedShares.values.contains(where: { $0 > 0.01 }) { flags.insert(.clipped) }
      if first.sensor.axes == 1 { flags.insert(.singleAxis) }
      let sampling = (first.sensor.holdRate ?? first.sensor.samplingRate).value
      if rates.contains(where: { sampling < 3.9 * $0 }) { flags.insert(.aliasPossible) }
      // A shape that cannot be told is not said to have one axis.
      if !flags.isDisjoint(with: [.aliasPossible]) { flags.remove(.singleAxis) }
    }
    if let pattern = impacts?.pattern, Set(pattern).count > 1 { flags.insert(.periodDoubling) }
    // Well beyond what an undeclared clock could explain.
    if let claim = claim.rate?.value, rates.contains(where: { abs($0 / claim - 1) > 0.06 }) {
      flags.insert(.claimMissed)
    }
    return flags.sorted()
  }
}

/// A sensor, what was drawn for it, and its name: empty, or `tissue`.
public struct GunSensorReport: Sendable, Hashable {
  public var name: String
  public var sensor: GunSensor
  public var figures: GunSensorTruth
}

/// A stretch of the programme without a bend.
public struct GunSegmentTruth: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// One level under one load; sag, warm-up, wow and jitter are still there.
    case steady
    /// Between two levels, or under a changing load.
    case changing
    /// No motion: switched off or stalled.
    case still
  }

  public var kind: Kind
  public var start: Double
  public var end: Double
  /// Turns over time, exact.
  public var rate: Hertz
  /// Without jitter, at both ends.
  public var rateAtStart: Hertz
  public var rateAtEnd: Hertz
  public var forceAtStart: Force?
  public var forceAtEnd: Force?
  /// Whole cycles within, and the standard deviation of their planted errors, as a share of the period.
  public var cycles: Int
  public var jitter: Double
  /// Of the head's acceleration at the mean rate in free air, in m/s²: no blows, no sensor.
  public var harmonics: [Harmonic] = []
  public var accelerationRootMeanSquare: Double
  public var accelerationPeak: Double
  /// By sensor: complex gain at each harmonic as amplitude and phase in rad.
  public var responses: [[Harmonic]] = []
  /// By sensor: frequency at which each harmonic shows by true time, where it lies above half the sampling rate.
  public var foldedTo: [[Int: Hertz]] = []
}

extension GunSession {
  /// Harmonics told of every segment.
  static let harmonicCount = 10

  func truth(_ angle: CrankAngle, _ tables: [GunTable]) -> Truth {
    var sensors: [GunSensorReport] = []
    var rest = tables[...]
    if recordsAcceleration, let table = rest.popFirst() {
      sensors.append(GunSensorReport(name: "", sensor: sensor, figures: table.figures))
    }
    if let tissue, let table = rest.popFirst() {
      sensors.append(GunSensorReport(name: "tissue", sensor: tissue, figures: table.figures))
    }
    var gun = GunTruth(motion: motion, speed: speed, impacts: impacts, sensors: sensors, sound: sound, claim: claim)
    gun.segments = stretches(angle).map { segment($0.kind, $0.start, $0.end, angle, sensors) }
    var truth = Truth(kind: "percussion", seed: seed)
    truth.expectedFlags = gun.expectedFlags
    truth.gun = gun
    return truth
  }

  private func stretches(_ angle: CrankAngle) -> [(kind: GunSegmentTruth.Kind, start: Double, end: Double)] {
    var out: [(kind: GunSegmentTruth.Kind, start: Double, end: Double, level: Double)] = []
    for (index, piece) in angle.pieces.enumerated() {
      let end = index + 1 < angle.pieces.count ? angle.pieces[index + 1].start : angle.duration
      let flat = piece.q.1 == 0 && piece.q.2 == 0
      let kind: GunSegmentTruth.Kind = !flat ? .changing : piece.q.0 == 0 ? .still : .steady
      if kind != .changing, let last = out.last, last.kind == kind, last.level == piece.q.0 {
        out[out.count - 1].end = end
      } else {
        out.append((kind, piece.start, end, piece.q.0))
      }
    }
    return out.map { ($0.kind, $0.start, $0.end) }
  }

  private func segment(
    _ kind: GunSegmentTruth.Kind, _ start: Double, _ end: Double, _ angle: CrankAngle, _ sensors: [GunSensorReport]
  ) -> GunSegmentTruth {
    let (a, b) = (angle.state(at: start).turns, angle.state(at: end).turns)
    let rate = Hertz(end > start ? max(0, (b - a) / (end - start)) : 0)
    let errors = angle.warp.errors
    let (first, last) = (Int((a - angle.angle).rounded(.up)), Int((b - angle.angle).rounded(.down)))
    let mine = first < last && last <= errors.count ? Array(errors[first..<last]) : []
    let mean = mine.isEmpty ? 0 : mine.reduce(0, +) / Double(mine.count)
    let square = mine.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let figures = motion.accelerationFigures(rate: rate)
    var truth = GunSegmentTruth(
      kind: kind, start: start, end: end, rate: rate, rateAtStart: Hertz(angle.smoothRate(at: start)),
      rateAtEnd: Hertz(angle.smoothRate(at: end)), forceAtStart: (speed.load?.force(at: start)).map { Force($0) },
      forceAtEnd: (speed.load?.force(at: end)).map { Force($0) }, cycles: max(0, last - first),
      jitter: mine.count > 1 ? (square / Double(mine.count - 1)).squareRoot() : 0,
      accelerationRootMeanSquare: figures.rootMeanSquare, accelerationPeak: figures.peak)
    guard kind == .steady else { return truth }
    truth.harmonics = motion.harmonics(rate: rate, count: Self.harmonicCount)
    for report in sensors {
      var folded: [Int: Hertz] = [:]
      truth.responses.append(
        (1...Self.harmonicCount).map { order -> Harmonic in
          let frequency = Hertz(Double(order) * rate.value)
          let gain = report.sensor.response(frequency)
          folded[order] = report.fold(frequency)
          let size = (gain.real * gain.real + gain.imaginary * gain.imaginary).squareRoot()
          return Harmonic(order: order, amplitude: size, phase: Elementary.angle(y: gain.imaginary, x: gain.real))
        })
      truth.foldedTo.append(folded)
    }
    return truth
  }
}

extension GunSensorReport {
  /// Nil below half the rate at which the sensor makes samples.
  func fold(_ frequency: Hertz) -> Hertz? {
    let rate = (sensor.holdRate ?? sensor.samplingRate).value * (1 + figures.clockError)
    guard frequency.value > rate / 2 else { return nil }
    return Hertz((frequency.value - rate * (frequency.value / rate).rounded()).magnitude)
  }
}

extension CrankAngle {
  /// Turns a second without the errors of single cycles.
  func smoothRate(at t: Double) -> Double {
    guard let piece = pieces.last(where: { $0.start <= t }) ?? pieces.first else { return 0 }
    return max(0, piece.state(at: t).rate)
  }
}
