// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Makes a time base of recorded stamps, without ever moving a sample more than the stamps' own rounding.
///
/// Stamps that jump backwards and repeated stamps are dropped and counted. Stamps of a uniform clock that were merely
/// rounded (to whole milliseconds, say) are put on that clock when no stamp lies farther from it than the rounding step,
/// lost samples or not (``RoundedClock``); the samples of repeated stamps then all stay. They also stay where the clock is
/// uneven but coarser than the sampling (``RoundedStamps``), and where a clock that ticks slowly explains them
/// (``CoarseTicks``). Everything else keeps its true stamps.
struct TimeStamps {
  private(set) var timeBase = TimeBase.stamped([])
  /// Of true stamps.
  private(set) var intervals: IntervalStatistics?
  /// Rows that stay; nil = all of them.
  private(set) var kept: [Int]?
  private(set) var issues: [Issue] = []
  /// What rounding has left of the stamps; nil where they are not rounded.
  private(set) var rounding: StampRounding?
  /// Samples before which the clock jumped back.
  private(set) var breaks: [Int] = []
  /// Stamps farther away than this (s) are no times; the sum of two of them still has its nanoseconds lost, not more.
  private static let farthest = 1e15
  /// More rows with other values at the same stamp, and a larger share of all, are no accident.
  private static let fewConflicts = 8
  private static let conflictShare = 0.05

  /// - Parameters:
  ///   - seconds: One stamp a row in s from any origin, best the first stamp; NaN where missing.
  ///   - origin: What was subtracted from the recorded stamps, in s.
  ///   - line: Line of the file a row stands on.
  ///   - sameValues: Whether two rows hold the same values in all channels.
  /// - Throws: ``ReadError/clockRestarts(line:from:to:)``, ``ReadError/stampsRepeat(line:conflicts:rows:)``.
  init(
    _ seconds: [Double], origin: Double = 0, line: (Int) -> Int, sameValues: (Int, Int) -> Bool
  ) throws(ReadError) {
    var rows: [Int]?
    var jumps: [Int] = []
    let duplicates: Int
    if let repeats = Self.repeats(inOrder: seconds) {
      duplicates = repeats
    } else {
      let sifted = try sift(seconds, line)
      guard !sifted.rows.isEmpty else { throw .noData(found: "no row with a time stamp") }
      (rows, jumps, duplicates) = (sifted.rows, sifted.jumps, sifted.duplicates)
    }
    let times = rows.map { $0.map { seconds[$0] } } ?? seconds
    let isUniform = RoundedClock.isUniform(times)
    let quantum = RoundedClock.lastQuantum(times, origin)
    // How the clocks before and after a jump go together is unknown: no one line is sought through both.
    // Step of a clock to which the stamps keep as they stand.
    var even = isUniform && jumps.isEmpty ? times[1] - times[0] : nil
    if let quantum, jumps.isEmpty, !isUniform {
      // Wider gates let through a clock with a lost sample as one that wanders.
      let whole = RoundedClock(times, origin: origin, quantum: quantum, widths: [1], holes: false)
      if whole == nil, duplicates == 0 { even = RoundedClock.evenStep(times, rounding: quantum) }
      if even == nil, let clock = whole ?? RoundedClock(times, origin: origin, quantum: quantum) {
        kept = rows
        follow(clock, "rounded to \(DecimalText.shortest(quantum)) s", ClockSlips(times, step: quantum))
        return
      }
    }
    if duplicates > 0, jumps.isEmpty {
      if let stamps = RoundedStamps(times, origin: origin) {
        issues.append(
          Issue(
            .timeQuantised,
            "rounded to \(DecimalText.shortest(stamps.quantum)) s, so that stamps repeat; samples were spread evenly, none "
              + "moved by more than the rounding", count: duplicates))
        timeBase = .stamped(stamps.times)
        rounding = StampRounding(quantum: stamps.quantum, rateUncertainty: nil)
        kept = rows
        classify(stamps.times)
        return
      }
    }
    if duplicates > 0 {
      let all = rows ?? Array(seconds.indices)
      let repeats = Repeats(all, seconds, sameValues)
      let isMany =
        repeats.conflicts > Self.fewConflicts
        && Double(repeats.conflicts) > Self.conflictShare * Double(all.count)
      if isMany {
        if jumps.isEmpty, let ticks = CoarseTicks(times, origin: origin) {
          kept = rows
          follow(ticks.clock, "taken from a clock that ticks every \(DecimalText.shortest(Self.rounded(ticks.step))) s")
          return
        }
        throw .stampsRepeat(line: line(repeats.firstConflict), conflicts: repeats.conflicts, rows: all.count)
      }
      tell(repeats, line)
      rows = repeats.unique
    }
    kept = rows
    let start = times[0]
    // Stamps that begin at zero stay the same array: an hour of them takes tens of megabytes.
    let stamps = rows.map { $0.map { seconds[$0] - start } } ?? (start == 0 ? seconds : seconds.map { $0 - start })
    if duplicates > 0, jumps.isEmpty, let quantum,
      let clock = RoundedClock(stamps, origin: origin + start, quantum: quantum)
    {
      follow(clock, "rounded to \(DecimalText.shortest(quantum)) s")
      return
    }
    if let rows { breaks = jumps.map { jump in rows.partitionPoint { $0 >= jump } }.filter { $0 < rows.count } }
    timeBase = .stamped(stamps)
    rounding = Self.rounding(quantum, of: stamps, step: even)
    classify(stamps)
  }

  /// Puts all samples that stay on a clock.
  private mutating func follow(_ clock: RoundedClock, _ what: String, _ slips: ClockSlips? = nil) {
    let rate = DecimalText.shortest(Self.rounded(clock.rate))
    rounding = StampRounding(quantum: clock.quantum, rateUncertainty: clock.uncertainty, slips: slips)
    guard let numbers = clock.numbers else {
      issues.append(
        Issue(
          .timeQuantised,
          "\(what); replaced with a straight line of \(rate) Hz, no stamp moved by more than the rounding"))
      timeBase = .even(start: 0, rate: Hertz(clock.rate), measured: true)
      return
    }
    issues.append(
      Issue(
        .timeQuantised,
        "\(what); put on a clock of \(rate) Hz of which \(clock.lost) samples are missing, no stamp moved by more than "
          + "the rounding"))
    let stamps = numbers.map { Double($0) / clock.rate }
    timeBase = .stamped(stamps)
    classify(stamps, isEven: true)
  }

  /// What is known of stamps that stay as they are.
  /// - Parameter step: Of the even clock that they keep to exactly; nil where they keep to none.
  private static func rounding(_ quantum: Double?, of stamps: [Double], step: Double?) -> StampRounding? {
    guard var quantum, stamps.count > 1, let span = stamps.last, span > 0,
      quantum >= RoundedClock.leastShare * span / Double(stamps.count - 1)
    else { return nil }
    guard let step else { return StampRounding(quantum: quantum, rateUncertainty: nil) }
    let slips = (step - quantum).magnitude < 1e-6 * step ? ClockSlips(stamps, step: step) : nil
    // Even stamps are multiples of larger powers of ten than they were rounded to: 10 ms stand for whole milliseconds.
    while quantum > 0.9 * step { quantum /= 10 }
    return StampRounding(quantum: quantum, rateUncertainty: quantum / (3.0.squareRoot() * span), slips: slips)
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

  /// The rows with a stamp that does not go back, those of them before which the clock jumped back, and how many repeat
  /// the stamp before.
  private mutating func sift(
    _ seconds: [Double], _ line: (Int) -> Int
  ) throws(ReadError) -> (rows: [Int], jumps: [Int], duplicates: Int) {
    var jumps: [(position: Int, dropped: Int)] = []
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
      if run > 0 { jumps.append((rows.count, run)) }
      run = 0
      if time == last { duplicates += 1 }
      last = time
      rows.append(row)
    }
    if missing > 0 { issues.append(Issue(.missingSamples, "rows without a time stamp were left out", count: missing)) }
    if backward > 0 {
      issues.append(Issue(.timeBackward, "first at line \(line(firstBackward))", count: backward))
    }
    return (rows, Self.breaks(jumps, rows.map { seconds[$0] }).map { rows[$0] }, duplicates)
  }

  /// Positions at which the clock is another one than before: all but those where rows with a wrong stamp were left out
  /// and the time from the row before them to the row after is that of so many rows.
  private static func breaks(_ jumps: [(position: Int, dropped: Int)], _ times: [Double]) -> [Int] {
    guard !jumps.isEmpty, let middle = times.middleInterval, middle > 0 else { return jumps.map(\.position) }
    return jumps.compactMap { jump in
      let passed = times[jump.position] - times[jump.position - 1]
      return abs(passed / middle - Double(jump.dropped + 1)) < 0.5 ? nil : jump.position
    }
  }

  private mutating func tell(_ repeats: Repeats, _ line: (Int) -> Int) {
    let (equal, conflicts) = (repeats.equal, repeats.conflicts)
    if equal > 0 { issues.append(Issue(.timeDuplicate, "\(equal) equal rows were left out", count: equal)) }
    if conflicts > 0 {
      issues.append(
        Issue(
          .timeConflict, "\(conflicts) rows were left out, the first at line \(line(repeats.firstConflict))",
          count: conflicts))
    }
  }

  private mutating func classify(_ stamps: [Double], isEven: Bool = false) {
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
    if !isEven, statistics.deviation >= 1e-4 * statistics.median {
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

/// Rows that carry the stamp of the row before.
private struct Repeats {
  /// The first row of each stamp.
  private(set) var unique: [Int] = []
  /// Rows with the same values as well, and with others.
  private(set) var equal = 0
  private(set) var conflicts = 0
  private(set) var firstConflict = 0

  init(_ rows: [Int], _ seconds: [Double], _ sameValues: (Int, Int) -> Bool) {
    unique.reserveCapacity(rows.count)
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
  }
}
