// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// When the samples of a recording were taken, in numbers.
public struct Timing: Sendable, Hashable {
  /// Samples a second: declared or measured (one over the median interval); nil below two samples.
  public var rate: Double?
  /// Whether `rate` was measured from stamps.
  public var measured: Bool
  /// From the first to the last sample, s.
  public var duration: Double
  /// Spread of the intervals about their median, 1.4826 times the median absolute deviation, s; nil when even.
  public var jitter: Double?
  /// Intervals above three medians, at most the first hundred.
  public var gaps: [TimeGap]

  public init(_ timeBase: TimeBase, count: Int) {
    gaps = []
    duration = count > 1 ? timeBase.time(count - 1) - timeBase.time(0) : 0
    switch timeBase {
    case .even(_, let rate, let measured):
      self.rate = rate.value
      self.measured = measured
    case .stamped(let stamps):
      measured = true
      guard stamps.count > 1 else { return }
      let intervals = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
      let median = Self.median(intervals)
      rate = median > 0 ? 1 / median : nil
      jitter = 1.4826 * Self.median(intervals.map { ($0 - median).magnitude })
      for (index, interval) in intervals.enumerated() where interval > 3 * median && gaps.count < 100 {
        gaps.append(TimeGap(index: index + 1, start: stamps[index], end: stamps[index + 1]))
      }
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
