// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// Devices whose rate sags or wows while they are recorded.
@Suite struct ChangingRateTests {
  /// Axes as functions of time in s, with noise in each.
  static func recording(
    _ duration: Double, noise: Double, seed: UInt64, rate: Double = 1000, jitter: Double = 0,
    isKept: (Int) -> Bool = { _ in true }, _ axes: [(Double) -> Double]
  ) -> Recording {
    var random = SeededGenerator(seed: seed)
    func normal() -> Double {
      let u = 1 - Double.random(in: 0..<1, using: &random)
      return (-2 * log(u)).squareRoot() * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
    }
    var stamps: [Double] = []
    var values = [[Double]](repeating: [], count: axes.count)
    for index in 0..<Int(rate * duration) {
      let time = (Double(index) + jitter * Double.random(in: -1...1, using: &random)) / rate
      let drawn = axes.map { $0(time) + noise * normal() }
      guard isKept(index) else { continue }
      stamps.append(time)
      for axis in axes.indices { values[axis].append(drawn[axis]) }
    }
    let names = ["Acceleration x", "Acceleration y", "Acceleration z"]
    let channels = values.enumerated().map { axis, samples in
      Channel(name: names[axis], kind: .acceleration, unit: .metrePerSecondSquared, samples: samples)
    }
    return Recording(format: "delimited", channels: channels, timeBase: .stamped(stamps), sampleCount: stamps.count)
  }

  private static func row(_ findings: Findings, _ name: String, component: String = "") throws -> Outcome {
    try #require(PercussionTests.row(findings, name, component: component), "\(name): \(findings.issues)")
  }

  /// A battery that empties: the stroke of 12 mm stays, the rate falls by up to a third.
  @Test(arguments: [(45.0, 30.0), (40, 38), (42, 38), (30, 45), (40, 40)], [1, 2] as [UInt64])
  func strokesOfSaggingDevicesAreCovered(_ rates: (Double, Double), _ seed: UInt64) throws {
    let slope = (rates.1 - rates.0) / 60
    let recording = Self.recording(
      60, noise: 0.5, seed: seed,
      [
        { time in
          Crank(frequency: rates.0 + slope * time).acceleration(rates.0 * time + slope * time * time / 2)
        }
      ])
    let findings = try PercussionTests.findings(recording) { $0.clockError = Percent(0.01) }
    let stroke = try Self.row(findings, "stroke_length")
    let (value, low, high) = (try #require(stroke.value), try #require(stroke.low), try #require(stroke.high))
    let drift = try Self.row(findings, "rate_drift").value ?? 0
    let jitter = try Self.row(findings, "cycle_jitter").value ?? 9
    print("\(rates) Hz: stroke \(value) [\(low), \(high)], drift \(drift), jitter \(jitter) %")
    #expect(low <= 12.001 && high >= 11.999 && high - low < 0.1 * value)
    #expect(stroke.flags.contains(.unsteady) == (slope != 0))
    #expect(abs(drift - 3600 * slope) < 2e-3 * abs(3600 * slope) + 0.05)
    #expect(jitter < 0.1)
    let rate = try Self.row(findings, "percussion_frequency")
    let mean = (rates.0 + rates.1) / 2
    #expect((rate.low ?? 99) <= mean && mean <= (rate.high ?? 0), "\(rate)")
  }

  /// A microphone, or a high-pass: strikes at 40 Hz without their first harmonics.
  @Test(arguments: [2, 3], [1, 2, 3] as [UInt64])
  func strikesWithoutFundamentalDoNotJitter(_ lowest: Int, _ seed: UInt64) throws {
    let recording = Self.recording(
      20, noise: 0.5, seed: seed,
      [
        { time in
          (lowest...10).reduce(0) { $0 + 20 * exp(-0.1 * Double($1)) * cos(2 * Double.pi * 40.13 * Double($1) * time) }
        }
      ])
    let findings = try PercussionTests.findings(recording)
    let jitter = try Self.row(findings, "cycle_jitter")
    let drift = try Self.row(findings, "rate_drift")
    let allan = try Self.row(findings, "allan_deviation", component: "1s")
    print(
      "from harmonic \(lowest): jitter \(jitter.value ?? 9) %, drift \(drift.value ?? 9), Allan \(allan.value ?? 9)")
    #expect((jitter.value ?? 9) < 0.05)
    #expect(abs(drift.value ?? 9) < 0.2)
    #expect((allan.value ?? 9) < 1e-4)
  }

  /// Strikes of 100 and 60 % at rates whose harmonics fall on half the sampling rate.
  @Test(arguments: [40.0, 50, 39.99], [0.1, 0.2, 0.3])
  func alternateStrikesOnTheSamplingGridAreTold(_ frequency: Double, _ width: Double) throws {
    for seed in 0..<6 as Range<UInt64> {
      let recording = Self.recording(
        10, noise: 3, seed: seed,
        [
          { time in
            let turns = frequency * time
            let phase = turns - turns.rounded(.down)
            let size = Int(turns + 1e-9) % 2 == 0 ? 1000.0 : 600
            return phase < width ? size * sin(Double.pi * phase / width) * sin(Double.pi * phase / width) : 0
          }
        ])
      let rate = try Self.row(try PercussionTests.findings(recording), "percussion_frequency")
      #expect(abs((rate.value ?? 0) - frequency) < 0.01 && rate.flags.contains(.periodDoubling), "\(seed): \(rate)")
    }
  }

  /// One lost sample, or stamps that scatter, and a rate that falls by 1 %: harmonics of the whole would be smeared.
  @Test(arguments: [0.0, 0.2], [1, 3]) func exposureOfWanderingHandlesIsWhole(_ jitter: Double, _ harmonics: Int) throws
  {
    let axes = [(10.0, 0.0), (6, 1), (8, 2)].map { (size: Double, phase: Double) in
      { (time: Double) -> Double in
        let angle = 2 * Double.pi * (40 * time - 0.4 / 120 * time * time)
        return (1...harmonics).reduce(0) { $0 + size / Double($1) * cos(Double($1) * angle + phase) }
      }
    }
    let recording = Self.recording(60, noise: 0.5, seed: 3, jitter: jitter, isKept: { $0 != 1234 }, axes)
    let findings = try PercussionTests.findings(recording) { $0.mounting = .handle }
    let total = try Self.row(findings, "hand_arm_vibration")
    // 100 + 36 + 64, halved, and each axis' noise, over the first segment.
    let wh = VibrationWeighting.wh
    let share = Double(total.count ?? 0) / 60_000
    var power = 0.0
    for step in 0..<600 {
      let frequency = 40 - 0.4 * share * (Double(step) + 0.5) / 600
      for harmonic in 1...harmonics {
        let gain = wh.magnitude(at: Hertz(Double(harmonic) * frequency)) / Double(harmonic)
        power += gain * gain * 100 / 600
      }
    }
    let noise = (0..<5000).reduce(0.0) { sum, bin in
      let gain = wh.magnitude(at: Hertz((Double(bin) + 0.5) / 10))
      return sum + gain * gain / 5000 * 3 * 0.25
    }
    let expected = (power + noise).squareRoot()
    print("a_hv \(total.value ?? 0) of \(expected), \(total.method), \(total.count ?? 0)")
    #expect(abs((total.value ?? 0) / expected - 1) < 1e-3)
  }

  /// A second harmonic that sinks in the noise of a block: 0.2 % of the first, at a rate that wows.
  @Test(arguments: [0.0, 0.3, 0.76, 3]) func smallHarmonicsOfBlocksAreCovered(_ second: Double) throws {
    var (harmonic, distortion, sum) = (0, 0, 0.0)
    let runs = 200
    for seed in 0..<UInt64(runs) {
      let recording = Self.recording(
        10, noise: 4, seed: seed,
        [
          { time in
            let angle = 2 * Double.pi * 40 * time + 1.5 * sin(2 * Double.pi * 0.3 * time)
            return 380 * cos(angle) + second * cos(2 * angle + 1)
          }
        ])
      let findings = try PercussionTests.findings(recording)
      let own = try Self.row(findings, "harmonic_amplitude", component: "2")
      sum += (own.value ?? 0) / Double(runs)
      if (own.low ?? 9) <= second, second <= (own.high ?? -1) { harmonic += 1 }
      let total = try Self.row(findings, "harmonic_distortion")
      #expect(try Self.row(findings, "stroke_length").flags.contains(.unsteady))
      if (total.low ?? 9) <= second / 3.8, second / 3.8 <= (total.high ?? -1) { distortion += 1 }
    }
    print("second harmonic \(second): mean \(sum), inside \(harmonic), distortion inside \(distortion) of \(runs)")
    #expect(second == 0 || abs(sum / second - 1) < (second < 0.5 ? 0.3 : 0.03))
    for inside in [harmonic, distortion] { #expect(second == 0 ? inside >= 190 : (184...197).contains(inside)) }
  }

  /// What a declared low-pass took away is given back to everything that is read off the samples.
  @Test(arguments: [0.0, 0.2], [0.0, 1]) func lowPassIsTakenOffEverything(_ jitter: Double, _ wow: Double) throws {
    let model = LowPassModel(order: 1, cutoff: Hertz(44))
    func axes(_ isFiltered: Bool) -> [(Double) -> Double] {
      [(10.0, 0.0), (6, 0), (8, 0)].map { (size: Double, phase: Double) in
        { (time: Double) -> Double in
          let angle = 2 * Double.pi * 40 * time + wow * sin(2 * Double.pi * 0.3 * time)
          return (1...2).reduce(0) { sum, harmonic in
            let gain = isFiltered ? model.response(at: Hertz(40 * Double(harmonic))) : Complex(1)
            let turn = Complex(cos(Double(harmonic) * angle), sin(Double(harmonic) * angle))
            return sum + size / Double(harmonic) * (gain * turn).real
          }
        }
      }
    }
    func findings(_ isFiltered: Bool) throws -> Findings {
      let recording = Self.recording(10, noise: 0.05, seed: 4, jitter: jitter, axes(isFiltered))
      return try PercussionTests.findings(recording) {
        $0.mounting = .handle
        if isFiltered { $0.lowPass = Hertz(44) }
      }
    }
    let (plain, corrected) = (try findings(false), try findings(true))
    for name in ["hand_arm_vibration", "acceleration_rms", "acceleration_peak", "crest_factor", "harmonic_distortion"] {
      let (before, after) = (try Self.row(plain, name), try Self.row(corrected, name))
      let (x, y) = (try #require(before.value), try #require(after.value))
      // The rate wows, the gain of the made samples does not.
      #expect(abs(y / x - 1) < (wow == 0 ? 2e-3 : 6e-3), "\(name): \(y) of \(x)")
      #expect(after.flags.contains(.lowPass))
    }
    let (first, second) = (model.response(at: Hertz(40)).magnitude, model.response(at: Hertz(80)).magnitude)
    let own = try Self.row(corrected, "harmonic_amplitude", component: "2")
    let expected = 1.96 * 0.1 * (1 / second - 1)
    #expect(abs(((own.high ?? 0) - (own.low ?? 0)) / 2 / (own.value ?? 1) / expected - 1) < 0.05, "\(own)")
    let total = try Self.row(corrected, "harmonic_distortion")
    let ratio = 1.96 * 0.1 * (1 - first / second).magnitude
    #expect(abs(((total.high ?? 0) - (total.low ?? 0)) / 2 / (total.value ?? 1) / ratio - 1) < 0.05, "\(total)")
  }
}
