// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A uniform clock behind rounded stamps, with the places of lost samples.
///
/// A stamp of 7 ms cut to whole milliseconds says that the sample was taken from 7 to 8 ms: a gate. Samples are numbered
/// so that one straight line passes through all gates (``SlopeCorridor``); a sample that comes too late for the next
/// number takes the first one that fits.
struct RoundedClock {
  /// Hz.
  let rate: Double
  /// Step to which the stamps are rounded, in s.
  let quantum: Double
  /// Standard uncertainty of the rate as a share of it: lines through all gates have slopes in a range, and the true one
  /// may lie anywhere in it.
  let uncertainty: Double
  /// Number of each sample on the clock, from 0; nil where none is lost.
  let numbers: [Int]?
  /// Samples lost.
  let lost: Int

  /// Smaller roundings, as shares of the interval, are none.
  static let leastShare = 1e-4
  private static let fewest = 64
  private static let fewestSteps = 50.0

  /// - Parameters:
  ///   - times: Non-decreasing stamps in s.
  ///   - origin: What was subtracted from them; the rounding shows in the stamps as recorded.
  ///   - quantum: Step of the rounding in s.
  ///   - widths: Widths of the gates to try, in steps.
  ///   - holes: Whether samples may be lost.
  /// - Returns: Nil unless a straight line passes within one step of every stamp, over at least 64 stamps and 50 steps.
  init?(
    _ times: [Double], origin: Double, quantum: Double, widths: [Double] = SlopeCorridor.gateWidths, holes: Bool = true
  ) {
    guard times.count >= Self.fewest, let first = times.first, let last = times.last, last > first else { return nil }
    let span = last - first
    guard span >= Self.fewestSteps * quantum, quantum >= Self.leastShare * span / Double(times.count - 1) else {
      return nil
    }
    // What arithmetic leaves of a decimal.
    let slack = 1e-6 * quantum + 4 * (origin.magnitude + first.magnitude + span).ulp
    var middle: Double?
    for share in widths {
      guard let found = ClockNumbers(times, width: share * quantum + slack, holes: holes, middle: &middle) else {
        continue
      }
      guard let clock = SlopeCorridor.clock(found.slopes) else { return nil }
      (rate, uncertainty) = clock
      self.quantum = quantum
      numbers = found.numbers
      lost = found.lost
      return
    }
    return nil
  }

  /// Step of the even clock that increasing stamps keep to as they stand, some of its samples lost, in s; nil where there is
  /// none.
  ///
  /// Whole milliseconds about one millisecond apart may as well be those of a clock that is a little slower, so that the
  /// step must be two roundings; coarser roundings than milliseconds are the step itself.
  static func evenStep(_ times: [Double], rounding: Double) -> Double? {
    var shortest = Double.infinity
    for index in 1..<times.count { shortest = min(shortest, times[index] - times[index - 1]) }
    guard shortest > 1.5 * min(rounding, 1e-3), let first = times.first, let last = times.last else { return nil }
    var total = 0.0
    for index in 1..<times.count {
      let steps = (times[index] - times[index - 1]) / shortest
      let whole = steps.rounded()
      // The shortest is one step, within what the last check allows.
      if whole < 50, (steps - whole).magnitude > 0.02 { return nil }
      total += whole
    }
    let step = (last - first) / total
    for index in 1..<times.count {
      let steps = (times[index] - times[index - 1]) / step
      guard (steps - steps.rounded()).magnitude <= leastShare else { return nil }
    }
    return 2 * Double(times.count) > total ? step : nil
  }

  /// Whether stamps are even as they stand.
  static func isUniform(_ times: [Double]) -> Bool {
    guard times.count > 1, let first = times.first, let last = times.last else { return false }
    let mean = (last - first) / Double(times.count - 1)
    for index in 1..<times.count where (times[index] - times[index - 1] - mean).magnitude > 1e-4 * mean { return false }
    return true
  }

  /// Largest power of ten (s) of which all stamps at the end are multiples. Writers with a fixed number of digits lose
  /// places as time goes on, so the end tells the step.
  static func lastQuantum(_ times: [Double], _ origin: Double) -> Double? {
    quantum(times.suffix(max(16, min(4096, times.count / 4))), origin)
  }

  /// Largest power of ten (s) of which all stamps are multiples, as recorded or from the first.
  static func quantum(_ times: ArraySlice<Double>, _ origin: Double) -> Double? {
    for inverse in [1.0, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7] {
      if times.allSatisfy({ isWhole(($0 + origin) * inverse) })
        || times.allSatisfy({ isWhole($0 * inverse) })
      {
        return 1 / inverse
      }
    }
    return nil
  }

  /// Within what arithmetic leaves of a decimal, no more: stamps in nanoseconds come near to anything.
  private static func isWhole(_ steps: Double) -> Bool {
    let tolerance = 1e-6 + 4 * steps.ulp
    return tolerance < 0.01 && (steps - steps.rounded()).magnitude <= tolerance
  }
}

/// Numbers of samples on an even clock, by their stamps.
private struct ClockNumbers {
  /// s a sample: of all lines that pass through the gates.
  let slopes: ClosedRange<Double>
  /// From 0; nil where none is lost.
  private(set) var numbers: [Int]?
  private(set) var lost = 0

  /// More samples lost at one place are a gap, over which nobody knows how the clock went on.
  private static let longestHole = 100
  /// Stretches without any contradiction must hold so many samples on average.
  private static let shortStretch = 12
  /// Behind an even clock one of so many attempts goes far: a larger part of what was tried than one in `far`.
  private static let attempts = 128
  private static let far = 8
  /// A lost sample makes the next one late by half an interval on average beyond its gate; a clock that slows down does
  /// not.
  private static let lateness = 0.25

  /// - Parameters:
  ///   - times: Non-decreasing stamps in s; at least two.
  ///   - width: Of the gates, in s.
  ///   - holes: Whether samples may be lost.
  ///   - middle: Median interval in s, found where it is needed first.
  init?(_ times: [Double], width: Double, holes: Bool, middle: inout Double?) {
    var whole = SlopeCorridor()
    var isWhole = true
    for index in times.indices where isWhole {
      isWhole = whole.pass(x: Double(index), times[index], times[index] + width)
    }
    if isWhole {
      slopes = whole.slopes
      return
    }
    guard holes else { return nil }
    let usual = middle ?? OrderStatistic.find((times.count - 1) / 2, of: times.count - 1) { times[$0 + 1] - times[$0] }
    middle = usual
    let around = max(0, usual - width)...(usual + width)
    var walk = Walk(times, from: 0, width, around)
    if walk.end < times.count {
      // The longest stretch without a contradiction tells the step closely enough to number the rest.
      var longest = walk
      var stretches = 1
      while walk.end < times.count, longest.end - longest.start <= times.count / 2 {
        walk = Walk(times, from: walk.end, width, around)
        stretches += 1
        if walk.end - walk.start > longest.end - longest.start { longest = walk }
        if stretches > 64, walk.end < Self.shortStretch * stretches { return nil }
        if stretches > Self.attempts, Self.far * (longest.end - longest.start) < walk.end { return nil }
      }
      walk = Walk(times, from: 0, width, longest.slopes)
    }
    guard walk.end == times.count, walk.lost > 0, 2 * walk.lost < times.count else { return nil }
    let step = (walk.slopes.lowerBound + walk.slopes.upperBound) / 2
    guard walk.late >= Self.lateness * step * Double(walk.holes) else { return nil }
    slopes = walk.slopes
    numbers = walk.numbers
    lost = walk.lost
  }

  /// Numbers given one sample after the other, as far as a line passes through all gates.
  private struct Walk {
    let start: Int
    /// After the last sample that was numbered.
    private(set) var end: Int
    private(set) var numbers = [0]
    private(set) var slopes: ClosedRange<Double>
    private(set) var lost = 0
    private(set) var holes = 0
    /// Time by which samples after a hole came too late for the number without it, added up, in s.
    private(set) var late = 0.0

    /// - Parameter around: Steps that are possible, in s.
    init(_ times: [Double], from start: Int, _ width: Double, _ around: ClosedRange<Double>) {
      self.start = start
      slopes = around
      var corridor = SlopeCorridor()
      // A gate far off keeps the slopes within bounds.
      let far = 1e6
      let first = times[start]
      _ = corridor.pass(x: -far, first - around.upperBound * far, first + width - around.lowerBound * far)
      _ = corridor.pass(x: 0, first, first + width)
      end = start + 1
      var number = 0
      while end < times.count {
        let time = times[end]
        let high = corridor.values(at: Double(number + 1)).high
        var next = number + 1
        if time > high {
          let steps = ((time - high) / corridor.slopes.upperBound).rounded(.up)
          guard steps.isFinite, steps <= Double(longestHole) else { break }
          next += max(1, Int(steps))
        }
        guard corridor.pass(x: Double(next), time, time + width) else { break }
        if next > number + 1 {
          lost += next - number - 1
          holes += 1
          late += time - high
        }
        number = next
        numbers.append(number)
        end += 1
      }
      slopes = corridor.slopes
    }
  }
}
