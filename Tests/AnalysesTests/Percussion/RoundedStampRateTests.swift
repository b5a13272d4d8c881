// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import RecordingFormats
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// Rates of files whose stamps are rounded, from the text on.
@Suite struct RoundedStampRateTests {
  /// A table of rounded stamps and a vibration with a second harmonic.
  struct Log {
    var rate = 30.0
    var samplingRate = 1000.0
    var duration = 10.0
    var seed: UInt64 = 1
    /// m/s².
    var amplitude = 5.0
    var noise = 0.05
    /// ms, and what is added to the stamps.
    var quantum = 1.0
    var origin = 0.0
    /// Numbers of samples left out.
    var lost: Set<Int> = []
    var lossShare = 0.0
    /// Added to the time of a sample in s, and to its stamp in ms.
    var wander: @Sendable (Double) -> Double = { _ in 0 }
    var jump: @Sendable (Int) -> Double = { _ in 0 }

    func recording() throws -> Recording {
      var random = SeededGenerator(seed: seed)
      func normal() -> Double {
        let u = 1 - Double.random(in: 0..<1, using: &random)
        return (-2 * log(u)).squareRoot() * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
      }
      let start = Double.random(in: 0..<1e-3, using: &random)
      var text = "Time (ms),Acceleration z (m/s^2)\n"
      for index in 0..<Int(duration * samplingRate) {
        let isLost = Double.random(in: 0..<1, using: &random) < lossShare && index > 0
        if lost.contains(index) || isLost { continue }
        let even = Double(index) / samplingRate
        let time = start + even + wander(even)
        let stamp = (time * 1000 / quantum).rounded(.down) * quantum + jump(index)
        let angle = 2 * Double.pi * rate * time
        let value = amplitude * (cos(angle) + 0.2 * cos(2 * angle + 0.3)) + noise * normal()
        text += String(format: "%.3f,%.6f\n", stamp + origin, value)
      }
      return try #require(try readAnything(Array(text.utf8), name: "log.csv").get().first)
    }

    func row(_ name: String = "percussion_frequency") throws -> Outcome? { try rows(name).first }

    func rows(_ name: String) throws -> [Outcome] {
      try Percussion.analyze(recording(), PercussionParameters()).outcomes.filter { $0.name == name }
    }
  }

  private static let since1970 = 1_763_000_000_000.0

  /// 53.3 Hz at 100.1 samples a second looks like 46.8 Hz; the rounding of stamps must not choose between them.
  @Test(arguments: [50.7, 52.1, 53.3, 54.4, 56])
  func roundingDoesNotTellAliases(rate: Double) throws {
    var log = Log(rate: rate, samplingRate: 100.1, duration: 20)
    log.amplitude = 3e-4 * (2 * .pi * rate) * (2 * .pi * rate)
    log.noise = 0.2
    for variant in 0..<4 {
      switch variant {
      case 0: log.origin = Self.since1970
      case 1: (log.origin, log.lost) = (0, [1000])
      case 2: log.lost = [500, 501, 502, 1400, 1401, 1900]
      // Neither one clock nor scatter beyond the rounding.
      default: log.wander = { 4e-4 * sin(2 * .pi * $0 / 0.7) + ($0 > 9 ? 3.3 : 0) }
      }
      let row = try #require(try log.row())
      // Near half the sampling rate short frames flip between the two, and no speed seems to last.
      let why: IssueCode = rate < 51 ? .unsteady : .aliasPossible
      #expect(row.value == nil && row.flags.contains(why), "\(variant): \(row)")
    }
  }

  /// Stamps that truly scatter still tell them apart.
  @Test func scatterBeyondTheRoundingTellsAliases() throws {
    var log = Log(rate: 53.3, samplingRate: 100.1, duration: 20)
    log.wander = { 0.003 * sin(2 * .pi * $0 / 7) }
    let row = try #require(try log.row())
    #expect(abs((row.value ?? 0) - 53.3) < 0.01, "\(row)")
  }

  /// 60 clocks drawn anew, 1 kHz ± 2 %, ten seconds in whole milliseconds.
  @Test(arguments: [0, 0.01]) func intervalsHoldTheTruthOnRoundedStamps(lossShare: Double) throws {
    var random = SeededGenerator(seed: 60)
    var (read, inside) = (0, 0)
    var widest = 0.0
    for seed in 0..<60 as Range<UInt64> {
      var rate = 25.0
      while [25.0, 30, 50].contains(where: { abs(rate - $0) < 0.5 }) {
        rate = Double.random(in: 20...50, using: &random)
      }
      let samplingRate = 1000 * (1 + Double.random(in: -0.02...0.02, using: &random))
      let log = Log(rate: rate, samplingRate: samplingRate, seed: seed, lossShare: lossShare)
      let row = try #require(try log.row())
      guard let low = row.low, let high = row.high else { continue }
      read += 1
      widest = max(widest, (high - low) / 2 / rate)
      if low <= rate, rate <= high { inside += 1 }
    }
    print("whole milliseconds, losses \(lossShare): \(inside) of \(read) inside, half widths up to \(widest)")
    #expect(read >= 56 && Double(inside) >= 0.93 * Double(read))
    // Never wider than the step over the time; of a segment cut short where losses keep stamps off the grid.
    #expect(widest < (lossShare == 0 ? 1.3e-4 : 1.2e-3))
  }

  @Test func evenStampsMayHideTheClock() throws {
    // 200.019 Hz for 9.9 s: in whole milliseconds every step is 5 ms.
    let row = try #require(try Log(rate: 31, samplingRate: 200.019, duration: 9.9).row())
    let (low, high) = (try #require(row.low), try #require(row.high))
    #expect(low <= 31 && 31 <= high, "\(row)")
  }

  @Test func ticksOfASlowClockGiveTheRate() throws {
    for quantum in [15.625, 10] {
      let row = try #require(try Log(rate: 30.7, samplingRate: 400.3, duration: 20, quantum: quantum).row())
      let (low, high) = (try #require(row.low), try #require(row.high))
      #expect(low <= 30.7 && 30.7 <= high && high - low < 0.05, "\(row)")
    }
  }

  /// A 50th of the samples lost, stamps in whole milliseconds: the stroke is that of exact stamps.
  @Test(arguments: [200.6, 333.3, 900.7]) func lossesLeaveTheStroke(samplingRate: Double) throws {
    var log = Log(rate: 41.3, samplingRate: samplingRate, duration: 20, lossShare: 0.02)
    let omega = 2 * Double.pi * 41.3
    log.amplitude = 0.003 * omega * omega
    // Of x = 3 cos θ + 0.15 cos(2θ + 0.3), in mm.
    let motion = (0..<100_000).map { (step: Int) -> Double in
      let angle = 2 * Double.pi * Double(step) / 100_000
      return 3 * cos(angle) + 0.15 * cos(2 * angle + 0.3)
    }
    let truth = (motion.max() ?? 0) - (motion.min() ?? 0)
    let row = try #require(try log.row("stroke_length"))
    #expect(abs((row.value ?? 0) / truth - 1) < 1e-3, "\(row)")
  }

  /// Whole milliseconds of a clock of one or a few of them, or next to it: the stamps alone cannot tell a lost sample from
  /// a slow clock.
  static let leaps: [(samplingRate: Double, lost: Set<Int>)] = [
    (1000, [13_000]), (1000, [13_000, 14_000]), (1000, [10_000, 20_000]), (1000, [13_000, 13_004]),
    (1000, [3000, 5000, 13_000, 14_000, 25_000]), (999.967, []), (999.967, [20_000]),
    (999.967, [3000, 20_000, 25_000]),
    (1000.033, [3000, 20_000, 25_000]), (500, [6500]), (500, [6500, 7000]), (100, [1300]), (100, [1300, 1400]),
    (100, [300, 480, 1300, 1400, 2500]),
  ]

  @Test(arguments: leaps) func theVibrationTellsLostSamplesFromASlowClock(
    samplingRate: Double, lost: Set<Int>
  ) throws {
    var log = Log(rate: 30.3, samplingRate: samplingRate, duration: 30, lost: lost)
    log.amplitude = 50
    log.noise = 0.2
    let recording = try log.recording()
    let rows = try Percussion.analyze(recording, PercussionParameters()).outcomes
    let rate = try #require(rows.first { $0.name == "percussion_frequency" })
    let (low, high) = (try #require(rate.low), try #require(rate.high))
    #expect(low <= 30.3 && 30.3 <= high && high - low < (samplingRate > 100 ? 0.008 : 0.03), "\(rate)")
    #expect(!rows.contains { $0.flags.contains(.unsteady) })
    guard samplingRate > 100 else { return }
    let jitter = try #require(rows.first { $0.name == "cycle_jitter" })
    #expect(jitter.low == 0 && (jitter.high ?? 1) < 0.02, "\(jitter)")
    let omega = 2 * Double.pi * 30.3
    // Of x = cos θ + 0.05 cos(2θ + 0.3).
    let motion = (0..<10_000).map { (step: Int) -> Double in
      let angle = 2 * Double.pi * Double(step) / 10_000
      return cos(angle) + 0.05 * cos(2 * angle + 0.3)
    }
    let truth = ((motion.max() ?? 0) - (motion.min() ?? 0)) * 50 / (omega * omega) * 1000
    let stroke = try #require(rows.first { $0.name == "stroke_length" })
    #expect(abs((stroke.value ?? 0) / truth - 1) < 3e-4, "\(stroke), not \(truth)")
  }

  @Test func segmentsDoNotReachOverAJump() throws {
    var random = SeededGenerator(seed: 9)
    for seed in 0..<12 as Range<UInt64> {
      let rate = Double.random(in: 26...29, using: &random)
      let place = Int.random(in: 700...1700, using: &random)
      let back = Double.random(in: 50...500, using: &random).rounded()
      var log = Log(rate: rate, samplingRate: 200.2, duration: 12, seed: seed)
      log.jump = { $0 >= place ? -back : 0 }
      let rows = try log.rows("percussion_frequency")
      #expect(rows.count == 2, "\(rows)")
      for row in rows {
        guard let low = row.low, let high = row.high else { continue }
        #expect(low - 2e-3 <= rate && rate <= high + 2e-3, "\(row) of \(rate)")
      }
    }
  }
}
