// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import SignalProcessing
import TestSupport
import Testing

@Suite struct SensorPairTests {
  /// A gun of 40 Hz, 10 s at 1 kHz, and what `other` makes of its angle.
  private static func recording(_ name: String, _ kind: ChannelKind, _ other: (Double) -> Double) -> Recording {
    var random = SeededGenerator(seed: 11)
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
}
