// SPDX-License-Identifier: GPL-3.0-or-later

/// An even grid made from stamped samples: sample k stands at `start` + k/`sampleRate`.
public struct Regularised: Sendable, Hashable {
  /// What making the grid took.
  public struct Account: Sendable, Hashable {
    /// Whether the rate is that of the stamps (one over ``meanInterval``) or was given.
    public let isRateMeasured: Bool
    /// Median of all intervals.
    public let typicalInterval: Seconds
    /// Mean of the intervals between 0.5 and 1.5 typical ones.
    public let meanInterval: Seconds
    /// Standard deviation and largest deviation of the same intervals from their mean: the jitter.
    public let intervalDeviation: Seconds
    public let largestDeviation: Seconds
    /// Intervals longer than ``longestBridge``.
    public let gaps: [Gap]
    /// Samples dropped because stamp and value were those of the one before.
    public let duplicates: Int
    /// Samples dropped because their stamp was before an earlier one.
    public let backward: Int
    /// Samples of the grid between stamps, and those that are missing.
    public let interpolated: Int
    public let missing: Int
    public let interpolation: Regularisation.Interpolation
    public let longestBridge: Seconds
  }

  public struct Gap: Sendable, Hashable {
    public let start: Double
    public let end: Double
  }

  public let start: Double
  public let sampleRate: Hertz
  /// NaN in gaps and next to missing values.
  public let samples: [Double]
  public let account: Account

  /// Share of the samples that are there which stand between stamps.
  public var interpolatedShare: Double {
    let there = samples.count - account.missing
    return there == 0 ? 0 : Double(account.interpolated) / Double(there)
  }
}

/// Values between stamps, stretch by stretch.
struct Pieces {
  private let t: [Double]
  private let x: [Double]
  private let bridge: Double
  /// Slopes at the stamps; empty for straight lines.
  private let slopes: [Double]

  init(_ t: [Double], _ x: [Double], bridge: Double, _ interpolation: Regularisation.Interpolation) {
    self.t = t
    self.x = x
    self.bridge = bridge
    guard interpolation == .shapePreserving else {
      slopes = []
      return
    }
    var slopes = [Double](repeating: 0, count: t.count)
    var start = 0
    while start < t.count {
      var end = start + 1
      while end < t.count, t[end] - t[end - 1] <= bridge, !x[end].isNaN, !x[end - 1].isNaN { end += 1 }
      Self.fill(&slopes, start..<end, t, x)
      start = end
    }
    self.slopes = slopes
  }

  /// Value at an instant not before those asked earlier, and whether it is that of a stamp, within 1e-6 intervals.
  func value(at instant: Double, from place: inout Int) -> (value: Double, isStamp: Bool) {
    while place + 2 < t.count, t[place + 1] <= instant { place += 1 }
    let (a, b) = (t[place], t[place + 1])
    let share = (instant - a) / (b - a)
    if (instant - a) <= 1e-6 * min(b - a, bridge) { return (x[place], true) }
    if (b - instant) <= 1e-6 * min(b - a, bridge) { return (x[place + 1], true) }
    guard b - a <= bridge else { return (.nan, false) }
    let rise = x[place + 1] - x[place]
    if slopes.isEmpty { return (x[place] + share * rise, false) }
    // Hermite's cubic.
    let h = b - a
    let (left, right) = (h * slopes[place], h * slopes[place + 1])
    let bend = share * (1 - share) * (left * (1 - share) - right * share)
    return (x[place] + share * share * (3 - 2 * share) * rise + bend, false)
  }

  private static func fill(_ slopes: inout [Double], _ range: Range<Int>, _ t: [Double], _ x: [Double]) {
    guard range.count >= 2 else { return }
    func width(_ k: Int) -> Double { t[k + 1] - t[k] }
    func secant(_ k: Int) -> Double { (x[k + 1] - x[k]) / width(k) }
    let (first, last) = (range.lowerBound, range.upperBound - 1)
    if range.count == 2 {
      slopes[first] = secant(first)
      slopes[last] = secant(first)
      return
    }
    for k in (first + 1)..<last {
      let (a, b) = (secant(k - 1), secant(k))
      guard a * b > 0 else { continue }
      let (w1, w2) = (2 * width(k) + width(k - 1), width(k) + 2 * width(k - 1))
      slopes[k] = (w1 + w2) / (w1 / a + w2 / b)
    }
    // Three-point slopes at the ends, held within what keeps the shape.
    func end(_ h0: Double, _ h1: Double, _ m0: Double, _ m1: Double) -> Double {
      let slope = ((2 * h0 + h1) * m0 - h0 * m1) / (h0 + h1)
      if slope * m0 <= 0 { return 0 }
      return m0 * m1 <= 0 && abs(slope) > 3 * abs(m0) ? 3 * m0 : slope
    }
    slopes[first] = end(width(first), width(first + 1), secant(first), secant(first + 1))
    slopes[last] = end(width(last - 1), width(last - 2), secant(last - 1), secant(last - 2))
  }
}
