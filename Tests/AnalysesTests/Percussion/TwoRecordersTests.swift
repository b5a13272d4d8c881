// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// A gun and a hand with a recorder each.
@Suite struct TwoRecordersTests {
  /// A device that is switched on and off, and what passes to a second sensor.
  struct Scene {
    var seed: UInt64 = 1
    /// s: start and end of each run, and Hz.
    var runs: [(from: Double, to: Double, rate: Double)] = [(3, 15, 40), (19, 27, 40)]
    var duration = 30.0
    /// Of the second recorder: samples a second, s of the first clock in one of its own, its start on the first clock.
    var samplingRate = 417.0
    var ratio = 1.0
    var start = 1.7
    /// Scatter of its stamps, s.
    var scatter = 0.0
    var noise = 0.05
    /// Warm-up: share by which the rate begins too high.
    var warmUp = 0.004
    /// m/s² at the device, and shares of it that arrive, with their phase.
    static let lines: [(amplitude: Double, phase: Double)] = [(20, 0.3), (6, 1.1), (2, 2)]
    var gains: [(share: Double, lag: Double)] = [(0.1, 0.5), (0.05, 1.3), (0.2, 2.9)]

    private func vibration(_ time: Double, arrived: Bool) -> Double {
      var sum = 0.0
      for run in runs where time > run.from && time < run.to {
        let passed = time - run.from
        let turns = run.rate * (passed + warmUp * 10 * (1 - exponential(-passed / 10)))
        // A fifth of a second to start and to stop.
        let strength = min(1, passed / 0.2, (run.to - time) / 0.2)
        for (index, line) in Self.lines.enumerated() {
          let gain = gains[index]
          let angle = 2 * Double.pi * turns * Double(index + 1) + line.phase - (arrived ? gain.lag : 0)
          sum += strength * line.amplitude * (arrived ? gain.share : 1) * Complex.unit(angle).real
        }
      }
      return sum
    }

    /// By the series of its reciprocal: Foundation would bring another `Unit`.
    private func exponential(_ x: Double) -> Double {
      var (sum, term) = (1.0, 1.0)
      for step in 1...30 {
        term *= -x / Double(step)
        sum += term
      }
      return 1 / sum
    }

    func recordings() -> (device: Recording, receiver: Recording) {
      var random = SeededGenerator(seed: seed)
      func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) } }
      func recording(_ times: [Double], _ stamps: [Double], arrived: Bool) -> Recording {
        let samples = times.map { vibration($0, arrived: arrived) + 9.81 + noise * normal() }
        return Recording(
          format: "test",
          channels: [Channel(name: "az", kind: .acceleration, unit: .metrePerSecondSquared, samples: samples)],
          timeBase: .stamped(stamps), sampleCount: samples.count)
      }
      let own = (0..<Int(duration * 1000)).map { Double($0) / 1000 }
      let count = Int((duration - start) / ratio * samplingRate)
      let other = (0..<count).map { index -> Double in
        let even = (Double(index) + 0.4) / samplingRate
        return even + scatter * Double.random(in: -1...1, using: &random)
      }
      let first = other[0]
      return (
        recording(own, own, arrived: false),
        recording(other.map { start + $0 * ratio }, other.map { $0 - first }, arrived: true)
      )
    }

    func findings() throws -> Findings {
      let (device, receiver) = recordings()
      var findings = Findings(analysis: Percussion.name)
      try Percussion.receive(device, by: receiver, named: "hand", PercussionParameters(), into: &findings)
      return findings
    }
  }

  private static func decibels(_ harmonic: Int) -> Double {
    // 20·lg of 0.1, 0.05 and 0.2.
    [-20, -26.020_599_913_279_625, -13.979_400_086_720_377][harmonic - 1]
  }

  /// Clocks up to 3 % apart, uneven stamps, warm-up: 30 drawn anew, two segments and three harmonics each.
  @Test func linesAreComparedAcrossRecorders() throws {
    var random = SeededGenerator(seed: 77)
    var (inside, total, ratios) = (0, 0, 0)
    var (worstOffset, worstRatio) = (0.0, 0.0)
    for seed in 0..<30 as Range<UInt64> {
      var scene = Scene(seed: seed)
      scene.ratio = 1 + Double.random(in: -0.03...0.03, using: &random)
      scene.start = Double.random(in: -2...1.5, using: &random)
      scene.samplingRate = Double.random(in: 300...900, using: &random)
      scene.scatter = seed % 2 == 0 ? 0 : 3e-4
      let outcomes = try scene.findings().outcomes
      let ratio = try #require(outcomes.first { $0.name == "clock_ratio" }, "seed \(seed)")
      let (low, high) = (try #require(ratio.low), try #require(ratio.high))
      worstRatio = max(worstRatio, abs((ratio.value ?? 0) - scene.ratio))
      if low <= scene.ratio, scene.ratio <= high { ratios += 1 }
      // The first sample of the receiver is taken 0.4 steps after it was started.
      let start = scene.start + scene.ratio * 0.4 / scene.samplingRate
      worstOffset = max(
        worstOffset, abs((outcomes.first { $0.name == "clock_offset" }?.value ?? .infinity) - start))
      for row in outcomes where row.name == "transmissibility" {
        let harmonic = try #require(Int(row.component))
        guard harmonic <= 3 else { continue }
        let (low, high) = (try #require(row.low), try #require(row.high))
        total += 1
        if low <= Self.decibels(harmonic), Self.decibels(harmonic) <= high { inside += 1 }
        #expect(high - low < 0.5, "\(row)")
      }
    }
    print(
      "two recorders: \(inside) of \(total) lines inside, \(ratios) of 30 ratios; worst ratio \(worstRatio), offset "
        + "\(worstOffset) s")
    #expect(total == 180)
    #expect(Double(inside) >= 0.9 * Double(total) && ratios >= 26)
    #expect(worstRatio < 1e-5 && worstOffset < 0.02)
  }

  /// The receiver was started after the longest run, and saw the shorter one.
  @Test func theLongestRunOfBothTellsTheClock() throws {
    var scene = Scene(seed: 9)
    (scene.ratio, scene.start) = (1.0002, 16)
    let outcomes = try scene.findings().outcomes
    let ratio = try #require(outcomes.first { $0.name == "clock_ratio" })
    let (low, high) = (try #require(ratio.low), try #require(ratio.high))
    #expect(low <= scene.ratio && scene.ratio <= high && high - low < 1e-4, "\(ratio)")
    let rows = outcomes.filter { $0.name == "transmissibility" }
    #expect(!rows.isEmpty && rows.allSatisfy { $0.trial == 2 }, "\(rows)")
  }

  /// A device that starts and stops with the other one but runs at another speed.
  @Test func whatHasNoLineInCommonIsRefused() throws {
    let device = Scene().recordings().device
    var other = Scene(seed: 3)
    other.runs = other.runs.map { ($0.from, $0.to, 57.3) }
    var findings = Findings(analysis: Percussion.name)
    try Percussion.receive(
      device, by: other.recordings().receiver, named: "hand", PercussionParameters(), into: &findings)
    #expect(findings.outcomes.map(\.flags) == [[.clocksUnaligned]], "\(findings.outcomes)")
    #expect(findings.issues.contains { $0.detail.contains("no line could be followed") }, "\(findings.issues)")
  }

  /// Scales that are not declared are named, also where each recorder has its own.
  @Test func scalesAreNamed() throws {
    let rows = try Scene().findings().outcomes.filter { $0.name == "transmissibility" }
    #expect(rows.count >= 6 && rows.allSatisfy { $0.flags == [$0.value == nil ? .noCoherence : .scaleUnstated] })
  }

  /// What does not come from the device has no coherence with it.
  @Test func whatIsDrownedIsRefused() throws {
    var scene = Scene(seed: 5)
    scene.noise = 0.5
    scene.gains[1].share = 0.005
    let outcomes = try scene.findings().outcomes
    let row = try #require(outcomes.first { $0.name == "transmissibility" && $0.component == "2" })
    #expect(row.value == nil && row.flags == [.noCoherence], "\(row)")
  }

  @Test func withoutStartsAndStopsThereIsNoClock() throws {
    var scene = Scene()
    scene.runs = [(-100, 100, 40)]
    scene.warmUp = 0
    #expect(try scene.findings().outcomes.map(\.flags) == [[.clocksUnaligned]])
    // Four runs alike, of which the other recorder saw some: two shifts match.
    scene.runs = (0..<4).map { (Double(10 * $0) - 5, Double(10 * $0), 40) }
    #expect(try scene.findings().outcomes.map(\.flags) == [[.clocksUnaligned]])
    // A clock that stood still for a day in between.
    let device = Scene().recordings().device
    var receiver = Scene().recordings().receiver
    if case .stamped(var stamps) = receiver.timeBase {
      stamps[stamps.count - 1] += 86_400
      receiver.timeBase = .stamped(stamps)
    }
    var long = Findings(analysis: Percussion.name)
    try Percussion.receive(device, by: receiver, named: "hand", PercussionParameters(), into: &long)
    #expect(long.outcomes.map(\.flags) == [[.clocksUnaligned]])
    #expect(long.issues.contains { $0.detail.contains("at most 20000 s") }, "\(long.issues)")
    // Another device.
    let first = Scene().recordings().device
    var other = Scene(seed: 3)
    other.runs = [(2, 4, 40), (9, 10, 40), (14, 19, 40)]
    var findings = Findings(analysis: Percussion.name)
    try Percussion.receive(
      first, by: other.recordings().receiver, named: "hand", PercussionParameters(), into: &findings)
    #expect(findings.outcomes.map(\.flags) == [[.clocksUnaligned]])
  }

  @Test func clippedSensorsAreRefused() throws {
    var (device, receiver) = Scene().recordings()
    for index in receiver.channels[0].samples.indices {
      receiver.channels[0].samples[index] = min(max(receiver.channels[0].samples[index], 8.81), 10.81)
    }
    var findings = Findings(analysis: Percussion.name)
    try Percussion.receive(device, by: receiver, named: "hand", PercussionParameters(), into: &findings)
    #expect(findings.outcomes.map(\.flags) == [[.clipped]])
    device.channels[0].kind = .force
    #expect(throws: AnalysisError.self) {
      try Percussion.receive(device, by: receiver, named: "hand", PercussionParameters(), into: &findings)
    }
  }

  /// The offset of levels alone, over shifts of both signs.
  @Test(arguments: [-7.31, -0.5, 0, 2.004, 6.6]) func activityTellsTheOffset(_ shift: Double) throws {
    func levels(_ from: Double, _ to: Double) throws -> ActivityLevels {
      let stamps = (0..<Int((to - from) * 500)).map { from + Double($0) / 500 }
      let samples = stamps.map { time -> Double in
        let isOn = (3...9).contains(time) || (11...12.5).contains(time)
        return isOn ? Complex.unit(2 * .pi * 37 * time).real : 0.01 * Complex.unit(2 * .pi * 3 * time).real
      }
      return try #require(ActivityLevels(stamps: stamps.map { $0 - from }, channels: [samples]))
    }
    let (first, second) = (try levels(0, 20), try levels(shift, shift + 20))
    let match = try #require(ClockOffset(first, second))
    #expect(abs(match.offset - shift) < 0.01, "\(match)")
    #expect(match.correlation > 0.98 && match.runnerUp < 0.8)
  }
}
