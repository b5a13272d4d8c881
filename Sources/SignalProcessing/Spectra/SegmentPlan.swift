// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Where the segments of an averaged spectrum start: whole segments inside stretches without missing samples and gaps.
public struct SegmentPlan: Sendable, Hashable {
  /// Samples in a segment, and from the start of one to the next.
  public let length: Int
  public let hop: Int
  /// First samples of the segments, stretch after stretch.
  public let starts: [Int]
  /// Number of segments in each stretch that holds any.
  public let segmentsPerRun: [Int]
  /// Samples in no segment: missing ones, too short stretches, and what is left at their ends.
  public let unusedSamples: Int
  public let missingSamples: Int

  /// - Parameters:
  ///   - breaks: Indexes of the samples that follow a gap in time, in any order.
  ///   - companion: A second signal of the same clock; where it misses a sample there is no segment either.
  init(
    _ samples: Span<Double>, companion: Span<Double>? = nil, breaks: [Int], length: Int, hop: Int
  ) throws(SpectrumError) {
    guard length >= 1 else { throw .fft(.count(length)) }
    guard hop >= 1, hop <= length else { throw .hop(hop, in: 1...length) }
    let runs = try SampleRuns(samples, companion: companion, breaks: breaks)
    var starts: [Int] = []
    var perRun: [Int] = []
    var covered = 0
    for run in runs.ranges where run.count >= length {
      let count = (run.count - length) / hop + 1
      for index in 0..<count { starts.append(run.lowerBound + index * hop) }
      perRun.append(count)
      covered += length + (count - 1) * hop
    }
    guard !starts.isEmpty else {
      throw .noSegment(length: length, longestRun: runs.ranges.map(\.count).max() ?? 0)
    }
    self.length = length
    self.hop = hop
    self.starts = starts
    segmentsPerRun = perRun
    unusedSamples = samples.count - covered
    missingSamples = runs.missing
  }

  /// One stretch of `segments` segments, nothing left over.
  init(length: Int, hop: Int, segments: Int) {
    self.length = length
    self.hop = hop
    starts = (0..<segments).map { $0 * hop }
    segmentsPerRun = [segments]
    unusedSamples = 0
    missingSamples = 0
  }

  /// Independent averages of noise power that would scatter as much: K²/Σᵢⱼ ρ²(i − j), over segments of the same
  /// stretch (Welch 1967).
  func effectiveAverages(_ window: Window) -> Double {
    effectiveAverages { shift in
      let rho = window.overlapCorrelation(shift: shift)
      return rho * rho
    }
  }

  /// The same for any figure of a segment, given how two of them correlate whose segments are `shift` samples apart.
  func effectiveAverages(_ correlation: (_ shift: Int) -> Double) -> Double {
    let correlations = (0..<((length - 1) / hop)).map { correlation(($0 + 1) * hop) }
    var sum = 0.0
    for count in segmentsPerRun {
      sum += Double(count)
      for (index, value) in correlations.enumerated() where index + 1 < count {
        sum += 2 * Double(count - index - 1) * value
      }
    }
    let count = Double(starts.count)
    return count * count / sum
  }
}

/// Stretches of samples that are all there: NaN is missing, and a gap in time separates as well.
struct SampleRuns {
  let ranges: [Range<Int>]
  let missing: Int

  init(_ samples: Span<Double>, companion: Span<Double>? = nil, breaks: [Int]) throws(SpectrumError) {
    let count = samples.count
    if let companion, companion.count != count { throw .lengths(count, companion.count) }
    for index in breaks where index < 0 || index > count { throw .breakOutside(index, count: count) }
    let sorted = breaks.sorted()
    var next = 0
    var ranges: [Range<Int>] = []
    var missing = 0
    var start = 0
    var index = 0
    while index < count {
      // Whole up to here: skip it at once.
      let end = next < sorted.count ? min(max(sorted[next], index), count) : count
      var whole = samples.firstMissing(in: index..<end)
      if let companion { whole = companion.firstMissing(in: index..<whole) }
      index = whole
      guard index < count else { break }
      let value = samples[index]
      var other = 0.0
      if let companion { other = companion[index] }
      if value.isInfinite || other.isInfinite { throw .infinite(index: index) }
      while next < sorted.count, sorted[next] <= index {
        if sorted[next] == index, index > start {
          ranges.append(start..<index)
          start = index
        }
        next += 1
      }
      if value.isNaN || other.isNaN {
        if index > start { ranges.append(start..<index) }
        start = index + 1
        missing += 1
      }
      index += 1
    }
    if count > start { ranges.append(start..<count) }
    self.ranges = ranges
    self.missing = missing
  }
}

extension Span<Double> {
  /// Index of the first value in a range that is not finite, or its end.
  fileprivate func firstMissing(in range: Range<Int>) -> Int {
    let level = KernelLevel.current.code
    return unsafe withUnsafeBufferPointer { buffer in
      guard !range.isEmpty, let base = buffer.baseAddress else { return range.upperBound }
      let start = unsafe base + range.lowerBound
      return unsafe range.lowerBound + palpate_first_missing(level, start, range.count, .greatestFiniteMagnitude)
    }
  }
}
