// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct WeightedSignalTests {
  let oracle: WeightingOracle

  init() throws { oracle = try WeightingOracle.loaded.get() }

  static func sine(_ frequency: Double, rate: Double, count: Int, phase: Double = 0) -> [Double] {
    (0..<count).map { sin(2 * .pi * frequency * Double($0) / rate + phase) }
  }

  static func rootMeanSquare(_ values: some Sequence<Double>) -> Double {
    let squares = values.map { $0 * $0 }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
  }

  /// Pulses that are over within the record and far below half of the rate, against integrals of the closed form.
  @Test func pulsesMatchTheirIntegrals() throws {
    for pulse in oracle.pulses {
      let weighting = try #require(WeightingOracle.weighting(pulse.name))
      // Instants of the oracle fall on samples.
      let rate = 40000.0
      let start = 12 * pulse.width
      let zero = Int((start * rate).rounded(.up))
      let count = zero + Int(2.5 * rate)
      let samples = (0..<count).map { index -> Double in
        let t = Double(index - zero) / rate
        return exp(-t * t / (2 * pulse.width * pulse.width)) * cos(2 * .pi * pulse.frequency * t)
      }
      let found = try weighting.applied(to: samples, sampleRate: Hertz(rate))
      #expect(found.count == count)
      for (time, value) in zip(pulse.times, pulse.values) {
        let error = found[zero + Int((time * rate).rounded())] - value
        #expect(abs(error) <= 1e-9, "\(pulse.name) \(pulse.frequency) Hz at \(time) s: \(error)")
      }
    }
  }

  /// Long after its start a sine has the gain and the phase of the response.
  @Test(arguments: ["Wh", "Wk", "Wd", "Wb", "Wm", "A", "C"]) func sinesSettleToTheResponse(_ name: String) throws {
    let weighting = try #require(WeightingOracle.weighting(name))
    for frequency in [4.0, 16, 63, 125] {
      let samples = Self.sine(frequency, rate: 5000, count: 160_000)
      let found = try weighting.applied(to: samples, sampleRate: Hertz(5000))
      let response = weighting.response(at: Hertz(frequency))
      for index in stride(from: 100_000, to: 110_000, by: 97) {
        let angle = 2 * .pi * frequency * Double(index) / 5000
        let expected = response.real * sin(angle) + response.imaginary * cos(angle)
        #expect(abs(found[index] - expected) <= 1e-5, "\(name) \(frequency) Hz, sample \(index)")
      }
    }
  }

  @Test func weightingIsLinearAndMovesWithTheSignal() throws {
    let x = SpectraSamples.noise(3000, seed: 5)
    let y = SpectraSamples.noise(3000, seed: 6)
    // Wh all but vanishes at half of this rate.
    let rate = Hertz(20000)
    let weighting = VibrationWeighting.wh
    let both = try weighting.applied(to: zip(x, y).map { 3 * $0 - 2 * $1 }, sampleRate: rate)
    let (a, b) = (try weighting.applied(to: x, sampleRate: rate), try weighting.applied(to: y, sampleRate: rate))
    for index in both.indices { #expect(abs(both[index] - (3 * a[index] - 2 * b[index])) <= 1e-13) }
    let later = try weighting.applied(to: [Double](repeating: 0, count: 500) + x, sampleRate: rate)
    let worst = zip(later.dropFirst(500), a).map { abs($0 - $1) }.max() ?? 1
    #expect(worst <= 1e-7, "\(worst)")
  }

  /// A constant that was cut out of a longer one is gone, but for the ends; switched on, it rings.
  @Test func gravityDoesNotRingWhenItGoesOn() throws {
    let samples = [Double](repeating: 9.81, count: 4000)
    let continued = try VibrationWeighting.wh.applied(to: samples, sampleRate: Hertz(1000), edges: .continued)
    let silent = try VibrationWeighting.wh.applied(to: samples, sampleRate: Hertz(1000))
    #expect(continued.map(abs).max() ?? 1 <= 0.08)
    #expect(silent.map(abs).max() ?? 0 >= 3)
    #expect(try VibrationWeighting.wh.rootMeanSquare(of: samples, sampleRate: Hertz(1000)) <= 1e-14)
  }

  /// Whole periods: each sine counts with its own gain, and the mean with that of 0 Hz.
  @Test func rootMeanSquaresOfSinesAreExact() throws {
    for weighting in [VibrationWeighting.wh, .wd, .wk] {
      for rate in [1000.0, 1001] {
        let count = 4 * Int(rate)
        let parts = [(8.0, 2.0), (40.0, 5.0), (120.25, 1.0)]
        let samples = (0..<count).map { index in
          parts.reduce(9.81) { $0 + $1.1 * sin(2 * .pi * $1.0 * Double(index) / rate + $1.1) }
        }
        let expected = parts.reduce(0) {
          $0 + pow($1.1 * weighting.magnitude(at: Hertz($1.0)), 2) / 2
        }.squareRoot()
        let found = try weighting.rootMeanSquare(of: samples, sampleRate: Hertz(rate))
        #expect(abs(found / expected - 1) <= 1e-12)
        // From a density of narrow bins: the window spreads each line over four of 0.25 Hz.
        let window = try Window(.hann, count: count)
        let density = try Periodogram.density(of: samples, window: window, sampleRate: Hertz(rate))
        #expect(abs(weighting.rootMeanSquare(of: density) / expected - 1) <= 2e-3)
      }
    }
  }

  /// The whole chain at 48 kHz stays within class 1 up to 0.45 of the rate, and by far: nothing is warped.
  @Test func aRecordedSineIsWithinClassOne() throws {
    let rate = 48000.0
    for row in oracle.table where row.frequency.value <= 0.45 * rate {
      let count = 48000
      let frequency = row.frequency.value.rounded()
      let samples = Self.sine(frequency, rate: rate, count: count)
      for (weighting, printed) in [(SoundWeighting.a, row.a), (.c, row.c)] {
        let weighted = try weighting.applied(to: samples, sampleRate: Hertz(rate))
        let settled = Self.rootMeanSquare(weighted[24000..<48000])
        let level = 20 * log10(settled * 2.0.squareRoot())
        #expect(level - printed <= row.class1[0] && level - printed >= -row.class1[1])
        #expect(abs(level - weighting.decibels(at: Hertz(frequency))) <= 0.002, "\(weighting) \(frequency) Hz")
        let parseval = try weighting.rootMeanSquare(of: samples, sampleRate: Hertz(rate))
        #expect(abs(20 * log10(parseval * 2.0.squareRoot()) - weighting.decibels(at: Hertz(frequency))) <= 1e-9)
      }
    }
  }

  @Test func badInputIsRefused() {
    let rate = Hertz(1000)
    #expect(throws: WeightingError.empty) { try VibrationWeighting.wh.applied(to: [], sampleRate: rate) }
    #expect(throws: WeightingError.empty) { try SoundWeighting.a.rootMeanSquare(of: [], sampleRate: rate) }
    for bad in [Double.nan, .infinity, 1e101] {
      do {
        _ = try VibrationWeighting.wh.rootMeanSquare(of: [1, 2, bad, 4], sampleRate: rate)
        Issue.record("\(bad) was taken")
      } catch {
        guard case .missing(index: 2, value: _) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: WeightingError.self) { try SoundWeighting.c.applied(to: [1, 2], sampleRate: Hertz(bad)) }
    }
    // A second of padding would not fit in memory.
    #expect(throws: WeightingError.tooLong(count: .max, longest: RealFFT.longest)) {
      try SoundWeighting.c.applied(to: [1, 2], sampleRate: Hertz(1e300))
    }
  }

  @Test func oneSampleIsARecord() throws {
    for edges in WeightingEdges.allCases {
      #expect(try VibrationWeighting.wh.applied(to: [1], sampleRate: Hertz(100), edges: edges).count == 1)
    }
    #expect(try SoundWeighting.z.rootMeanSquare(of: [-3], sampleRate: Hertz(100)) == 3)
  }

  @Test func fastLengthsHaveNoLargeFactors() {
    for count in Array(1...3000) + [47_999, 96_001, 1_000_003] {
      let length = FastLength.atLeast(count)
      var rest = length
      for prime in [2, 3, 5] { while rest % prime == 0 { rest /= prime } }
      #expect(rest == 1 && length >= count)
      // No smaller one would do.
      let smaller = (count..<length).contains { candidate in
        var rest = candidate
        for prime in [2, 3, 5] { while rest % prime == 0 { rest /= prime } }
        return rest == 1
      }
      #expect(!smaller)
    }
  }
}

enum SpectraSamples {
  static func noise(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double(generator.next() >> 11) * 0x1p-53 - 0.5 }
  }
}
