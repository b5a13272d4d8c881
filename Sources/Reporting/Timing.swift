// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// When the samples of a recording were taken, in numbers.
public struct Timing: Sendable, Hashable {
  /// Samples a second: declared or measured over all stretches without gaps; nil below two samples, or when stamps lie too close
  /// for a number.
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
  public static let unknown = Timing(rate: Hertz(1), measured: false)

  private init(rate: Hertz, measured: Bool) {
    (self.rate, self.measured, duration, gaps) = (rate.value, measured, 0, [])
  }

  /// Of a recording.
  public init(_ recording: Recording) {
    gaps = []
    duration = 0
    switch recording.timeBase {
    case .even(_, let rate, let measured):
      if recording.sampleCount > 1 { duration = Double(recording.sampleCount - 1) / rate.value }
      self.rate = rate.value
      self.measured = measured
    case .stamped(let stamps):
      measured = true
      guard let first = stamps.first, let last = stamps.last, let intervals = recording.intervals, stamps.count > 1
      else { return }
      duration = last - first
      // Not one over the median interval: a clock in whole milliseconds has 3 ms for a median at any rate near it.
      let lost = intervals.gaps.reduce(0) { $0 + ($1.end - $1.start) }
      let rate = Double(stamps.count - 1 - intervals.gaps.count) / (duration - lost)
      self.rate = rate.isFinite && rate > 0 ? rate : nil
      jitter = intervals.deviation
      worstJitter = intervals.percentiles([99], of: stamps)[0]
      gaps = Array(intervals.gaps.prefix(100))
    }
  }
}
