// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// When the samples of a recording were taken, in numbers.
public struct Timing: Sendable, Hashable {
  /// Samples a second: declared or measured (one over the median interval); nil below two samples, or when stamps lie too close for a
  /// number.
  public var rate: Double?
  /// Whether `rate` was measured from stamps.
  public var measured: Bool
  /// From the first to the last sample, s.
  public var duration: Double
  /// Standard deviation of the intervals that are no gaps, s; nil where there are no stamps.
  public var jitter: Double?
  /// Distance from the median interval that 99 % of the intervals keep to, s.
  public var worstJitter: Double?
  /// Intervals above three medians, at most the first hundred.
  public var gaps: [TimeGap]

  /// Nothing is known yet.
  public static let unknown = Timing(.even(start: 0, rate: Hertz(1), measured: false), count: 0)

  public init(_ timeBase: TimeBase, count: Int) {
    gaps = []
    duration = 0
    switch timeBase {
    case .even(_, let rate, let measured):
      if count > 1 { duration = Double(count - 1) / rate.value }
      self.rate = rate.value
      self.measured = measured
    case .stamped(let stamps):
      measured = true
      guard let first = stamps.first, let last = stamps.last, stamps.count > 1 else { return }
      duration = last - first
      let intervals = IntervalStatistics(stamps)
      let rate = 1 / intervals.median
      self.rate = rate.isFinite ? rate : nil
      jitter = intervals.deviation
      worstJitter = intervals.percentiles([99], of: stamps)[0]
      gaps = Array(intervals.gaps.prefix(100))
    }
  }
}
