// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import SignalProcessing
import TestSupport
import Testing

@Suite struct SensorPairTests {
  /// A gun of 40 Hz, 10 s at 1 kHz, and what `other` makes of its angle.
  private static func recording(
    _ name: String, _ kind: ChannelKind, seed: UInt64 = 11, _ other: (Double) -> Double
  ) -> Recording {
    var random = SeededGenerator(seed: seed)
    let stamps = (0..<10_000).map { Double($0) * 1e-3 }
    func noisy(_ value: Double, _ size: Double) -> Double { value + Double.random(in: -size...size, using: &random) }
    let gun = stamps.map { (time: Double) -> Double in
      let angle = 2 * Double.pi * 40 * time
      return noisy(300 * cos(angle) + 60 * cos(2 * angle), 2)
    }
    let second = stamps.map { (time: Double) -> Double in noisy(other(2 * Double.pi * 40 * time), 2) }
    let unit = kind == .force ? SignalProcessing.Unit.newton : .metrePerSecondSquared
    let channels = [
      Channel(name: "gun", kind: .acceleration, unit: .metrePerSecondSquared, samples: gun),
      Channel(name: name, kind: kind, unit: unit, samples: second),
    ]
    return Recording(format: "delimited", channels: channels, timeBase: .stamped(stamps), sampleCount: stamps.count)
  }

  /// Half of the fundamental and a fifth of the second harmonic arrive, late.
  @Test func transmissibilityIsThatOfTheLines() throws {
    let recording = Self.recording("tissue", .acceleration) { 150 * cos($0 - 0.5) + 12 * cos(2 * $0 - 1) }
    let findings = try PercussionTests.findings(recording)
    for (harmonic, ratio) in [("1", 0.5), ("2", 0.2)] {
      let row = try #require(
        findings.outcomes.first { $0.name == "transmissibility" && $0.component == harmonic })
      let (low, high) = (try #require(row.low), try #require(row.high))
      let value = try #require(row.value)
      let truth = 20 * log10(ratio)
      #expect(row.channel == "tissue" && abs(value - truth) < 0.1)
      #expect(low <= truth && truth <= high && high - low < 0.3, "\(low) to \(high)")
      let coherence = try #require(
        findings.outcomes.first { $0.name == "coherence" && $0.component == harmonic }?.value)
      #expect(coherence > 0.99 && coherence <= 1)
    }
  }

  /// What has nothing to do with the gun is refused.
  @Test func linesThatDoNotGoTogetherAreRefused() throws {
    let recording = Self.recording("tissue", .acceleration) { 0 * $0 }
    let findings = try PercussionTests.findings(recording)
    let rows = findings.outcomes.filter { $0.name == "transmissibility" }
    #expect(!rows.isEmpty && rows.allSatisfy { $0.value == nil && $0.flags == [.noCoherence] })
  }

  /// Force in step with the velocity: the loop F dx holds π·F·X.
  @Test func workIsTheAreaOfTheLoop() throws {
    // Acceleration 300 cos θ: displacement −300/ω² cos θ, velocity 300/ω sin θ.
    let recording = Self.recording("Force", .force) { 20 * sin($0) }
    let findings = try PercussionTests.findings(recording) { $0.mounting = .head }
    let omega = 2 * Double.pi * 40
    let expected = Double.pi * 20 * 300 / (omega * omega)
    let work = try #require(PercussionTests.row(findings, "work_per_stroke")?.value)
    #expect(abs(work / expected - 1) < 0.02)
    let power = try #require(PercussionTests.row(findings, "power")?.value)
    #expect(abs(power / (40 * expected) - 1) < 0.02)
    #expect(try PercussionTests.row(PercussionTests.findings(recording), "work_per_stroke") == nil)
  }

  /// 200 recordings drawn anew, then the scales of both sensors in the interval.
  @Test func intervalsOfWorkHoldTheTruth() throws {
    let omega = 2 * Double.pi * 40
    let power = 40 * Double.pi * 20 * 300 / (omega * omega)
    var inside = 0
    for seed in 0..<200 as Range<UInt64> {
      let recording = Self.recording("Force", .force, seed: seed) { 20 * sin($0) }
      let findings = try PercussionTests.findings(recording) { $0.mounting = .head }
      let row = try #require(PercussionTests.row(findings, "power"))
      let (low, high) = (try #require(row.low), try #require(row.high))
      if low <= power, power <= high { inside += 1 }
      #expect(high - low < 0.03 * power && row.flags == [.scaleUnstated], "\(row)")
    }
    print("power: \(inside) of 200 intervals hold the truth")
    #expect((180...199).contains(inside))
    let recording = Self.recording("Force", .force) { 20 * sin($0) }
    for (name, clocks) in [("power", 1.0), ("work_per_stroke", 2)] {
      let (plain, scaled) = (
        try PercussionTests.findings(recording) { $0.mounting = .head },
        try PercussionTests.findings(recording) {
          $0.mounting = .head
          $0.scaleError = Percent(3)
          $0.clockError = Percent(0.1)
        }
      )
      let (bare, whole) = (
        try #require(PercussionTests.row(plain, name)), try #require(PercussionTests.row(scaled, name))
      )
      let value = try #require(whole.value)
      // Two scales of 3 %, and a clock of a tenth of a per cent that counts as often as the rate does.
      let systematic = 1.959_963_984_540_054 * value * (2 * 0.03 * 0.03 + pow(clocks * 0.001, 2)).squareRoot()
      let expected = hypot(try #require(bare.high) - value, systematic)
      #expect(abs((whole.high ?? 0) - value - expected) < 1e-6 * value && whole.flags.isEmpty, "\(whole)")
    }
  }

  /// The scales of both sensors are in the interval when declared, in a flag when not.
  @Test func scalesAreInTheIntervalOfARatio() throws {
    let recording = Self.recording("tissue", .acceleration) { 150 * cos($0 - 0.5) }
    func first(_ scale: Double?) throws -> Outcome {
      let findings = try PercussionTests.findings(recording) { $0.scaleError = scale.map(Percent.init) }
      return try #require(findings.outcomes.first { $0.name == "transmissibility" && $0.component == "1" })
    }
    let (bare, whole) = (try first(nil), try first(3))
    #expect(bare.flags == [.scaleUnstated] && whole.flags.isEmpty && bare.value == whole.value)
    let (half, wide) = (try #require(bare.high) - (bare.value ?? 0), try #require(whole.high) - (whole.value ?? 0))
    let scales = 1.959_963_984_540_054 * 0.03 * 2.0.squareRoot() * 20 / log(10)
    #expect(abs(wide - hypot(half, scales)) < 1e-9, "\(whole)")
  }

  /// What cannot be put beside the gun says why.
  @Test func sensorsThatDoNotDoAreNamed() throws {
    var recording = Self.recording("tissue", .acceleration) { 150 * cos($0 - 0.5) }
    for index in recording.channels[1].samples.indices {
      recording.channels[1].samples[index] = min(max(recording.channels[1].samples[index], -80), 80)
    }
    let rows = try PercussionTests.findings(recording).outcomes.filter { $0.name == "transmissibility" }
    #expect(rows.map(\.flags) == [[.clipped]] && rows.allSatisfy(\.isRefused), "\(rows)")
    recording.channels[1].kind = .force
    recording.channels[1].unit = .newton
    let findings = try PercussionTests.findings(recording) { $0.mounting = .head }
    for name in ["work_per_stroke", "power"] {
      let row = try #require(PercussionTests.row(findings, name))
      #expect(row.isRefused && row.flags == [.clipped], "\(row)")
    }
    // A sound is no motion.
    recording.channels[1].kind = .sound
    recording.channels[1].unit = .kilopascal
    #expect(!(try PercussionTests.findings(recording)).outcomes.contains { $0.name == "transmissibility" })
  }
}
