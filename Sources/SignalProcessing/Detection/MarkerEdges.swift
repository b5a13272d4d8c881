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
    var edges: [MarkerEdge] = []
    if isCounter(levels) {
      var previous: (time: Double, level: Double)?
      for (time, level) in zip(times, levels) where !level.isNaN {
        if let before = previous, level > before.level {
          edges.append(MarkerEdge(kind: .press, earliest: before.time, latest: time))
        }
        previous = (time, level)
      }
      return lockedOut(edges)
    }
    guard let middle = middleLevel(levels) else { return [] }
    var state: Bool?
    var lastTime = times.first ?? 0
    for (time, level) in zip(times, levels) where !level.isNaN {
      let isActive = (level > middle) == activeHigh
      if let before = state, before != isActive {
        edges.append(MarkerEdge(kind: isActive ? .press : .release, earliest: lastTime, latest: time))
      }
      state = isActive
      lastTime = time
    }
    return lockedOut(debounced(edges))
  }

  /// Half way between the lowest and the highest level; nil when the marker never changes.
  public static func middleLevel(_ levels: [Double]) -> Double? {
    var low = Double.infinity
    var high = -Double.infinity
    for level in levels where !level.isNaN {
      low = min(low, level)
      high = max(high, level)
    }
    return high > low ? low + (high - low) / 2 : nil
  }

  /// Three or more levels that never fall.
  public static func isCounter(_ levels: [Double]) -> Bool {
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

  /// Drops a letting-go that is taken back, and the press that takes it back, within the debounce time.
  private static func debounced(_ edges: [MarkerEdge]) -> [MarkerEdge] {
    var out: [MarkerEdge] = []
    for edge in edges {
      if edge.kind == .press, let last = out.last, last.kind == .release, edge.time - last.time < debounce,
        out.count > 1
      {
        out.removeLast()
        continue
      }
      out.append(edge)
    }
    return out
  }

  private static func lockedOut(_ edges: [MarkerEdge]) -> [MarkerEdge] {
    var out: [MarkerEdge] = []
    var lastPress = -Double.infinity
    for edge in edges {
      if edge.kind == .press {
        if edge.time - lastPress < lockOut { continue }
        lastPress = edge.time
      }
      out.append(edge)
    }
    return out
  }
}
