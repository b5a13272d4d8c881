// SPDX-License-Identifier: GPL-3.0-or-later

/// Spread of the intervals between time stamps.
public struct IntervalStatistics: Sendable, Hashable {
  /// Intervals longer than so many medians are gaps.
  public static let gapFactor = 3.0

  /// Median interval in s; 0 for fewer than two stamps.
  public let median: Double
  /// Standard deviation of the intervals that are no gaps, in s.
  public let deviation: Double
  /// 50th and 99th percentile of the distance of an interval from the median, in s.
  public let percentile50: Double
  public let percentile99: Double
  /// Intervals above ``gapFactor`` medians.
  public let gaps: [TimeGap]

  /// - Parameter stamps: Increasing stamps in s.
  public init(_ stamps: [Double]) {
    guard stamps.count >= 2 else {
      (median, deviation, percentile50, percentile99, gaps) = (0, 0, 0, 0, [])
      return
    }
    // Long recordings have millions of stamps: nothing of their number is copied or sorted.
    let count = stamps.count - 1
    let middle = count / 2
    let upper = OrderStatistic.find(middle, of: count) { stamps[$0 + 1] - stamps[$0] }
    var median = upper
    if count % 2 == 0 {
      median = (OrderStatistic.find(middle - 1, of: count) { stamps[$0 + 1] - stamps[$0] } + upper) / 2
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
    guard kept > 0 else {
      (percentile50, percentile99) = (0, 0)
      return
    }
    // Gaps go behind all others.
    func distance(_ index: Int) -> Double {
      let interval = stamps[index + 1] - stamps[index]
      return interval > Self.gapFactor * median ? .infinity : (interval - median).magnitude
    }
    percentile50 = OrderStatistic.find((kept - 1) / 2, of: count, distance)
    percentile99 = OrderStatistic.find((kept - 1) * 99 / 100, of: count, distance)
  }
}
