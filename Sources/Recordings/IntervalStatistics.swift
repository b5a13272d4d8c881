// SPDX-License-Identifier: GPL-3.0-or-later

/// Spread of the intervals between time stamps.
public struct IntervalStatistics: Sendable, Hashable {
  /// Median interval in s; 0 for fewer than two stamps.
  public let median: Double
  /// Standard deviation of the intervals that are no gaps, in s.
  public let deviation: Double
  /// 50th and 99th percentile of the distance of an interval from the median, in s.
  public let percentile50: Double
  public let percentile99: Double
  /// Intervals above three medians.
  public let gaps: [TimeGap]

  /// - Parameter stamps: Increasing stamps in s.
  public init(_ stamps: [Double]) {
    guard stamps.count >= 2 else {
      (median, deviation, percentile50, percentile99, gaps) = (0, 0, 0, 0, [])
      return
    }
    var intervals: [Double] = []
    intervals.reserveCapacity(stamps.count - 1)
    for index in 1..<stamps.count { intervals.append(stamps[index] - stamps[index - 1]) }
    let sorted = intervals.sorted()
    let middle = sorted.count / 2
    let median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    self.median = median
    var gaps: [TimeGap] = []
    var count = 0.0
    var sum = 0.0
    var distances: [Double] = []
    distances.reserveCapacity(intervals.count)
    for (index, interval) in intervals.enumerated() {
      if interval > 3 * median {
        gaps.append(TimeGap(index: index + 1, start: stamps[index], end: stamps[index + 1]))
      } else {
        count += 1
        sum += interval - median
        distances.append((interval - median).magnitude)
      }
    }
    self.gaps = gaps
    let mean = sum / max(count, 1)
    var squares = 0.0
    for interval in intervals where interval <= 3 * median {
      let difference = interval - median - mean
      squares += difference * difference
    }
    deviation = count > 1 ? (squares / (count - 1)).squareRoot() : 0
    distances.sort()
    percentile50 = distances.isEmpty ? 0 : distances[(distances.count - 1) / 2]
    percentile99 = distances.isEmpty ? 0 : distances[(distances.count - 1) * 99 / 100]
  }
}
