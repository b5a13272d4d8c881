// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import SignalProcessing
import Simulation
import TestSupport
import Testing

/// Recordings that look good and would give wrong figures.
@Suite struct PercussionRefusalTests {
  private static func sampled(
    _ rate: Double, _ seconds: Double, names: [String] = ["acc"], _ value: (Int, Double) -> Double
  ) -> Recording {
    let count = Int(rate * seconds)
    let channels = names.indices.map { axis in
      Channel(
        name: names[axis], kind: .acceleration, unit: .metrePerSecondSquared,
        samples: (0..<count).map { value(axis, Double($0) / rate) })
    }
    return Recording(
      format: "delimited", channels: channels, timeBase: .stamped((0..<count).map { Double($0) / rate }),
      sampleCount: count)
  }

  /// A sensor of 200 Hz written to a file of 1 kHz: its steps are no waveform.
  @Test func heldSamplesHaveNoShape() throws {
    let findings = try PercussionTests.findings(
      Self.sampled(1000, 4) { 300 * cos(2 * Double.pi * 40 * floor(200 * $1) / 200 + 0.2) })
    let rate = try #require(PercussionTests.row(findings, "percussion_frequency"))
    #expect(abs((rate.value ?? 0) - 40) < 0.01 && rate.flags.contains(.heldSamples))
    for name in ["stroke_length", "acceleration_peak"] {
      let row = try #require(PercussionTests.row(findings, name))
      #expect(row.value == nil && row.flags.contains(.heldSamples))
    }
  }

  /// Strikes of 0.8 ms: at 16 kHz their peak is read, at 1 kHz it is refused.
  @Test(arguments: [(16_000.0, true), (1000, false)])
  func strikesTooSharpForTheSamplingHaveNoPeak(_ rate: Double, _ isGiven: Bool) throws {
    var random = SeededGenerator(seed: 9)
    func acceleration(_ time: Double) -> Double {
      let phase = (40 * time + 0.3).truncatingRemainder(dividingBy: 1) / 40 - 0.0125
      let strike = abs(phase) < 0.0004 ? 700 * cos(Double.pi * phase / 0.0008) : 0
      return 300 * cos(2 * Double.pi * (40 * time + 0.3)) + strike + Double.random(in: -1...1, using: &random)
    }
    let findings = try PercussionTests.findings(Self.sampled(rate, 4) { acceleration($1) })
    let peak = try #require(PercussionTests.row(findings, "acceleration_peak"))
    #expect((peak.value != nil) == isGiven)
    #expect(peak.flags.contains(.bandIncomplete) != isGiven)
    #expect(PercussionTests.row(findings, "stroke_length")?.value != nil)
  }

  /// Sound driven beyond full scale.
  @Test func clippedSoundHasNoLevel() throws {
    let rate = 48_000.0
    let samples = (0..<Int(3 * rate)).map { (index: Int) -> Double in
      let time = Double(index) / rate
      let phase = (42 * time).truncatingRemainder(dividingBy: 1)
      return max(-1, min(1, 3 * exp(-20 * phase) * sin(2 * Double.pi * 420 * time)))
    }
    let channel = Channel(name: "1", kind: .sound, unit: nil, samples: samples)
    let recording = Recording(
      format: "wave", channels: [channel], timeBase: .even(start: 0, rate: Hertz(rate), measured: false),
      sampleCount: samples.count)
    let findings = try PercussionTests.findings(recording)
    let levels = findings.outcomes.filter { $0.name == "sound_level" }
    #expect(levels.count == 5 && levels.allSatisfy { $0.value == nil && $0.flags.contains(.clipped) })
    let frequency = try #require(PercussionTests.row(findings, "percussion_frequency"))
    #expect(abs((frequency.value ?? 0) - 42) < 0.01 && frequency.flags.contains(.clipped))
  }

  /// The rate in a sound file that holds an acceleration is a claim.
  @Test func soundFilesOfOtherSensorsHaveNominalClocks() throws {
    var recording = Self.sampled(1000, 4) { 300 * cos(2 * Double.pi * 40 * $1) + 40 * cos(2 * Double.pi * 80 * $1) }
    recording.format = "wave"
    recording.timeBase = .even(start: 0, rate: Hertz(1000), measured: false)
    let row = try #require(PercussionTests.row(try PercussionTests.findings(recording), "percussion_frequency"))
    #expect(row.flags.contains(.clockNominal))
    #expect((row.low ?? 40) < 39.3 && (row.high ?? 40) > 40.7)
  }

  /// All but a hundredth is at three times the rate at which the signal repeats.
  @Test func aRulingThirdHarmonicIsNotGuessedAway() throws {
    let findings = try PercussionTests.findings(
      Self.sampled(1000, 4) { 300 * cos(2 * Double.pi * 48 * $1) + 3 * cos(2 * Double.pi * 16 * $1 + 1) })
    let row = try #require(PercussionTests.row(findings, "percussion_frequency"))
    #expect(row.value == nil && row.flags.contains(.octaveAmbiguous))
    let others = findings.outcomes.filter { $0.name == "frequency_alternative" }.compactMap(\.value).map {
      $0.rounded()
    }
    #expect(others == [16, 48])
  }

  @Test func numberedSensorsAreToldApart() throws {
    let names = ["ax1", "ay1", "az1", "ax2", "ay2", "az2"]
    let findings = try PercussionTests.findings(
      Self.sampled(1000, 3, names: names) { axis, time in
        let size = [60.0, 80, 240, 6, 8, 24][axis]
        return size * (cos(2 * Double.pi * 40 * time) + 0.2 * cos(4 * Double.pi * 40 * time))
          + 0.1 * sin(2 * Double.pi * (311 + 7 * Double(axis)) * time)
      })
    let strokes = findings.outcomes.filter { $0.name == "stroke_length" }
    #expect(strokes.map(\.channel) == ["a1", "a2"])
    let expected = 2000 * 260 / pow(2 * Double.pi * 40, 2)
    #expect(abs((strokes[0].value ?? 0) / expected - 1) < 0.01 && !strokes[0].flags.contains(.singleAxis))
  }

  /// An axis nobody recorded, and one that flickers between two steps.
  @Test func idleAxesDoNotSpoilTheOthers() throws {
    let findings = try PercussionTests.findings(
      Self.sampled(1000, 3, names: ["acc x", "acc y", "acc z"]) { axis, time in
        switch axis {
        case 0: return .nan
        case 1: return sin(1e6 * time) > 0.6 ? -0.1 : 0
        default:
          return 300 * cos(2 * Double.pi * 40 * time) + 60 * cos(4 * Double.pi * 40 * time)
            + 0.1 * sin(2 * Double.pi * 311 * time)
        }
      })
    let stroke = try #require(PercussionTests.row(findings, "stroke_length"))
    #expect(abs((stroke.value ?? 0) / (2000 * 300 / pow(2 * Double.pi * 40, 2)) - 1) < 0.01, "\(stroke)")
    #expect(!stroke.flags.contains(.clipped))
  }

  private static func loaded(
    lambda: Double = 0.2, _ points: [(Double, Double)]
  ) -> GunSession {
    var session = GunSession(seed: 7)
    session.motion = HeadMotion(stroke: Length(12), lambda: lambda)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(points[points.count - 1].0))
    session.speed.load = GunLoad(
      motor: .brushed, stallForce: Force(150),
      profile: points.map { .init(time: Seconds($0.0), force: Force($0.1)) })
    session.sensor.samplingRate = Hertz(800)
    session.sensor.noise = 0.5
    session.force = GunSession.ForceChannel()
    session.force?.noise = Force(0.3)
    return session
  }

  private static func load(_ session: GunSession, _ name: String, _ component: String = "") throws -> Outcome {
    let findings = try PercussionTests.findings(session.run().recordings[0])
    return try #require(findings.outcomes.first { $0.name == name && $0.component == component })
  }

  /// Below the band the second harmonic of an uneven crank looks like the rate.
  @Test(arguments: [0.2, 0.35, 0.5]) func octavesBelowTheBandAreNotFollowed(_ lambda: Double) throws {
    let session = Self.loaded(lambda: lambda, [(0, 0), (4, 0), (24, 170), (27, 170)])
    let stall = try Self.load(session, "stall_force")
    #expect(abs((stall.value ?? 0) - 150) < 6, "\(stall)")
    let half = try Self.load(session, "force_at_loss", "50%")
    #expect(abs((half.value ?? 0) - 75) < 3, "\(half)")
  }

  /// Free, pressed, held, released: what happens on the way from one to the other is no knee.
  @Test func pressesAndReleasesMakeNoKnee() throws {
    let session = Self.loaded([(0, 0), (5, 0), (5.5, 60), (10, 60), (10.5, 0), (15, 0), (15.5, 60), (20, 60)])
    let findings = try PercussionTests.findings(session.run().recordings[0])
    #expect(!findings.outcomes.contains { $0.name == "knee_force" })
    let slope = try #require(findings.outcomes.first { $0.name == "rate_under_load" })
    #expect(abs((slope.value ?? 0) / -16 - 1) < 0.02, "\(slope)")
  }

  /// Switched off at 60 N and then pressed with 120 N, which it never bore and never failed to bear.
  @Test func switchingOffIsNoStall() throws {
    var session = Self.loaded([(0, 0), (3, 0), (6, 60), (9, 60), (11, 5), (13, 120), (16, 120)])
    let load = session.speed.load
    session.speed = GunSpeed(levels: [
      .init(rate: Hertz(40), duration: Seconds(8)), .init(rate: Hertz(0), duration: Seconds(8)),
    ])
    session.speed.change = Seconds(0.1)
    session.speed.load = load
    let stall = try Self.load(session, "stall_force")
    #expect(stall.value == nil && stall.high == nil && stall.flags == [.rightCensored], "\(stall)")
    #expect(abs((stall.low ?? 0) - 60) < 2)
  }

  @Test func levelsHaveNoLineInCommon() throws {
    var session = Self.loaded([(0, 0), (4, 0), (8, 60), (9, 0), (14, 0), (18, 60)])
    let load = session.speed.load
    session.speed = GunSpeed(levels: [
      .init(rate: Hertz(30), duration: Seconds(10)), .init(rate: Hertz(50), duration: Seconds(8)),
    ])
    session.speed.load = load
    let stall = try Self.load(session, "stall_force")
    #expect(stall.value == nil && stall.low == nil && stall.flags == [.unsteady], "\(stall)")
  }
}
