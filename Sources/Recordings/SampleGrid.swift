// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// The even clock behind the samples of a recording, with the places where it was interrupted.
///
/// Filters and spectra work on samples at one rate. Stamps that keep to one within a hundredth (standard deviation of
/// the intervals) and a tenth (each of them) are taken as even; an interval of more than one and a half medians is a
/// gap, across which nothing is computed. Everything else is refused: it has to be resampled first.
public struct SampleGrid: Sendable, Hashable {
  public let rate: Hertz
  /// Indexes of the samples that follow a gap.
  public let breaks: [Int]
  /// Standard deviation of the intervals without gaps, as a share of their mean; 0 where the rate is declared.
  public let jitter: Double

  /// Largest standard deviation of the intervals, and largest deviation of one, as shares of the median.
  public static let jitterLimit = 0.01
  public static let intervalLimit = 0.1
  /// Intervals longer than so many medians are gaps.
  public static let gapFactor = 1.5

  /// - Parameter known: Samples before which the clock is another one, in order: ``Recording/breaks``.
  public init(_ timeBase: TimeBase, count: Int, breaks known: [Int] = []) throws(SampleGridError) {
    guard count >= 2 else { throw .tooShort(count: count) }
    guard case .stamped(let stamps) = timeBase else {
      guard case .even(_, let rate, _) = timeBase, rate.value > 0, rate.value.isFinite else { throw .noRate }
      (self.rate, breaks, jitter) = (rate, known, 0)
      return
    }
    var intervals: [Double] = []
    intervals.reserveCapacity(stamps.count)
    for index in stamps.indices.dropFirst() { intervals.append(stamps[index] - stamps[index - 1]) }
    let median = intervals.sorted()[intervals.count / 2]
    guard median > 0 else { throw .noRate }
    var breaks: [Int] = []
    var (sum, number) = (0.0, 0.0)
    // Across a break an interval means nothing.
    for index in known where intervals.indices.contains(index - 1) { intervals[index - 1] = .infinity }
    for (index, interval) in intervals.enumerated() {
      if interval > Self.gapFactor * median {
        breaks.append(index + 1)
      } else {
        sum += interval
        number += 1
      }
    }
    let mean = sum / number
    var (squares, farthest) = (0.0, 0.0)
    for interval in intervals where interval <= Self.gapFactor * median {
      squares += (interval - mean) * (interval - mean)
      farthest = max(farthest, (interval - mean).magnitude)
    }
    let jitter = (squares / number).squareRoot() / mean
    let isIrregular = jitter > Self.jitterLimit || farthest > Self.intervalLimit * mean
    // A file that is all gaps has no rate either.
    guard !isIrregular, 2 * breaks.count <= intervals.count else {
      throw .irregular(rate: 1 / median, jitter: jitter, farthest: farthest / mean, gaps: breaks.count)
    }
    var rate = 1 / mean
    guard rate.isFinite else { throw .noRate }
    // Stamps are decimals; their sum misses a whole rate by rounding errors alone.
    if (rate - rate.rounded()).magnitude <= 1e-9 * rate { rate = rate.rounded() }
    (self.rate, self.breaks, self.jitter) = (Hertz(rate), breaks, jitter)
  }

  /// Samples without a gap between them.
  public func stretches(count: Int) -> [Range<Int>] {
    let edges = [0] + breaks + [count]
    return zip(edges, edges.dropFirst()).map { $0..<$1 }
  }
}

/// Why samples have no even clock.
public enum SampleGridError: Error, Sendable, Hashable, CustomStringConvertible {
  case tooShort(count: Int)
  case noRate
  case irregular(rate: Double, jitter: Double, farthest: Double, gaps: Int)

  public var description: String {
    switch self {
    case .tooShort(let count): "expected at least 2 samples, found \(count)"
    case .noRate: "no sampling rate can be told: the stamps do not advance"
    case .irregular(_, let jitter, let farthest, let gaps):
      "the stamps keep no even rate: intervals scatter by \(Self.percent(jitter)) % about their mean (at most "
        + "\(Self.percent(SampleGrid.jitterLimit)) % is even), one by \(Self.percent(farthest)) %"
        + (gaps > 0 ? ", and there are \(gaps) gaps" : "")
    }
  }

  private static func percent(_ share: Double) -> String {
    let value = share * 100
    let scaled = value < 10 ? (value * 100).rounded() / 100 : value.rounded()
    return DecimalText.shortest(scaled.isFinite ? scaled : 100)
  }
}
