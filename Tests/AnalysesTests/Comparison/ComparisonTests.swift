// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Simulation
import TestSupport
import Testing

@testable import Analyses

/// A recording as `percussion` tells it: one sensor's segments, and figures of the whole.
private struct Told {
  var device = "gun"
  var setting = ""
  /// Rate of each segment in Hz, and half width of its interval.
  var rates: [Double] = []
  var half: Double?
  var others: [Outcome] = []

  func runs(_ name: String = "file") -> [DeviceRun] {
    var findings = Findings(analysis: "percussion")
    for (index, rate) in rates.enumerated() {
      for (outcome, factor, unit) in [("percussion_frequency", 1.0, "Hz"), ("percussion_rate", 60, "1/min")] {
        findings.outcomes.append(
          Outcome(
            outcome, value: factor * rate, unit: unit, method: "m", channel: "acc", trial: index + 1,
            low: half.map { factor * (rate - $0) }, high: half.map { factor * (rate + $0) }))
      }
    }
    findings.outcomes += others
    var description = Description()
    description.device = device
    description.setting = setting
    return DeviceRun.all(description, name: name, findings)
  }
}

extension DeviceComparison {
  fileprivate func rows(_ kind: Kind, _ outcome: String) -> [Row] {
    rows.filter { $0.kind == kind && $0.outcome == outcome }
  }
}

@Suite struct ComparisonTests {
  /// What a second accelerometer feels is no repetition.
  @Test func theFirstOfSeveralSensorsCounts() throws {
    var session = GunSession(seed: 8)
    session.motion = HeadMotion(stroke: Length(10), lambda: 0.2)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(8))
    session.sensor.samplingRate = Hertz(1000)
    var recording = session.run().recordings[0]
    recording.description.device = "gun"
    let parameters = PercussionParameters()
    let alone = DeviceRun.all(recording.description, name: "a", try Percussion.analyze(recording, parameters))
    for var channel in recording.channels(.acceleration) {
      channel.name = "Second " + channel.name
      channel.samples = channel.samples.map { $0 / 2 }
      recording.channels.append(channel)
    }
    let findings = try Percussion.analyze(recording, parameters)
    #expect(findings.outcomes.count { $0.name == "percussion_rate" } == 2, "both sensors are read")
    let runs = DeviceRun.all(recording.description, name: "a", findings)
    #expect(runs.count == 1 && runs.map(\.figures) == alone.map(\.figures))
    let rates = DeviceComparison(runs).rows(.measured, "percussion_rate")
    print("second sensor: \(rates.map(\.count)) repetitions")
    #expect(rates.map(\.count) == [1] && rates.map(\.condition.speedLevel) == ["1"])
  }

  /// Single-speed files of 30, 40 and 50 Hz are three levels; those within 3 % are repetitions.
  @Test func levelsAreMatchedOverRecordings() {
    let rates = [50.0, 30, 40, 30.5, 49.5, 40.4]
    let runs = rates.enumerated().flatMap { Told(rates: [$1]).runs("file \($0)") }
    let rows = DeviceComparison(runs).rows(.measured, "percussion_rate")
    print("levels: \(rows.map { "\($0.condition.speedLevel) \($0.value ?? 0) n \($0.count)" })")
    #expect(rows.map(\.condition.speedLevel) == ["1", "2", "3"] && rows.map(\.count) == [2, 2, 2])
    for (row, truth) in zip(rows, [30.25, 40.2, 49.75]) { #expect(abs((row.value ?? 0) - 60 * truth) < 1e-9) }
    #expect(DeviceComparison(runs) == DeviceComparison(runs.reversed()))
    // Declared levels are what they are said to be, and no number stands for two things.
    let declared = Told(setting: "speed_level=1", rates: [40]).runs() + runs
    let levels = DeviceComparison(declared).rows(.measured, "percussion_rate").map(\.condition.speedLevel)
    #expect(levels == ["1", "undeclared 1", "undeclared 2", "undeclared 3"])
  }

  @Test func levelsDoNotChain() {
    #expect(SpeedLevels.numbers([30, 30.8, 31.5, 40, 30]) == [1, 1, 2, 3, 1])
    #expect(SpeedLevels.numbers([]) == [] && SpeedLevels.numbers([45]) == [1])
  }

  /// Three levels of one gun and two of another cannot be paired by counting.
  @Test func differentNumbersOfLevelsAreNotPaired() {
    let runs =
      Told(device: "A", rates: [30, 40, 50], half: 0.1).runs() + Told(device: "B", rates: [40, 50], half: 0.1).runs()
    let comparison = DeviceComparison(runs)
    let difference = comparison.rows(.difference, "percussion_rate")
    #expect(difference.count == 1 && difference[0].value == nil && difference[0].count == 0)
    #expect(difference.first?.flags == [.fewPairs, .levelsUnmatched])
    let places = comparison.rows(.rank, "percussion_rate")
    #expect(!places.isEmpty && places.allSatisfy { $0.value == nil && $0.flags.contains(.levelsUnmatched) })
  }

  /// Figures of a whole recording of several levels are given once.
  @Test func wholeRecordingsAreTakenOnce() {
    let rates = [20.0, 25, 30, 35, 40, 45]
    func gun(_ name: String, _ level: Double) -> [DeviceRun] {
      let sound = Outcome(
        "sound_level", value: level, unit: "dB", method: "m", channel: "mic", component: "LAeq", flags: [.uncalibrated])
      return Told(device: name, rates: rates, others: [sound]).runs()
    }
    let comparison = DeviceComparison(gun("A", 60) + gun("B", 63))
    let rows = comparison.rows(.measured, "sound_level")
    #expect(rows.map(\.condition.speedLevel) == ["", ""] && rows.map(\.count) == [1, 1])
    let difference = comparison.rows(.difference, "sound_level")
    print("sound level: \(difference.map(\.count)) pairs")
    #expect(difference.count == 1 && difference[0].count == 1 && difference[0].value == nil)
    #expect(comparison.rows(.difference, "percussion_rate").map(\.count) == [6])
    // Of one level, the figure is that level's.
    let single = Told(rates: [30], others: [Outcome("stall_force", value: 90, unit: "N", method: "m")]).runs()
    #expect(DeviceComparison(single).rows(.measured, "stall_force").map(\.condition.speedLevel) == ["1"])
  }

  /// The same gun on two recorders whose clocks are 1.5 % apart and declared to 2 %.
  @Test func errorsOfRecordersAreNotDifferences() throws {
    let rates = [20.0, 25, 30, 35, 40, 45]
    func difference(_ half: Double?) throws -> DeviceComparison.Row {
      let runs = [("A", 1.0), ("B", 1.015)].flatMap { name, clock in
        rates.flatMap { Told(device: name, rates: [$0 * clock], half: half.map { $0 * 32.5 }).runs("\(name) \($0)") }
      }
      return try #require(DeviceComparison(runs).rows(.difference, "percussion_rate").first)
    }
    let (with, without) = (try difference(0.02), try difference(nil))
    let (low, high) = (try #require(with.low), try #require(with.high))
    print("1.5 % apart: \(low) to \(high) with 2 % of the clock; \(without.low ?? 0) to \(without.high ?? 0) without")
    #expect(low < 0 && high > 0 && with.count == 6)
    #expect(without.low ?? 0 > 0)
    // √2 of 2 % of 1950/min at least.
    #expect(high - low > 2 * 1.414 * 39)
  }

  /// 95 % intervals of few pairs cover the truth in 93 to 97 % of 2000 comparisons; a fixed seed each.
  @Test(arguments: [5, 8, 20]) func intervalsOfFewPairsCover(_ count: Int) throws {
    var noise = SeededGenerator(seed: UInt64(count))
    func uniform() -> Double { (Double(noise.next() >> 11) + 0.5) * 0x1p-53 }
    // The sum of twelve is as good as normal.
    func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
    var covered = 0
    for _ in 0..<2000 {
      let runs = (0..<count).flatMap { level -> [DeviceRun] in
        let (setting, rate) = ("speed_level=\(level)", 30 + Double(level))
        return Told(device: "A", setting: setting, rates: [rate]).runs()
          + Told(device: "B", setting: setting, rates: [rate + (3 + 2 * normal()) / 60]).runs()
      }
      let row = try #require(DeviceComparison(runs).rows(.difference, "percussion_rate").first)
      #expect(row.method == "compare.paired_t" && row.count == count)
      if let low = row.low, let high = row.high, low <= 3, high >= 3 { covered += 1 }
    }
    let share = Double(covered) / 2000
    print("\(count) pairs: \(share) cover")
    #expect(share >= 0.93 && share <= 0.97, "\(count): \(share)")
  }

  /// Sides of an interval stay their own, and what cannot be negative has no negative end.
  @Test func intervalsKeepTheirSides() throws {
    let jitter = Outcome(
      "cycle_jitter", value: 0.0003, unit: "%", method: "m", channel: "acc", trial: 1, low: 0, high: 0.0023, level: 0.95
    )
    let one = try #require(
      DeviceComparison(Told(rates: [40], others: [jitter]).runs()).rows(.measured, "cycle_jitter").first)
    #expect(one.low == 0 && abs((one.high ?? 0) - 0.0023) < 1e-15 && one.value == 0.0003)
    let peaks = [100.0, 130].flatMap { value in
      let peak = Outcome("acceleration_peak", value: value, unit: "m/s2", method: "m", channel: "acc", trial: 1)
      return Told(rates: [40], others: [peak]).runs("\(value)")
    }
    let mean = try #require(DeviceComparison(peaks).rows(.measured, "acceleration_peak").first)
    print("peak of 100 and 130: \(mean.low ?? -1) to \(mean.high ?? -1)")
    // Student's t of two values: 12.706 · 15 above, and as much below but for zero.
    #expect(mean.low == 0 && abs((mean.high ?? 0) - (115 + 12.7062 * 15)) < 0.01)
    // A deviation may be negative.
    let deviations = [-1.0, 1].flatMap { value in
      let row = Outcome("rate_deviation", value: value, unit: "%", method: "m", channel: "acc", trial: 1)
      return Told(rates: [40], others: [row]).runs("\(value)")
    }
    let deviation = try #require(DeviceComparison(deviations).rows(.measured, "rate_deviation").first)
    #expect(abs((deviation.low ?? 0) + 12.7062) < 0.01)
  }

  /// What makes figures of two recorders hard to compare goes with them.
  @Test func undeclaredClocksAreTold() throws {
    let runs = (0..<6).flatMap { level in
      ["A", "B"].flatMap { name -> [DeviceRun] in
        let stroke = Outcome(
          "stroke_length", value: 10, unit: "mm", method: "m", channel: "acc", trial: 1, low: 9.9, high: 10.1,
          flags: [.clockUnstated, .scaleUnstated, .mains])
        return Told(device: name, setting: "speed_level=\(level)", rates: [40], others: [stroke]).runs()
      }
    }
    let comparison = DeviceComparison(runs)
    #expect(comparison.rows(.measured, "stroke_length").allSatisfy { $0.flags == [.clockUnstated, .scaleUnstated] })
    let difference = try #require(comparison.rows(.difference, "stroke_length").first)
    // The differences are all the same; the intervals of their own remain.
    #expect(difference.flags == [.clockUnstated, .scaleUnstated] && difference.value == 0)
    #expect(abs((difference.high ?? 0) - 0.1 * 2.0.squareRoot()) < 1e-9)
  }
}
