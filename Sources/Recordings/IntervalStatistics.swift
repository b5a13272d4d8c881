// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Spread of the intervals between time stamps.
public struct IntervalStatistics: Sendable, Hashable {
  /// Intervals longer than so many medians are gaps.
  public static let gapFactor = 3.0

  /// Median interval in s; 0 for fewer than two stamps.
  public let median: Double
  /// Standard deviation of the intervals that are no gaps, in s.
  public let deviation: Double
  /// Intervals above ``gapFactor`` medians.
  public let gaps: [TimeGap]

  /// - Parameter stamps: Increasing stamps in s.
  public init(_ stamps: [Double]) {
    guard stamps.count >= 2 else {
      (median, deviation, gaps) = (0, 0, [])
      return
    }
    // Long recordings have millions of stamps: nothing of their number is copied or sorted.
    let count = stamps.count - 1
    let middle = count / 2
    let upper = OrderStatistic.find(middle, of: count) { stamps[$0 + 1] - stamps[$0] }
    var median = upper
    if count % 2 == 0 {
      // The next lower one in order is the largest below, or as large.
      var below = 0
      var lower = -Double.infinity
      for index in 0..<count {
        let interval = stamps[index + 1] - stamps[index]
        below += interval < upper ? 1 : 0
        lower = interval < upper ? max(lower, interval) : lower
      }
      median = ((below < middle ? upper : lower) + upper) / 2
    }
    self.median = median
    var gaps: [TimeGap] = []
    var kept = 0
    var sum = 0.0
    for index in 0..<count {
      let interval = stamps[index + 1] - stamps[index]
      if interval > Self.gapFactor * median {
        gaps.append(TimeGap(index: index + 1, start: stamps[index], end: stamps[index + 1]))
      } else {
        kept += 1
        sum += interval - median
      }
    }
    self.gaps = gaps
    let mean = sum / Double(max(kept, 1))
    var squares = 0.0
    for index in 0..<count {
      let interval = stamps[index + 1] - stamps[index]
      if interval > Self.gapFactor * median { continue }
      let difference = interval - median - mean
      squares += difference * difference
    }
    deviation = kept > 1 ? (squares / Double(kept - 1)).squareRoot() : 0
  }

  /// Percentiles of the distance from the median, in s, over the intervals that are no gaps; 0 without intervals.
  ///
  /// - Parameters:
  ///   - percents: From 0 to 100.
  ///   - stamps: Those the statistics were made from.
  public func percentiles(_ percents: [Int], of stamps: [Double]) -> [Double] {
    let count = stamps.count - 1
    let kept = count - gaps.count
    guard kept > 0 else { return percents.map { _ in 0 } }
    let (median, longest) = (median, Self.gapFactor * median)
    return percents.map { percent in
      // Gaps go behind all others.
      OrderStatistic.find((kept - 1) * percent / 100, of: count) { index in
        let interval = stamps[index + 1] - stamps[index]
        return interval > longest ? .infinity : (interval - median).magnitude
      }
    }
  }
}
