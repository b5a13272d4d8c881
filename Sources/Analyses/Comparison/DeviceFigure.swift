// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings

/// A figure of one device in one condition: the mean of repetitions.
struct DeviceFigure: Sendable {
  let value: Double
  /// 95 % interval of the mean; nil where neither repetitions nor their own intervals tell one.
  let low: Double?
  let high: Double?
  /// How far the mean of the repetitions' own intervals reaches below and above; 0 where they have none.
  let own: (below: Double, above: Double)
  let unit: String
  let count: Int
  /// What bears on comparing it with figures of other recorders.
  let flags: Set<IssueCode>
  /// As of ``DeviceRun/levelsTold``.
  let levelsTold: Int?

  /// Outcomes that cannot be below zero.
  private static let positive: Set<String> = [
    "percussion_rate", "stroke_length", "acceleration_peak", "acceleration_rms", "harmonic_distortion", "cycle_jitter",
    "stall_force", "hand_arm_vibration",
  ]
  private static let kept: Set<IssueCode> = [
    .clockUnstated, .clockNominal, .scaleUnstated, .uncalibrated, .rateNominal, .extrapolated, .heldSamples,
  ]

  /// The repetitions' scatter by Student's t, and the mean reach of their own intervals, in squares: errors of clock and scale
  /// are common to all of them and do not average out. Either side keeps its own reach. An interval of what cannot be below zero
  /// ends there, which takes no truth out of it.
  ///
  /// - Parameter runs: At least one, all with the outcome.
  init(_ runs: [DeviceRun], _ outcome: String) {
    // In an order of their own, so that sums are the same whatever that of the recordings.
    let figures = runs.compactMap { $0.figures[outcome] }.sorted { ($0.value, $0.low ?? 0) < ($1.value, $1.low ?? 0) }
    let values = figures.map(\.value)
    value = Moments.mean(values)
    let reaches = figures.compactMap { figure -> (below: Double, above: Double)? in
      guard let low = figure.low, let high = figure.high else { return nil }
      return (max(figure.value - low, 0), max(high - figure.value, 0))
    }
    own = reaches.isEmpty ? (0, 0) : (Moments.mean(reaches.map(\.below)), Moments.mean(reaches.map(\.above)))
    let scatter = Moments.meanHalfWidth(values, level: 0.95)
    if reaches.isEmpty, scatter == nil {
      (low, high) = (nil, nil)
    } else {
      let lowest = Self.positive.contains(outcome) ? min(0, value) : -.infinity
      low = max(value - Self.together(own.below, scatter ?? 0), lowest)
      high = value + Self.together(own.above, scatter ?? 0)
    }
    unit = figures.first?.unit ?? ""
    count = figures.count
    flags = figures.reduce(into: Set<IssueCode>()) { $0.formUnion($1.flags) }.intersection(Self.kept)
    levelsTold = runs.compactMap(\.levelsTold).max()
  }

  /// Whether the speed levels of both may be paired: where both are told by rates, they must be as many.
  func hasLevels(of other: DeviceFigure) -> Bool {
    guard let levelsTold, let others = other.levelsTold else { return true }
    return levelsTold == others
  }

  static func together(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}

/// The mean of differences over equal conditions.
struct PairedDifference {
  let value: Double
  /// 95 % interval; nil where the differences are all the same and the figures have no intervals of their own.
  let low: Double?
  let high: Double?
  let method: String

  /// The scatter of the differences, and how far the figures' own intervals reach on either side, in squares: clock and scale of a
  /// recorder are off by the same share in all conditions, so that the mean of the conditions is as far off as each.
  ///
  /// - Parameters:
  ///   - pairs: Two or more; the second less the first is taken.
  ///   - resampled: Whether to resample the scatter; else it is Student's t.
  init(_ pairs: [(DeviceFigure, DeviceFigure)], resampled: Bool) {
    let differences = pairs.map { $1.value - $0.value }
    let mean = Moments.mean(differences)
    var below = Moments.meanHalfWidth(differences, level: 0.95) ?? 0
    var above = below
    var method = "compare.paired_t"
    if resampled,
      let found = try? Bootstrap.interval(of: differences, statistic: .mean, method: .corrected, level: 0.95, seed: 1)
    {
      (below, above, method) = (max(mean - found.low, 0), max(found.high - mean, 0), "compare.paired_bootstrap")
    }
    let firsts = (below: Moments.mean(pairs.map(\.0.own.below)), above: Moments.mean(pairs.map(\.0.own.above)))
    let seconds = (below: Moments.mean(pairs.map(\.1.own.below)), above: Moments.mean(pairs.map(\.1.own.above)))
    below = DeviceFigure.together(below, DeviceFigure.together(seconds.below, firsts.above))
    above = DeviceFigure.together(above, DeviceFigure.together(seconds.above, firsts.below))
    value = mean
    (low, high) = below > 0 || above > 0 ? (mean - below, mean + above) : (nil, nil)
    self.method = method
  }
}
