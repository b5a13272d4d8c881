// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Spread of the intervals between time stamps.
public struct IntervalStatistics: Sendable, Hashable {
  /// Intervals longer than so many medians are gaps.
  public static let gapFactor = 3.0

  /// Median interval in s; 0 for fewer than two stamps.
  public let median: Double
  /// The longer of the middle two intervals, or the middle one; 0 for fewer than two stamps.
  public let upperMedian: Double
  /// Standard deviation of the intervals that are no gaps, in s.
  public let deviation: Double
  /// Intervals above ``gapFactor`` medians.
  public let gaps: [TimeGap]

  /// - Parameter stamps: Increasing stamps in s.
  public init(_ stamps: [Double]) {
    guard stamps.count >= 2 else {
      (median, upperMedian, deviation, gaps) = (0, 0, 0, [])
      return
    }
    // Long recordings have millions of stamps: they are neither copied nor sorted.
    let count = stamps.count - 1
    let middle = count / 2
    let span = stamps.span
    let upper = OrderStatistic.find(middle, of: count) { span[$0 + 1] - span[$0] }
    var median = upper
    if count % 2 == 0 {
      // The next lower one in order is the largest below, or as large.
      var below = 0
      var lower = -Double.infinity
      for index in 0..<count {
        let interval = span[index + 1] - span[index]
        below += interval < upper ? 1 : 0
        lower = interval < upper ? max(lower, interval) : lower
      }
      median = ((below < middle ? upper : lower) + upper) / 2
    }
    (self.median, upperMedian) = (median, upper)
    let spread = Spread(stamps, around: median, upTo: Self.gapFactor * median)
    deviation = spread.deviation
    gaps = spread.gaps
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
    let span = stamps.span
    return percents.map { percent in
      // Gaps go behind all others.
      OrderStatistic.find((kept - 1) * percent / 100, of: count) { index in
        let interval = span[index + 1] - span[index]
        return interval > longest ? .infinity : (interval - median).magnitude
      }
    }
  }
}

/// Gaps and standard deviation of intervals, in one pass.
private struct Spread {
  let gaps: [TimeGap]
  let deviation: Double

  /// - Parameters:
  ///   - centre: Their median: the mean is never farther from it than the deviation, so that no digits cancel.
  ///   - longest: Intervals above are gaps.
  init(_ stamps: [Double], around centre: Double, upTo longest: Double) {
    let count = stamps.count - 1
    let span = stamps.span
    var gaps: [TimeGap] = []
    var sum = 0.0
    var squares = 0.0
    let length = 512
    for start in stride(from: 0, to: count, by: length) {
      let block = span.extracting(start..<(min(start + length, count) + 1))
      let (blockSum, blockSquares, blockLongest) = Self.sums(block, centre)
      if blockLongest <= longest {
        sum += blockSum
        squares += blockSquares
        continue
      }
      for k in 0..<(block.count - 1) {
        let interval = block[k + 1] - block[k]
        if interval > longest {
          gaps.append(TimeGap(index: start + k + 1, start: block[k], end: block[k + 1]))
        } else {
          sum += interval - centre
          squares += (interval - centre) * (interval - centre)
        }
      }
    }
    self.gaps = gaps
    let kept = count - gaps.count
    let n = Double(max(kept, 1))
    let variance = max(0, squares - sum * sum / n) / Double(max(kept - 1, 1))
    deviation = kept > 1 ? variance.squareRoot() : 0
  }

  /// Sums over all intervals of a block, of their distances from the centre and of the squares, and the longest.
  private static func sums(_ stamps: Span<Double>, _ centre: Double) -> (Double, Double, Double) {
    let count = stamps.count - 1
    // Four sums side by side: one alone would wait for each addition.
    var sums = SIMD4<Double>.zero
    var squares = SIMD4<Double>.zero
    var longest = SIMD4(repeating: -Double.infinity)
    var k = 0
    while k + 4 <= count {
      let from = SIMD4(stamps[k], stamps[k + 1], stamps[k + 2], stamps[k + 3])
      let to = SIMD4(stamps[k + 1], stamps[k + 2], stamps[k + 3], stamps[k + 4])
      let intervals = to - from
      longest.replace(with: intervals, where: intervals .> longest)
      let differences = intervals - centre
      sums += differences
      squares += differences * differences
      k += 4
    }
    while k < count {
      let interval = stamps[k + 1] - stamps[k]
      longest[0] = max(longest[0], interval)
      sums[0] += interval - centre
      squares[0] += (interval - centre) * (interval - centre)
      k += 1
    }
    return (sums.sum(), squares.sum(), longest.max())
  }
}
