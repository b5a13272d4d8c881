// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import SignalProcessing
import TestSupport
import Testing

@testable import RecordingFormats

/// Clocks behind rounded stamps: lost samples, coarse ticks, jumps.
struct RoundedClockTests {
  private func reading(
    _ stamps: [Double], unit: String = "ms", _ declaration: Declaration = Declaration()
  ) throws -> Recording {
    let rows = stamps.enumerated().map { "\($0.element),\($0.offset % 1013)\n" }.joined()
    return try #require(try read("Time (\(unit)),Force (N)\n" + rows, declaration).first)
  }

  private func generator(_ seed: UInt64) -> SeededGenerator { SeededGenerator(seed: seed) }

  /// Times of a sample on an even clock in whole milliseconds, some lost at random; which are left.
  private func lossy(_ rate: Double, _ count: Int, _ loss: Double, _ seed: UInt64) -> (stamps: [Double], kept: [Int]) {
    var random = generator(seed)
    let start = Double.random(in: 0..<1, using: &random)
    let kept = (0..<count).filter { $0 == 0 || Double.random(in: 0..<1, using: &random) >= loss }
    return (kept.map { (start + Double($0) / rate * 1000).rounded(.down) }, kept)
  }

  @Test(arguments: [(100.1, 0.001), (100.1, 0.05), (200.6, 0.02), (333.3, 0.02), (900.7, 0.02)])
  func lostSamplesLeaveAClock(rate: Double, loss: Double) throws {
    let (stamps, kept) = lossy(rate, 4000, loss, UInt64(rate))
    #expect(kept.count < 4000)
    let recording = try reading(stamps)
    #expect(recording.sampleCount == kept.count && recording.has(.timeQuantised))
    let uncertainty = try #require(recording.rounding?.rateUncertainty)
    let found = recording.stamps
    #expect(uncertainty <= 0.001 / (3.0.squareRoot() * found[kept.count - 1]) * 1.01)
    // Every sample at its number, at a rate within the bound that the gates give.
    let step = found[kept.count - 1] / Double(kept[kept.count - 1])
    #expect(abs(step * rate - 1) <= 3.0.squareRoot() * uncertainty * 1.000_1, "\(1 / step) of \(rate)")
    let worst = zip(found, kept).map { abs($0 / step - Double($1)) }.max() ?? 1
    #expect(worst < (rate < 500 ? 1e-6 : 2.01), "\(worst)")
  }

  /// Milliseconds since 1970 are as round as those since the start.
  @Test(arguments: [100.1, 1605]) func millisecondsSince1970AreRounded(rate: Double) throws {
    let start = 1_763_000_000_123.0
    let stamps = (0..<6000).map { start + (0.3 + Double($0) / rate * 1000).rounded(.down) }
    let recording = try reading(stamps)
    #expect(recording.sampleCount == 6000 && recording.has(.timeQuantised) && !recording.has(.timeConflict))
    guard case .even(_, let found, true) = recording.timeBase else {
      Testing.Issue.record("no line")
      return
    }
    let uncertainty = try #require(recording.rounding?.rateUncertainty)
    #expect(abs(found.value / rate - 1) <= 3.0.squareRoot() * uncertainty * 1.000_1)
    #expect(uncertainty < 3e-4)
  }

  /// The range of slopes holds the true one, for any clock.
  @Test func theRateLiesWithinItsBound() throws {
    var random = generator(7)
    for _ in 0..<200 {
      let rate = Double.random(in: 90...1500, using: &random)
      let start = Double.random(in: 0..<1e-3, using: &random)
      let times = (0..<2000).map { ((start + Double($0) / rate) * 1000).rounded(.down) / 1000 }
      let clock = try #require(RoundedClock(times, origin: 0, quantum: 1e-3))
      #expect(clock.lost == 0)
      #expect(abs(clock.rate / rate - 1) <= 3.0.squareRoot() * clock.uncertainty * 1.000_1)
      #expect(clock.uncertainty <= 1.01e-3 / (3.0.squareRoot() * times[1999]))
    }
  }

  /// The corridor is that of all pairs of gates, worked out the long way.
  @Test func theCorridorIsThatOfAllPairs() {
    var random = generator(3)
    for _ in 0..<100 {
      var corridor = SlopeCorridor()
      var gates: [(x: Double, low: Double, high: Double)] = []
      var x = 0.0
      for _ in 0..<40 {
        x += Double(Int.random(in: 1...3, using: &random))
        let low = 0.7 * x + Double.random(in: -1...0, using: &random)
        let gate = (x: x, low: low, high: low + 1.2)
        let pairs = (gates + [gate]).indices.flatMap { b in
          (0..<b).map { a -> (Double, Double) in
            let (left, right) = ((gates + [gate])[a], (gates + [gate])[b])
            return ((right.low - left.high) / (right.x - left.x), (right.high - left.low) / (right.x - left.x))
          }
        }
        let (least, most) = (pairs.map(\.0).max() ?? -.infinity, pairs.map(\.1).min() ?? .infinity)
        // Slopes of pairs are a necessary bound; with gates of one width on a line they are nearly always enough.
        let passes = corridor.pass(x: gate.x, gate.low, gate.high)
        if least > most + 1e-12 { #expect(!passes) }
        guard passes else { break }
        gates.append(gate)
        if gates.count > 1 {
          #expect(abs(corridor.slopes.lowerBound - least) < 1e-9 && abs(corridor.slopes.upperBound - most) < 1e-9)
        }
      }
      #expect(gates.count == 40)
    }
  }

  /// One leap may be a lost sample or a clock that is a little slower: both clocks pass within a step of every stamp.
  @Test func aLeapHasTwoClocks() throws {
    let stamps = (0..<3000).filter { $0 != 1300 }.map { Double($0) }
    let slips = try #require(try reading(stamps).rounding?.slips)
    #expect(slips.slips == [ClockSlips.Slip(sample: 1300, extra: 1)])
    let exact = try #require(slips.clock(lost: [1]))
    #expect(abs(exact.rate - 1000) < 1e-6 && exact.numbers == stamps.map { Int($0) })
    #expect(abs(exact.uncertainty * 3.0.squareRoot() * 2999 - 1) < 1e-3)
    let slow = try #require(slips.clock(lost: [0]))
    #expect(slow.rate < 999.8 && slow.numbers == Array(0..<2999))
    for clock in [exact, slow] {
      let offsets = zip(clock.numbers, stamps).map { Double($0) / clock.rate * 1000 - $1 }
      #expect((offsets.max() ?? 0) - (offsets.min() ?? 0) < 1.001)
    }
    // Two steps of drift within a few samples are no straight clock.
    let close = try #require(
      ClockSlips((0..<3000).filter { $0 % 1300 != 1299 }.map { Double($0) / 1000 }, step: 1e-3))
    #expect(close.slips.count == 2 && close.clock(lost: [1, 1]) != nil && close.clock(lost: [4, -4]) == nil)
  }

  @Test func stampsThatTellHaveNoSlips() throws {
    // Leaps by a step of a clock of two a sample; a clock of many leaps; no leap at all.
    #expect(try reading((0..<3000).map { Double($0) * 2 + ($0 > 700 ? 1 : 0) }).rounding?.slips == nil)
    #expect(try reading((0..<9000).map { (Double($0) * 1.01).rounded(.down) }).rounding?.slips == nil)
    #expect(ClockSlips((0..<3000).map { Double($0) / 1000 }, step: 1e-3) == nil)
    #expect(ClockSlips((0..<3000).map { Double($0) * 1.0004 / 1000 }, step: 1e-3) == nil)
  }

  @Test func evenStampsAreAsSureAsTheirRounding() throws {
    let recording = try reading((0..<1981).map { (index: Int) -> Double in Double(index) * 5 })
    let span = 9.9
    #expect(recording.rounding == StampRounding(quantum: 1e-3, rateUncertainty: 1e-3 / (3.0.squareRoot() * span)))
    #expect(try reading((0..<2000).map { Double($0) * 1000 / 3 }).rounding == nil)
  }

  /// Stamps that are exact but for lost samples are no rounded ones; they stay.
  @Test func evenStampsWithLossesStayAsTheyAre() throws {
    let kept: [Int] = (0..<3000).filter { (index: Int) -> Bool in index % 37 != 5 && index % 101 != 7 }
    let stamps: [Double] = kept.map { Double($0) * 10 }
    let recording = try reading(stamps)
    let expected: [Double] = stamps.map { $0 / 1000 }
    #expect(recording.stamps == expected)
    #expect(!recording.has(.timeQuantised))
    #expect(recording.rounding == StampRounding(quantum: 1e-3, rateUncertainty: 1e-3 / (3.0.squareRoot() * 29.99)))
  }

  /// A busy loop keeps its stamps, and that they are rounded is known.
  @Test func unevenRoundedStampsAreKnownAsRounded() throws {
    var random = generator(5)
    let stamps = (0..<3000).map { (Double($0) * 10 + Double.random(in: 0..<4, using: &random)).rounded() }
    let recording = try reading(stamps)
    #expect(recording.stamps == stamps.map { ($0 - stamps[0]) / 1000 })
    #expect(recording.rounding == StampRounding(quantum: 1e-3, rateUncertainty: nil))
  }

  /// 400 rows a second on a desktop's timer of 15.625 ms, written as it is and in whole milliseconds.
  @Test(arguments: [true, false]) func ticksOfASlowClockAreSpread(inWholeMilliseconds: Bool) throws {
    let rate = 400.3
    let stamps = (0..<8000).map { (row: Int) -> Double in
      let tick = ((0.004 + Double(row) / rate) / 0.015_625).rounded(.down) * 15.625
      return inWholeMilliseconds ? tick.rounded(.down) : tick
    }
    let recording = try reading(stamps)
    #expect(recording.sampleCount == 8000 && recording.has(.timeQuantised) && !recording.has(.timeConflict))
    let uncertainty = try #require(recording.rounding?.rateUncertainty)
    let found = Double(7999) / (recording.stamps.last ?? 1)
    #expect(abs(found / rate - 1) <= 3.0.squareRoot() * uncertainty * 1.000_1, "\(found)")
    #expect(uncertainty < 1e-3)
  }

  @Test func stampsThatSayNothingAreRefusedUnlessARateIsDeclared() throws {
    var random = generator(11)
    var stamps: [Double] = []
    while stamps.count < 3000 {
      let here = (stamps.last ?? 0) + Double(Int.random(in: 5...80, using: &random))
      stamps += [Double](repeating: here, count: Int.random(in: 1...9, using: &random))
    }
    let rows = stamps.enumerated().map { "\($0.element),\($0.offset)\n" }.joined()
    let text = "Time (ms),Force (N)\n" + rows
    guard case .stampsRepeat(_, let conflicts, let count)? = failure(text) else {
      Testing.Issue.record("it was read")
      return
    }
    #expect(count == stamps.count && conflicts > 2000)
    #expect(failure(text)?.description.contains("--sample-rate") == true)
    let declared = try #require(try read(text, .rate(100)).first)
    #expect(declared.sampleCount == stamps.count && declared.has(.rateNominal) && declared.has(.timeMissing))
    #expect(declared.stamps[1] == 0.01)
  }

  @Test func aBackwardJumpIsABreak() throws {
    let steady = (0..<1200).map { Double($0) * 5 }
    var jumped = steady
    for index in 600..<1200 { jumped[index] -= 248 }
    let recording = try reading(jumped)
    #expect(recording.breaks == [600] && recording.count(.timeBackward) == 49)
    // Stamps that are wrong for a moment leave the clock as it was.
    var wrong = steady
    for index in 600..<603 { wrong[index] -= 50 }
    let glitch = try reading(wrong)
    #expect(glitch.breaks.isEmpty && glitch.count(.timeBackward) == 3)
  }
}
