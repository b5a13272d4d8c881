// SPDX-License-Identifier: GPL-3.0-or-later

/// A change of a button or marker, between two samples or at an exact stamp.
public struct MarkerEdge: Sendable, Hashable {
  public enum Kind: Sendable, Hashable { case press, release }
  public let kind: Kind
  /// Midpoint of the bracket, s.
  public let time: Double
  /// Time of the last sample before and the first sample after the change; both equal `time` for an exact stamp.
  public let earliest: Double
  public let latest: Double

  public init(kind: Kind, earliest: Double, latest: Double) {
    self.kind = kind
    self.earliest = earliest
    self.latest = latest
    self.time = earliest + (latest - earliest) / 2
  }

  /// Width of the bracket in s.
  public var width: Double { latest - earliest }
}

/// How the levels of a marker are read.
public enum MarkerReading: Sendable, Hashable {
  /// Pressed above (`activeHigh`) or below the middle level.
  case level(middle: Double, activeHigh: Bool)
  /// Every rise is a press; there are no releases.
  case counter
  /// The marker never changes.
  case constant
}

/// Reads presses from a sampled marker: levels of either polarity, momentary pulses, or a counter.
public enum MarkerEdges {
  /// A new press this soon after another is the same press.
  public static let lockOut = 0.15
  /// Changes this soon after a change are contact bounce of the switch.
  public static let debounce = 0.02

  /// - Parameters:
  ///   - times: Increasing stamps in s.
  ///   - levels: As many values; NaN keeps the state before.
  ///   - activeHigh: Whether the higher level means pressed.
  /// - Returns: Presses and releases in time order. A counter (three or more levels that never fall) gives a press a
  ///   step. A marker already active at the first sample gives no press there.
  public static func find(times: [Double], levels: [Double], activeHigh: Bool) -> [MarkerEdge] {
    var detector = MarkerEdgeDetector(reading(of: levels, activeHigh: activeHigh))
    var edges: [MarkerEdge] = []
    for (time, level) in zip(times, levels) { detector.process(time: time, level: level, into: &edges) }
    detector.finish(into: &edges)
    return edges
  }

  /// How a whole marker channel is to be read.
  @inlinable public static func reading(of levels: some Sequence<Double>, activeHigh: Bool) -> MarkerReading {
    if isCounter(levels) { return .counter }
    return middleLevel(levels).map { .level(middle: $0, activeHigh: activeHigh) } ?? .constant
  }

  /// Half way between the lowest and the highest level; nil when the marker never changes.
  @inlinable public static func middleLevel(_ levels: some Sequence<Double>) -> Double? {
    var low = Double.infinity
    var high = -Double.infinity
    for level in levels where !level.isNaN {
      low = min(low, level)
      high = max(high, level)
    }
    return high > low ? low + (high - low) / 2 : nil
  }

  /// Three or more levels that never fall.
  @inlinable public static func isCounter(_ levels: some Sequence<Double>) -> Bool {
    var steps = 0
    var last: Double?
    for level in levels where !level.isNaN {
      if let before = last {
        if level < before { return false }
        if level > before { steps += 1 }
      }
      last = level
    }
    return steps >= 2
  }
}
