// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import SignalProcessing
import TestSupport
import Testing

@Suite struct PercussionTests {
  static func findings(
    _ recording: Recording, _ change: (inout PercussionParameters) -> Void = { _ in }
  ) throws -> Findings {
    var parameters = PercussionParameters()
    change(&parameters)
    return try Percussion.analyze(recording, parameters)
  }

  static func row(_ findings: Findings, _ name: String, trial: Int = 1, component: String = "") -> Outcome? {
    findings.outcomes.first { $0.name == name && ($0.trial ?? 1) == trial && $0.component == component }
  }

  /// 200 Hz, stamps scattered by 0.64 ms, 5 % of the samples lost: 12 mm at 40 Hz.
  @Test func strokeFromAPhoneIsExact() throws {
    var crank = Crank(samplingRate: 200, duration: 5, jitter: 0.00064, losses: 0.05)
    crank.noise = 0.5
    var worst = 0.0
    for seed in 0..<100 as Range<UInt64> {
      let findings = try Self.findings(crank.recording(seed: seed))
      let stroke = try #require(Self.row(findings, "stroke_length")?.value)
      worst = max(worst, abs(stroke - 12))
      let rate = try #require(Self.row(findings, "percussion_frequency")?.value)
      #expect(abs(rate - 40) < 0.002)
    }
    print("stroke from a phone on a ±200 g sensor: worst of 100 off by \(worst) mm")
    #expect(worst < 0.05)
    // The same gun on a ±8 g sensor.
    crank.range = 8 * 9.80665
    var inside = 0
    for seed in 0..<20 as Range<UInt64> {
      let findings = try Self.findings(crank.recording(seed: seed))
      let stroke = try #require(Self.row(findings, "stroke_length"))
      #expect(stroke.value == nil && stroke.flags.contains(.clipped))
      #expect(Self.row(findings, "acceleration_peak")?.value == nil)
      let rate = try #require(Self.row(findings, "percussion_frequency"))
      // Clipped to a fifth, folded harmonics pull at the fundamental.
      #expect(abs((rate.value ?? 0) - 40) < 0.04, "\(rate)")
      #expect(rate.flags.contains(.clipped))
      if let low = rate.low, let high = rate.high, low <= 40, 40 <= high { inside += 1 }
    }
    #expect(inside >= 17)
  }

  /// 2,000 runs with scale and clock errors drawn anew in each.
  @Test func intervalsHoldTheTruth() throws {
    var crank = Crank()
    crank.clockError = 1e-4
    crank.scaleError = 0.01
    let distortion = crank.distortion
    var inside = ["percussion_frequency": 0, "stroke_length": 0, "harmonic_distortion": 0]
    let truth = ["percussion_frequency": 40.0, "stroke_length": 12, "harmonic_distortion": distortion]
    let runs = 2000
    for seed in 0..<UInt64(runs) {
      let findings = try Self.findings(crank.recording(seed: seed)) {
        $0.clockError = Percent(0.01)
        $0.scaleError = Percent(1)
      }
      for (name, value) in truth {
        let row = try #require(Self.row(findings, name))
        let (low, high) = (try #require(row.low), try #require(row.high))
        if low <= value, value <= high { inside[name, default: 0] += 1 }
      }
    }
    for (name, count) in inside.sorted(by: { $0.key < $1.key }) {
      let share = Double(count) / Double(runs)
      print("coverage of \(name): \(100 * share) % of \(runs)")
      #expect((0.93...0.97).contains(share), "\(name)")
    }
  }

  /// 53.3 Hz at 100 samples a second looks like 46.7 Hz.
  @Test func aliasedRatesAreRefusedWithTheirAlternatives() throws {
    var crank = Crank(frequency: 53.3, samplingRate: 100, duration: 10)
    crank.noise = 1
    let findings = try Self.findings(crank.recording(seed: 1))
    let rate = try #require(Self.row(findings, "percussion_frequency"))
    #expect(rate.value == nil && rate.flags.contains(.aliasPossible))
    let others = findings.outcomes.filter { $0.name == "frequency_alternative" }.compactMap(\.value).sorted()
    #expect(others.count == 2)
    #expect(abs((others.first ?? 0) - 46.7) < 0.01, "\(others)")
    #expect(abs((others.last ?? 0) - 53.3) < 0.01, "\(others)")
    #expect(Self.row(findings, "stroke_length") == nil)
  }

  /// Lost samples lower the mean rate, by which 53.3 Hz would be looked for in the wrong place; the clock's stays.
  @Test(arguments: [0.005, 0.01, 0.02, 0.05], [1, 2, 3] as [UInt64])
  func lostSamplesHideNoAlias(_ losses: Double, _ seed: UInt64) throws {
    var crank = Crank(frequency: 53.3, samplingRate: 100, duration: 10, losses: losses)
    crank.noise = 1
    let findings = try Self.findings(crank.recording(seed: seed))
    let rate = try #require(Self.row(findings, "percussion_frequency"))
    #expect(rate.value == nil && rate.flags.contains(.aliasPossible), "\(rate)")
    let others = findings.outcomes.filter { $0.name == "frequency_alternative" }.compactMap(\.value).sorted()
    #expect(others.count >= 2, "\(findings.issues)")
    // A run may come in two segments.
    for value in others { #expect(min(abs(value - 46.7), abs(value - 53.3)) < 0.02, "\(others)") }
    #expect(Set(others.map { $0.rounded() }) == [47, 53])
  }

  /// Stamps that scatter tell 53.3 Hz from 46.7 Hz.
  @Test func scatteredStampsTellAliasesApart() throws {
    var crank = Crank(frequency: 53.3, samplingRate: 100, duration: 10, jitter: 0.001)
    crank.noise = 1
    let findings = try Self.findings(crank.recording(seed: 1))
    let rate = try #require(Self.row(findings, "percussion_frequency"))
    let found = try #require(rate.value)
    #expect(abs(found - 53.3) < 0.01, "\(findings.issues)")
  }

  @Test func claimsAreComparedWithWhatIsMeasured() throws {
    var recording = Crank().recording(seed: 4)
    recording.description.setting = "claimed_rate=2600/min;claimed_stroke=12 mm;head=ball"
    let findings = try Self.findings(recording) { $0.scaleError = Percent(1) }
    let rate = try #require(Self.row(findings, "rate_deviation"))
    #expect(abs((rate.value ?? 0) - 100 * (2400.0 / 2600 - 1)) < 0.01)
    #expect(rate.flags.contains(.claimMissed))
    let stroke = try #require(Self.row(findings, "stroke_deviation"))
    #expect(abs(stroke.value ?? 9) < 2 && !stroke.flags.contains(.claimMissed))
  }

  /// What a declared low-pass took away is given back.
  @Test func declaredLowPassIsTakenOff() throws {
    let crank = Crank(lambda: 0)
    let plain = try Self.findings(crank.recording(seed: 5))
    let corrected = try Self.findings(crank.recording(seed: 5)) { $0.lowPass = Hertz(40) }
    let before = try #require(Self.row(plain, "stroke_length")?.value)
    let row = try #require(Self.row(corrected, "stroke_length"))
    // At its cut-off a first-order low-pass leaves 1/√2.
    #expect(abs((row.value ?? 0) / before - 2.0.squareRoot()) < 0.001)
    #expect(row.flags.contains(.lowPass))
    #expect((row.high ?? 0) - (row.low ?? 0) > 0.1 * (row.value ?? 0))
  }

  @Test func channelsWithoutUnitGiveTheRateOnly() throws {
    var recording = Crank().recording(seed: 6)
    for index in recording.channels.indices { recording.channels[index].unit = nil }
    let findings = try Self.findings(recording)
    #expect(abs((Self.row(findings, "percussion_frequency")?.value ?? 0) - 40) < 0.01)
    let stroke = try #require(Self.row(findings, "stroke_length"))
    #expect(stroke.value == nil && stroke.flags.contains(.unitUnknown))
  }

  /// A stamp that jumps by centuries, or to where seconds are lost in rounding, costs no more than its samples.
  @Test(arguments: [9.83e9, 1e17, 1e300]) func longGapsCostNothing(_ jump: Double) throws {
    var recording = Crank(duration: 4).recording(seed: 8)
    var stamps = recording.timeBase.stamps(count: recording.sampleCount)
    stamps[stamps.count - 1] += jump
    recording.timeBase = .stamped(stamps)
    let findings = try Self.findings(recording)
    #expect(abs((Self.row(findings, "percussion_frequency")?.value ?? 0) - 40) < 0.05, "\(findings.issues)")
  }

  @Test func noiseIsRefused() throws {
    let findings = try Self.findings(Crank(stroke: 0, duration: 5).recording(seed: 7))
    let rate = try #require(Self.row(findings, "percussion_frequency"))
    #expect(rate.value == nil)
    #expect(!findings.issues.isEmpty)
  }

  /// Off, 30 Hz, 45 Hz, off, 30 Hz: three segments on two levels.
  @Test func speedsAreToldApart() throws {
    let programme: [(frequency: Double, duration: Double)] = [(0, 2), (30, 4), (45, 5), (0, 3), (30, 4)]
    var (stamps, samples) = ([Double](), [Double]())
    var (time, turns) = (0.0, 0.0)
    var random = SeededGenerator(seed: 9)
    for part in programme {
      for _ in 0..<Int(part.duration * 500) {
        stamps.append(time)
        let height = part.frequency * part.frequency * 0.2
        samples.append(height * cos(2 * Double.pi * turns) + Double.random(in: -1...1, using: &random))
        time += 0.002
        turns += part.frequency * 0.002
      }
    }
    let channel = Channel(name: "az", kind: .acceleration, unit: .metrePerSecondSquared, samples: samples)
    let findings = try Self.findings(
      Recording(format: "delimited", channels: [channel], timeBase: .stamped(stamps), sampleCount: stamps.count))
    let rates = findings.outcomes.filter { $0.name == "percussion_frequency" }.compactMap(\.value)
    #expect(rates.count == 3)
    for (rate, truth) in zip(rates, [30.0, 45, 30]) { #expect(abs(rate - truth) < 0.02) }
    let events = findings.events.filter { $0.kind == "segment" }
    #expect(events.map { $0.attributes["speed_level"] } == ["1", "2", "1"])
    for (event, truth) in zip(events, [(2.0, 6.0), (6, 11), (14, 18)]) {
      #expect(event.start >= truth.0 - 0.01 && event.start < truth.0 + 1.4, "\(event)")
      #expect(event.end <= truth.1 + 0.01 && event.end > truth.1 - 1.4, "\(event)")
    }
  }

  /// An accelerometer beside a load and a button is not a massage gun's.
  @Test func painSessionsAreLeftAlone() {
    var recording = Crank().recording(seed: 1)
    #expect(Percussion.applies(to: recording) == .applies)
    let count = recording.sampleCount
    let zeros = [Double](repeating: 0, count: count)
    recording.channels.append(Channel(name: "Force", kind: .force, unit: .newton, samples: zeros))
    #expect(Percussion.applies(to: recording) == .applies)
    recording.channels.append(Channel(name: "Button", kind: .marker, unit: nil, samples: zeros))
    #expect(Percussion.applies(to: recording) != .applies)
  }

  @Test func magnitudesAreNoAxes() {
    let samples = [Double](repeating: 0, count: 100)
    let channel = Channel(
      name: "Absolute acceleration", kind: .acceleration, unit: .metrePerSecondSquared, samples: samples)
    let recording = Recording(
      format: "delimited", channels: [channel], timeBase: .even(start: 0, rate: Hertz(100), measured: true),
      sampleCount: 100)
    guard case .doesNotApply(let reason) = Percussion.applies(to: recording) else {
      Issue.record("a magnitude was taken for an axis")
      return
    }
    #expect(reason.contains("magnitude"))
  }
}
