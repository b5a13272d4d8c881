// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct HarmonicFitTests {
  static func normal(_ random: inout SeededGenerator) -> Double {
    let u = 1 - Double.random(in: 0..<1, using: &random)
    return (-2 * log(u)).squareRoot() * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
  }

  /// A signal of harmonics and its noise-free truth.
  struct Trial {
    let stamps: [Double]
    let samples: [Double]
    let frequency: Double
    let bound: Double
  }

  static func trial(_ amplitudes: [Double], decibels: Double, count: Int, seed: UInt64) -> Trial {
    var random = SeededGenerator(seed: seed)
    let frequency = 40 + Double.random(in: 0..<1, using: &random)
    let phases = amplitudes.map { _ in Double.random(in: 0..<(2 * Double.pi), using: &random) }
    // The fundamental's power over the noise's, sample by sample.
    let sigma = amplitudes[0] / 2.0.squareRoot() * pow(10, -decibels / 20)
    let stamps = (0..<count).map { Double($0) * 1e-3 }
    let samples = stamps.map { (time: Double) -> Double in
      var sum = 3.0
      for (index, amplitude) in amplitudes.enumerated() {
        sum += amplitude * cos(2 * Double.pi * Double(index + 1) * frequency * time + phases[index])
      }
      return sum + sigma * normal(&random)
    }
    var weight = 0.0
    for (index, amplitude) in amplitudes.enumerated() {
      weight += Double((index + 1) * (index + 1)) * amplitude * amplitude
    }
    let n = Double(count)
    let bound = (24 * sigma * sigma / (n * (n * n - 1) * weight)).squareRoot() / (2 * Double.pi) * 1000
    return Trial(stamps: stamps, samples: samples, frequency: frequency, bound: bound)
  }

  /// Root-mean-square error over the Cramér–Rao bound, of searches that know nothing but the order.
  @Test(arguments: [0.0, 10, 20, 30, 40, 50, 60])
  func errorIsAtTheBound(_ decibels: Double) throws {
    for (name, amplitudes) in [("one", [1.0]), ("four", [1.0, 0.5, 0.3, 0.2])] {
      var (squares, inside) = (0.0, 0)
      let count = 600
      for seed in 0..<UInt64(count) {
        let trial = Self.trial(amplitudes, decibels: decibels, count: 1024, seed: seed + UInt64(decibels) * 1000)
        let samples = try HarmonicSamples(stamps: trial.stamps, channels: [trial.samples])
        let search = try FundamentalSearch(band: Hertz(15)...Hertz(60), highestOrder: amplitudes.count)
        let found = try #require(try search.find(in: samples))
        let fit = try #require(try HarmonicFit(samples, near: found.fit.frequency, order: amplitudes.count))
        let error = fit.frequency.value - trial.frequency
        squares += error * error
        if abs(error) < 1.96 * fit.frequencyError.value { inside += 1 }
      }
      let ratio = (squares / Double(count)).squareRoot()
      let bound = Self.trial(amplitudes, decibels: decibels, count: 1024, seed: 0).bound
      print("frequency error, \(name) harmonic(s), \(Int(decibels)) dB: \(ratio / bound) of the bound")
      #expect(ratio <= 1.2 * bound)
      #expect(ratio >= 0.85 * bound, "better than possible: the bound or the noise is wrong")
      #expect(Double(inside) / Double(count) > 0.92, "the standard error is too small")
    }
  }

  @Test func noiseFreeSignalsAreFoundExactly() throws {
    let stamps = (0..<700).map { (index: Int) -> Double in Double(index) * 0.005 + 0.0004 * sin(Double(index * index)) }
    let samples = stamps.map { (time: Double) -> Double in
      let angle = 2 * Double.pi * 33.3 * time
      return 2 + 1.5 * cos(angle + 1) + 0.4 * sin(2 * angle)
    }
    let own = try HarmonicSamples(stamps: stamps, channels: [samples])
    let fit = try #require(try HarmonicFit(own, near: Hertz(33.31), order: 2))
    #expect(abs(fit.frequency.value - 33.3) < 1e-9)
    #expect(abs(fit.coefficients[0][0] - 2) < 1e-9)
    #expect(abs(fit.amplitude(1, channel: 0).magnitude - 1.5) < 1e-9)
    #expect(abs(fit.amplitude(2, channel: 0).magnitude - 0.4) < 1e-9)
    for (value, sample) in zip(fit.values(at: stamps)[0], samples) { #expect(abs(value - sample) < 1e-8) }
  }

  /// Twice the samples are twice the amplitudes, later stamps the same frequency.
  @Test func scaleAndShiftLeaveTheFrequency() throws {
    let trial = Self.trial([1, 0.4], decibels: 20, count: 1024, seed: 3)
    func fit(_ shift: Double, _ scale: Double) throws -> HarmonicFit {
      let stamps = trial.stamps.map { $0 + shift }
      let own = try HarmonicSamples(stamps: stamps, channels: [trial.samples.map { $0 * scale }])
      return try #require(try HarmonicFit(own, near: Hertz(trial.frequency), order: 2))
    }
    let plain = try fit(0, 1)
    let moved = try fit(1000, 2)
    #expect(abs(moved.frequency.value - plain.frequency.value) < 1e-8)
    #expect(abs(moved.amplitude(1, channel: 0).magnitude - 2 * plain.amplitude(1, channel: 0).magnitude) < 1e-9)
  }

  @Test func harmonicsThatFoldAreNotFitted() throws {
    // At 100 samples a second the second harmonic of 40 Hz is its 20 Hz alias, the third is 20 Hz too.
    let stamps = (0..<400).map { Double($0) * 0.01 }
    let own = try HarmonicSamples(stamps: stamps, channels: [stamps.map { cos(2 * Double.pi * 40 * $0) }])
    #expect(try HarmonicFit(own, near: Hertz(40), order: 1) != nil)
    #expect(try HarmonicFit(own, near: Hertz(40), order: 3) == nil)
  }

  @Test func badSamplesAreRefused() throws {
    #expect(throws: HarmonicError.lengths(3, 2)) { try HarmonicSamples(stamps: [0, 1, 2], channels: [[1, 2]]) }
    #expect(throws: HarmonicError.stamps(at: 2)) { try HarmonicSamples(stamps: [0, 1, 1], channels: [[1, 2, 3]]) }
    #expect(throws: HarmonicError.infinite(at: 1)) {
      try HarmonicSamples(stamps: [0, 1], channels: [[1, .infinity]])
    }
    #expect(throws: HarmonicError.channels(0)) { try HarmonicSamples(stamps: [0], channels: []) }
    let few = try HarmonicSamples(stamps: [0, 1, 2], channels: [[1, 2, .nan]])
    #expect(few.count == 2)
    #expect(throws: HarmonicError.tooFew(found: 2, needed: 16)) {
      try FundamentalSearch(band: Hertz(1)...Hertz(2)).find(in: few)
    }
    let flat = try HarmonicSamples(stamps: (0..<100).map(Double.init), channels: [[Double](repeating: 7, count: 100)])
    #expect(try FundamentalSearch(band: Hertz(0.1)...Hertz(0.4)).find(in: flat) == nil)
  }

  /// White noise gives evidence of a period hardly ever.
  @Test func noiseHasNoPeriod() throws {
    var random = SeededGenerator(seed: 8)
    var alarms = 0
    for _ in 0..<400 {
      let stamps = (0..<500).map { Double($0) * 1e-3 }
      let own = try HarmonicSamples(stamps: stamps, channels: [stamps.map { _ in Self.normal(&random) }])
      if let found = try FundamentalSearch(band: Hertz(15)...Hertz(60)).find(in: own), found.evidence > 10 {
        alarms += 1
      }
    }
    #expect(alarms <= 4)
  }
}
