// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Makes a time base of recorded stamps, without ever moving a sample more than the stamps' own rounding.
///
/// Stamps that jump backwards and repeated stamps are dropped and counted. Stamps of a uniform clock that were merely
/// rounded (to whole milliseconds, say) are replaced with a straight line when no stamp lies farther from it than the
/// rounding step; the samples of repeated stamps then all stay. They also stay where the clock is uneven but coarser than
/// the sampling (``RoundedStamps``). Everything else keeps its true stamps.
struct TimeStamps {
  private(set) var timeBase = TimeBase.stamped([])
  /// Of true stamps.
  private(set) var intervals: IntervalStatistics?
  /// Rows that stay; nil = all of them.
  private(set) var kept: [Int]?
  private(set) var issues: [Issue] = []
  /// Stamps farther away than this (s) are no times; the sum of two of them still has its nanoseconds lost, not more.
  private static let farthest = 1e15

  /// - Parameters:
  ///   - seconds: One stamp a row in s from any origin, best the first stamp; NaN where missing.
  ///   - origin: What was subtracted from the recorded stamps, in s.
  ///   - line: Line of the file a row stands on.
  ///   - sameValues: Whether two rows hold the same values in all channels.
  /// - Throws: ``ReadError/clockRestarts(line:from:to:)``.
  init(
    _ seconds: [Double], origin: Double = 0, line: (Int) -> Int, sameValues: (Int, Int) -> Bool
  ) throws(ReadError) {
    var rows: [Int]?
    let duplicates: Int
    if let repeats = Self.repeats(inOrder: seconds) {
      duplicates = repeats
    } else {
      let (kept, repeats) = try sift(seconds, line)
      guard !kept.isEmpty else { throw .noData(found: "no row with a time stamp") }
      (rows, duplicates) = (kept, repeats)
    }
    let times = rows.map { $0.map { seconds[$0] } } ?? seconds
    if let clock = RoundedClock(times, origin: origin) {
      issues.append(
        Issue(
          .timeQuantised,
          "rounded to \(DecimalText.shortest(clock.quantum)) s; replaced with a straight line of "
            + "\(DecimalText.shortest(Self.rounded(clock.rate))) Hz, no stamp moved by more than the rounding"))
      timeBase = .even(start: 0, rate: Hertz(clock.rate), measured: true)
      kept = rows
      return
    }
    if duplicates > 0, let stamps = RoundedStamps(times, origin: origin) {
      issues.append(
        Issue(
          .timeQuantised,
          "rounded to \(DecimalText.shortest(stamps.quantum)) s, so that stamps repeat; samples were spread evenly, none "
            + "moved by more than the rounding", count: duplicates))
      timeBase = .stamped(stamps.times)
      kept = rows
      classify(stamps.times)
      return
    }
    if duplicates > 0 {
      var unique = rows ?? Array(seconds.indices)
      dropDuplicates(&unique, seconds, line, sameValues)
      rows = unique
    }
    kept = rows
    let start = times[0]
    // Stamps that begin at zero stay the same array: an hour of them takes tens of megabytes.
    let stamps = rows.map { $0.map { seconds[$0] - start } } ?? (start == 0 ? seconds : seconds.map { $0 - start })
    timeBase = .stamped(stamps)
    classify(stamps)
  }

  /// Number of stamps equal to the one before; nil unless all are times and none goes back.
  private static func repeats(inOrder seconds: [Double]) -> Int? {
    guard let first = seconds.first, let last = seconds.last else { return nil }
    guard first.magnitude < farthest, last.magnitude < farthest else { return nil }
    var repeats = 0
    for index in 1..<seconds.count {
      guard seconds[index] >= seconds[index - 1] else { return nil }
      if seconds[index] == seconds[index - 1] { repeats += 1 }
    }
    return repeats
  }

  /// The rows with a stamp that does not go back, and how many of these repeat the one before.
  private mutating func sift(_ seconds: [Double], _ line: (Int) -> Int) throws(ReadError) -> ([Int], Int) {
    var rows: [Int] = []
    rows.reserveCapacity(seconds.count)
    var missing = 0
    var backward = 0
    var run = 0
    var firstBackward = 0
    var last = -Double.infinity
    var duplicates = 0
    for (row, time) in seconds.enumerated() {
      guard time.magnitude < Self.farthest else {
        missing += 1
        continue
      }
      if time < last {
        if run == 0 { firstBackward = row }
        run += 1
        backward += 1
        if run > max(16, seconds.count / 20) {
          throw .clockRestarts(line: line(firstBackward), from: last, to: seconds[firstBackward])
        }
        continue
      }
      run = 0
      if time == last { duplicates += 1 }
      last = time
      rows.append(row)
    }
    if missing > 0 { issues.append(Issue(.missingSamples, "rows without a time stamp were left out", count: missing)) }
    if backward > 0 {
      issues.append(Issue(.timeBackward, "first at line \(line(firstBackward))", count: backward))
    }
    return (rows, duplicates)
  }

  private mutating func dropDuplicates(
    _ rows: inout [Int], _ seconds: [Double], _ line: (Int) -> Int, _ sameValues: (Int, Int) -> Bool
  ) {
    var unique: [Int] = []
    unique.reserveCapacity(rows.count)
    var equal = 0
    var conflicts = 0
    var firstConflict = 0
    for row in rows {
      if let last = unique.last, seconds[last] == seconds[row] {
        if sameValues(last, row) {
          equal += 1
        } else {
          if conflicts == 0 { firstConflict = row }
          conflicts += 1
        }
      } else {
        unique.append(row)
      }
    }
    if equal > 0 { issues.append(Issue(.timeDuplicate, "\(equal) equal rows were left out", count: equal)) }
    if conflicts > 0 {
      issues.append(
        Issue(
          .timeConflict, "\(conflicts) rows were left out, the first at line \(line(firstConflict))", count: conflicts))
    }
    rows = unique
  }

  private mutating func classify(_ stamps: [Double]) {
    let statistics = IntervalStatistics(stamps)
    intervals = statistics
    guard statistics.median > 0 else { return }
    if !statistics.gaps.isEmpty, let longest = statistics.gaps.max(by: { $0.end - $0.start < $1.end - $1.start }) {
      issues.append(
        Issue(
          .timeGap,
          "longest \(DecimalText.shortest(Self.rounded(longest.end - longest.start))) s at "
            + "\(DecimalText.shortest(Self.rounded(longest.start))) s", count: statistics.gaps.count))
    }
    if statistics.deviation >= 1e-4 * statistics.median {
      issues.append(
        Issue(
          .timeJitter,
          "standard deviation \(DecimalText.shortest(Self.rounded(statistics.deviation * 1000))) ms about "
            + "\(DecimalText.shortest(Self.rounded(statistics.median * 1000))) ms"))
    }
  }

  /// Four significant digits, for messages.
  private static func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    var size = value.magnitude
    var up = 1.0
    var down = 1.0
    while size >= 10000, down < 1e300 {
      size /= 10
      down *= 10
    }
    while size < 1000, up < 1e300 {
      size *= 10
      up *= 10
    }
    return (value / down * up).rounded() / up * down
  }
}

/// A uniform clock behind rounded stamps.
struct RoundedClock {
  let rate: Double
  /// Step to which the stamps are rounded, in s.
  let quantum: Double

  /// - Parameters:
  ///   - times: Non-decreasing stamps in s.
  ///   - origin: What was subtracted from them; the rounding shows in the stamps as recorded.
  /// - Returns: Nil unless a straight line passes within one step of every stamp, over at least 64 stamps and 50 steps.
  init?(_ times: [Double], origin: Double) {
    let count = times.count
    guard count >= 64, let first = times.first, let last = times.last, last > first else { return nil }
    let span = last - first
    let mean = span / Double(count - 1)
    if Self.isUniform(times, mean) { return nil }
    // Writers with a fixed number of digits lose places as time goes on, so the end of the file tells the step.
    guard let quantum = Self.quantum(times.suffix(max(16, min(4096, count / 4))), origin) else { return nil }
    guard span >= 50 * quantum, quantum >= 1e-4 * mean else { return nil }
    // Least squares of the stamps against their number.
    let middle = Double(count - 1) / 2
    var sum = 0.0
    for (index, time) in times.enumerated() { sum += (Double(index) - middle) * (time - first) }
    let n = Double(count)
    let slope = sum / (n * (n * n - 1) / 12)
    guard slope > 0 else { return nil }
    var low = Double.infinity
    var high = -Double.infinity
    for (index, time) in times.enumerated() {
      let residual = time - first - slope * Double(index)
      low = min(low, residual)
      high = max(high, residual)
    }
    guard (high - low) / 2 <= quantum else { return nil }
    rate = 1 / slope
    self.quantum = quantum
  }

  private static func isUniform(_ times: [Double], _ mean: Double) -> Bool {
    for index in 1..<times.count where (times[index] - times[index - 1] - mean).magnitude > 1e-4 * mean { return false }
    return true
  }

  /// Largest power of ten (s) of which all stamps are multiples.
  static func quantum(_ times: ArraySlice<Double>, _ origin: Double) -> Double? {
    for inverse in [1.0, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7] {
      let fits = times.allSatisfy { time in
        let steps = (time + origin) * inverse
        // What arithmetic leaves of a decimal, no more: stamps in nanoseconds come near to anything.
        return (steps - steps.rounded()).magnitude <= 1e-6 + 4 * steps.ulp && steps.magnitude < 1e12
      }
      if fits { return 1 / inverse }
    }
    return nil
  }
}
