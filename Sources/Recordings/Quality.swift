// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// How good a recording is, before any analysis: what `inspect` prints.
public struct Quality: Sendable, Hashable {
  /// Time base of the recording.
  public struct Time: Sendable, Hashable {
    public let count: Int
    /// From the first to the last sample, in s.
    public let duration: Double
    /// Median interval in s; 0 for fewer than two samples.
    public let medianInterval: Double
    /// Samples a second over all stretches without gaps; 0 for fewer than two samples.
    public let rate: Double
    /// Whether the rate comes from stamps rather than from a declaration.
    public let isMeasured: Bool
    /// Standard deviation of the intervals, and their distance from the median at the 50th and 99th percentile, in s.
    public let jitterSD: Double
    public let jitter50: Double
    public let jitter99: Double
    public let gaps: [TimeGap]
    /// Samples dropped by the reader: repeated and backward stamps.
    public let duplicates: Int
    public let backward: Int
  }

  public let time: Time
  public let channels: [ChannelQuality]

  public init(of recording: Recording) {
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    let statistics = recording.intervals ?? IntervalStatistics(stamps)
    let distances = statistics.percentiles([50, 99], of: stamps)
    let duration = stamps.count > 1 ? stamps[stamps.count - 1] - stamps[0] : 0
    let lost = statistics.gaps.reduce(0) { $0 + ($1.end - $1.start) }
    let intervals = stamps.count - 1 - statistics.gaps.count
    var rate = duration - lost > 0 && intervals > 0 ? Double(intervals) / (duration - lost) : 0
    var isMeasured = true
    if case .even(_, let declared, let measured) = recording.timeBase {
      rate = declared.value
      isMeasured = measured
    }
    func dropped(_ codes: IssueCode...) -> Int {
      recording.issues.reduce(0) { codes.contains($1.code) ? $0 + $1.count : $0 }
    }
    time = Time(
      count: recording.sampleCount, duration: duration, medianInterval: statistics.median, rate: rate,
      isMeasured: isMeasured, jitterSD: statistics.deviation, jitter50: distances[0],
      jitter99: distances[1], gaps: statistics.gaps,
      duplicates: dropped(.timeDuplicate, .timeConflict), backward: dropped(.timeBackward))
    channels = recording.channels.map { ChannelQuality(of: $0, stamps: stamps) }
  }
}

/// How good the samples of one channel are, in the unit they were recorded in.
public struct ChannelQuality: Sendable, Hashable {
  /// An extreme value that is reached again and again.
  public struct Rail: Sendable, Hashable {
    public let value: Double
    /// Samples at the value.
    public let count: Int
  }

  public let name: String
  /// Nil when every sample is missing.
  public let minimum: Double?
  public let maximum: Double?
  public let missing: Int
  /// Smallest step between two different values; nil for a constant channel.
  public let quantum: Double?
  /// Runs of at least three equal samples at an extreme value, by which a saturated sensor shows. The lower end of a
  /// channel that rests at zero is no rail.
  public let railLow: Rail?
  public let railHigh: Rail?
  /// Longest stretch without any change, in s.
  public let longestFlat: Double
  /// Difference between the medians of the last and the first second, where both are idle (within 10 % of the range
  /// above the lowest value); nil otherwise.
  public let idleDrift: Double?

  static let railRun = 3

  init(of channel: Channel, stamps: [Double]) {
    name = channel.name
    let samples = channel.samples
    var present = 0
    var (low, high) = (Double.infinity, -Double.infinity)
    for sample in samples where sample.isFinite {
      present += 1
      if sample < low { low = sample }
      if sample > high { high = sample }
    }
    missing = samples.count - present
    guard present > 0 else {
      (minimum, maximum, quantum, railLow, railHigh, idleDrift, longestFlat) = (nil, nil, nil, nil, nil, nil, 0)
      return
    }
    minimum = low
    maximum = high
    quantum = Self.quantum(samples, low, high)
    railHigh = high > low ? Self.rail(samples, at: high) : nil
    railLow = high > low && low != 0 && channel.kind != .marker ? Self.rail(samples, at: low) : nil
    longestFlat = Self.longestFlat(samples, stamps)
    idleDrift = Self.idleDrift(samples, stamps, low, high)
  }

  private static func quantum(_ samples: [Double], _ low: Double, _ high: Double) -> Double? {
    let sorted = DistinctValues.sorted(samples)
    // Differences that are rounding errors of the values themselves are no step.
    let noise = 16 * max(low.magnitude, high.magnitude).ulp
    var smallest: Double?
    for index in sorted.indices.dropFirst() {
      let step = sorted[index] - sorted[index - 1]
      if step > noise, step < smallest ?? .infinity { smallest = step }
    }
    return smallest
  }

  private static func rail(_ samples: [Double], at value: Double) -> Rail? {
    var count = 0
    var run = 0
    var longest = 0
    for sample in samples {
      run = sample == value ? run + 1 : 0
      if run > 0 { count += 1 }
      longest = max(longest, run)
    }
    return longest >= railRun ? Rail(value: value, count: count) : nil
  }

  private static func longestFlat(_ samples: [Double], _ stamps: [Double]) -> Double {
    var longest = 0.0
    var start = 0
    for index in samples.indices.dropFirst() {
      if samples[index] != samples[index - 1] { start = index }
      if samples[index].isFinite, index < stamps.count { longest = max(longest, stamps[index] - stamps[start]) }
    }
    return longest
  }

  private static func idleDrift(_ samples: [Double], _ stamps: [Double], _ low: Double, _ high: Double) -> Double? {
    guard stamps.count == samples.count, let first = stamps.first, let last = stamps.last, last - first >= 4 else {
      return nil
    }
    let head = samples[..<stamps.partitionPoint { $0 > first + 1 }].filter(\.isFinite).sorted()
    let tail = samples[stamps.partitionPoint { $0 >= last - 1 }...].filter(\.isFinite).sorted()
    guard head.count >= 3, tail.count >= 3 else { return nil }
    let (before, after) = (head[head.count / 2], tail[tail.count / 2])
    let idle = low + 0.1 * (high - low)
    guard before <= idle, after <= idle else { return nil }
    return after - before
  }
}
