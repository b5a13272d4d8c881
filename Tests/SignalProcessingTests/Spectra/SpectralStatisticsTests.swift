// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

/// What `Fixtures/oracles/spectral_statistics.py` computes from the published formulas.
private struct StatisticsOracle: Decodable, Sendable {
  struct Adaptive: Decodable, Sendable {
    let count, number: Int
    let product: Double
    let density, degrees: [Double]
  }
  struct Band: Decodable, Sendable {
    let window: String
    let length, hop: Int
    let low, high, power, degrees: Double
    let interval: [Double]
  }
  let samples: [Double]
  let multitaper: [Adaptive]
  let bands: [Band]

  static let loaded = Result { try Oracle.load("spectral_statistics", as: StatisticsOracle.self) }
}

@Suite struct SpectralStatisticsTests {
  @Test func adaptiveWeightsFollowThomson() throws {
    let oracle = try StatisticsOracle.loaded.get()
    for expected in oracle.multitaper {
      let multitaper = try Multitaper(
        count: expected.count, timeBandwidth: expected.product, number: expected.number)
      let (found, plan) = try multitaper.adaptiveDensity(of: oracle.samples, sampleRate: Hertz(250))
      #expect(plan.starts.count == 700 / expected.count)
      // Relative to each bin: the spectrum spans decades.
      for (bin, value) in expected.density.enumerated() {
        let (density, degrees) = (found.spectrum.values[bin], found.degreesOfFreedom[bin])
        #expect(abs(density / value - 1) <= 1e-9, "\(expected.count), bin \(bin)")
        #expect(abs(degrees / expected.degrees[bin] - 1) <= 1e-9, "\(expected.count), bin \(bin)")
      }
      #expect(found.degreesOfFreedom.max() ?? 100 <= 2 * Double(expected.number * plan.starts.count) + 1e-9)
    }
  }

  /// In white noise nothing leaks: the weights are near one and the intervals cover as often as stated.
  @Test func adaptiveIntervalsCover() throws {
    let multitaper = try Multitaper(count: 256, timeBandwidth: 3, detrend: .none)
    var noise = GaussianNoise(seed: 22)
    var (inside, total) = (0, 0)
    for _ in 0..<300 {
      let density = try multitaper.adaptiveDensity(of: noise.samples(256), sampleRate: Hertz(2)).density
      for bin in stride(from: 8, to: 120, by: 6) {
        if try density.interval(ofBin: bin, level: 0.9).contains(1) { inside += 1 }
        total += 1
      }
    }
    #expect(abs(Double(inside) / Double(total) - 0.9) <= 0.015)
  }

  @Test func aSilentSignalHasNoPower() throws {
    let silent = [Double](repeating: 2, count: 256)
    let found = try Multitaper(count: 128).adaptiveDensity(of: silent, sampleRate: Hertz(1)).density
    #expect(found.spectrum.values.allSatisfy { $0 == 0 } && found.degreesOfFreedom.allSatisfy { $0 > 0 })
    let welch = try Welch(window: Window(.hann, count: 64))
    let (density, plan) = try welch.density(of: silent, sampleRate: Hertz(1))
    let power = try welch.bandPower(from: Hertz(0.1), to: Hertz(0.2), of: density, segments: plan)
    #expect(power.power == 0 && power.degreesOfFreedom > 0)
  }

  @Test func bandPowerAndItsFreedomFollowTheCovariance() throws {
    let oracle = try StatisticsOracle.loaded.get()
    for expected in oracle.bands {
      let welch = try SpectraOracle.welch(expected.window, expected.length, expected.hop, "constant")
      let (density, plan) = try welch.density(of: oracle.samples, sampleRate: Hertz(250))
      let (low, high) = (Hertz(expected.low), Hertz(expected.high))
      let found = try welch.bandPower(from: low, to: high, of: density, segments: plan)
      #expect(try found.power == density.power(from: low, to: high))
      #expect(abs(found.power / expected.power - 1) <= 1e-11, "\(expected.window)")
      #expect(abs(found.degreesOfFreedom / expected.degrees - 1) <= 1e-10, "\(expected.window)")
      let interval = try found.interval(level: 0.95)
      #expect(abs(interval.lowerBound / expected.interval[0] - 1) <= 1e-9)
      #expect(abs(interval.upperBound / expected.interval[1] - 1) <= 1e-9)
    }
  }

  /// Intervals of the power of white noise in a band cover the true power as often as they say.
  @Test(arguments: [16, 32, 64]) func bandPowerIntervalsCover(_ hop: Int) throws {
    let welch = try Welch(window: Window(.hann, count: 64), hop: hop, detrend: .none)
    var noise = GaussianNoise(seed: UInt64(hop) + 100)
    var (inside, total) = (0, 0)
    for _ in 0..<1500 {
      let (density, plan) = try welch.density(of: noise.samples(400), sampleRate: Hertz(2))
      for (low, high) in [(0.0, 0.12), (0.3, 0.42), (0.7, 1.0)] {
        let power = try welch.bandPower(from: Hertz(low), to: Hertz(high), of: density, segments: plan)
        if try power.interval(level: 0.9).contains(high - low) { inside += 1 }
        total += 1
      }
    }
    // Standard error 0.0045.
    #expect(abs(Double(inside) / Double(total) - 0.9) <= 0.015)
  }

  @Test func bandsOfOtherSpectraAreRefused() throws {
    let welch = try Welch(window: Window(.hann, count: 64))
    let other = try Welch(window: Window(.hann, count: 32))
    let (density, plan) = try welch.density(of: SpectraOracle.x, sampleRate: Hertz(250))
    #expect(throws: SpectrumError.lengths(64, 32)) {
      try other.bandPower(from: Hertz(1), to: Hertz(2), of: density, segments: plan)
    }
    for (low, high) in [(-1.0, 2.0), (2, 2), (1, 200)] {
      #expect(throws: SpectrumError.self) {
        try welch.bandPower(from: Hertz(low), to: Hertz(high), of: density, segments: plan)
      }
    }
    let power = try welch.bandPower(from: Hertz(1), to: Hertz(20), of: density, segments: plan)
    #expect(throws: SpectrumError.level(0)) { try power.interval(level: 0) }
  }
}
