// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import SignalProcessing
import TestSupport
import Testing

@Suite struct ExposureAndSoundTests {
  private static func handle(_ rate: Double, jitter: Double) -> Recording {
    var random = SeededGenerator(seed: 2)
    let stamps = (0..<Int(rate * 4)).map { (index: Int) -> Double in
      (Double(index) + jitter * Double.random(in: -1...1, using: &random)) / rate
    }
    let channels = zip(["x", "y", "z"], [3.0, 4, 12]).map { (name: String, amplitude: Double) -> Channel in
      let samples = stamps.map { (time: Double) -> Double in
        let angle = 2 * Double.pi * 40 * time
        return amplitude * (cos(angle) + 0.5 * cos(2 * angle)) + 0.01 * Double.random(in: -1...1, using: &random)
      }
      return Channel(name: "acc_" + name, kind: .acceleration, unit: .metrePerSecondSquared, samples: samples)
    }
    return Recording(format: "delimited", channels: channels, timeBase: .stamped(stamps), sampleCount: stamps.count)
  }

  /// 13 m/s² at 40 Hz and half of it at 80 Hz, weighted by the closed form at exactly these frequencies.
  @Test(arguments: [(4000.0, 0.0), (4000, 0.2), (1000, 0)])
  func handlesAreWeighted(_ rate: Double, _ jitter: Double) throws {
    let findings = try PercussionTests.findings(Self.handle(rate, jitter: jitter)) {
      $0.mounting = .handle
      $0.exposureTime = Seconds(7200)
      $0.scaleError = Percent(1)
    }
    let (first, second) = (
      VibrationWeighting.wh.magnitude(at: Hertz(40)), VibrationWeighting.wh.magnitude(at: Hertz(80))
    )
    let expected = 13 * ((first * first + second * second / 4) / 2).squareRoot()
    let total = try #require(PercussionTests.row(findings, "hand_arm_vibration"))
    #expect(abs((total.value ?? 0) / expected - 1) < 2e-4)
    #expect(total.flags.contains(.bandIncomplete) == (rate < 3000))
    let axis = try #require(PercussionTests.row(findings, "hand_arm_vibration", component: "acc_z")?.value)
    #expect(abs(axis / expected - 12.0 / 13) < 2e-4)
    let daily = try #require(PercussionTests.row(findings, "daily_exposure")?.value)
    #expect(abs(daily / expected - 0.5) < 2e-4)
    let limit = try #require(PercussionTests.row(findings, "time_to_limit_value")?.value)
    #expect(abs(limit - 8 * 25 / (expected * expected)) < 1e-2 * limit)
  }

  @Test func headsHaveNoExposure() throws {
    let findings = try PercussionTests.findings(Self.handle(4000, jitter: 0))
    #expect(PercussionTests.row(findings, "hand_arm_vibration") == nil)
  }

  private static func sound(_ unit: SignalProcessing.Unit?, tone level: Double = 1) -> Recording {
    var random = SeededGenerator(seed: 3)
    let rate = 48_000.0
    // A tone of 1 Pa rms (or less) at 1 kHz, and clicks 42 times a second.
    let samples = (0..<Int(4 * rate)).map { (index: Int) -> Double in
      let time = Double(index) / rate
      let phase = (42 * time).truncatingRemainder(dividingBy: 1) / 42
      let click = phase < 0.004 ? 0.2 * sin(2 * Double.pi * 250 * phase) : 0
      let tone = level * 2.0.squareRoot() * sin(2 * Double.pi * 1000 * time)
      return tone + click + 0.001 * Double.random(in: -1...1, using: &random)
    }
    let channel = Channel(name: "channel 1", kind: .sound, unit: unit, samples: samples)
    return Recording(
      format: "wave", channels: [channel], timeBase: .even(start: 0, rate: Hertz(rate), measured: false),
      sampleCount: samples.count)
  }

  @Test func tonesHaveTheirLevel() throws {
    let pascal = SignalProcessing.Unit(symbol: "Pa", dimension: .pressure, factor: 0.001)
    let findings = try PercussionTests.findings(Self.sound(pascal))
    func level(_ component: String) throws -> Double {
      try #require(findings.outcomes.first { $0.name == "sound_level" && $0.component == component }?.value)
    }
    // 20 lg (1/20e-6) = 93.979 dB; the clicks add 0.01 dB.
    for name in ["LAeq", "LCeq", "LZeq", "LAFmax"] { #expect(abs(try level(name) - 93.98) < 0.05, "\(name)") }
    let band = try #require(findings.outcomes.first { $0.name == "band_level" && $0.component == "1000Hz" }?.value)
    #expect(abs(band - 93.98) < 0.1)
    #expect(!findings.outcomes.contains { $0.name == "sound_level" && $0.flags.contains(.uncalibrated) })
    let relative = try PercussionTests.findings(Self.sound(nil))
    let row = try #require(relative.outcomes.first { $0.name == "sound_level" && $0.component == "LZeq" })
    #expect(row.flags.contains(.uncalibrated) && abs(row.value ?? 9) < 0.05)
  }

  /// A fundamental that is not in the sound at all.
  @Test func clicksHaveARate() throws {
    let findings = try PercussionTests.findings(Self.sound(nil, tone: 0.01))
    let rate = try #require(PercussionTests.row(findings, "percussion_frequency"))
    #expect(abs((rate.value ?? 0) - 42) < 0.01, "\(findings.issues.map(\.detail)) \(findings.outcomes.prefix(3))")
    #expect(PercussionTests.row(findings, "stroke_length") == nil)
  }
}
