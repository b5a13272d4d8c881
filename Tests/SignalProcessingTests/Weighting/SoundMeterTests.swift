// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct SoundMeterTests {
  static let rate = Hertz(48000)

  /// IEC 61672-1:2013, Table 4: bursts of a 4 kHz tone, with silence before and after.
  @Test func tonebursts() throws {
    let oracle = try WeightingOracle.loaded.get()
    let meter = SoundMeter(.a, reference: .fullScale)
    let steady = SoundWeighting.a.decibels(at: Hertz(4000)) + 20 * log10(0.5.squareRoot())
    for time in TimeWeighting.allCases {
      for burst in try #require(oracle.bursts[time.rawValue]) {
        let length = Int((burst[0] * 48).rounded())
        var samples = [Double](repeating: 0, count: 24000)
        samples += WeightedSignalTests.sine(4000, rate: 48000, count: length)
        samples += [Double](repeating: 0, count: 9600)
        let level = try #require(try meter.maximum(samples, sampleRate: Self.rate, time: time))
        // The printed value is rounded; bursts of one period also ring in the weighting.
        let allowed = 0.055 + (burst[0] < 1 ? 0.15 : 0)
        #expect(abs(level - steady - burst[1]) <= allowed, "\(time) \(burst[0]) ms: \(level - steady)")
      }
    }
  }

  /// After the end of a tone F falls by 34.7 dB/s, S by 4.3 dB/s (IEC 61672-1, 5.8).
  @Test func decayRates() throws {
    let tone = WeightedSignalTests.sine(1000, rate: 48000, count: 48000) + [Double](repeating: 0, count: 48000)
    for (time, rate) in [(TimeWeighting.fast, 34.7), (.slow, 4.3)] {
      let squares = try time.meanSquares(of: tone, sampleRate: Self.rate)
      let fall = 10 * log10(squares[60000] / squares[84000]) / 0.5
      #expect(abs(fall - rate) <= 0.05)
      #expect(abs(fall - 10 / (log(10) * time.timeConstant.value)) <= 1e-9)
    }
  }

  /// Squares that hold their value: 1 − e^(−t/τ) exactly.
  @Test func stepsRiseExponentially() throws {
    for time in TimeWeighting.allCases {
      let squares = try time.meanSquares(of: [Double](repeating: 3, count: 5000), sampleRate: Hertz(1000))
      for index in [0, 9, 999, 4999] {
        let expected = -9 * expm1(-Double(index + 1) / (1000 * time.timeConstant.value))
        #expect(abs(squares[index] / expected - 1) <= 1e-12)
      }
    }
  }

  /// The calibrator of every laboratory: 1 Pa at 1 kHz is 93.98 dB, whatever the weighting.
  @Test(arguments: SoundWeighting.allCases) func aCalibratorReadsNinetyFourDecibels(_ weighting: SoundWeighting) throws
  {
    let samples = WeightedSignalTests.sine(1000, rate: 48000, count: 96000, phase: 0.3).map { $0 * 2.0.squareRoot() }
    let meter = SoundMeter(weighting, reference: .soundPressure)
    let level = 20 * log10(1 / 20e-6)
    #expect(abs((try #require(try meter.equivalent(samples, sampleRate: Self.rate))) - level) <= 1e-9)
    let fast = try #require(try meter.maximum(samples, sampleRate: Self.rate, time: .fast))
    #expect(abs(fast - level) <= 0.005)
    let peak = try #require(try meter.peak(samples, sampleRate: Self.rate))
    #expect(abs(peak - level - 20 * log10(2.0.squareRoot())) <= 0.01)
  }

  /// Peaks between samples: the sampled maximum of these sines is up to 3 dB low.
  @Test func peaksAreFoundBetweenSamples() throws {
    let meter = SoundMeter(.z, reference: .fullScale)
    for phase in stride(from: 0.0, to: 1.6, by: 0.1) {
      // 0.45 of the rate, a quarter of the rate and its neighbours; faded so that the ends make no peak.
      for (frequency, bound) in [(21600.0, 0.08), (12000, 0.005), (11999, 0.005), (1000, 1e-4)] {
        let samples = WeightedSignalTests.sine(frequency, rate: 48000, count: 24000, phase: phase).enumerated().map {
          $0.element * (1 - cos(2 * .pi * Double($0.offset) / 23999)) / 2
        }
        // The envelope's top lies between peaks of the sine.
        let slack = frequency == 1000 ? 2e-3 : 0
        let level = try #require(try meter.peak(samples, sampleRate: Self.rate))
        #expect(abs(level) <= bound + slack, "\(frequency) Hz, phase \(phase): \(level) dB")
      }
    }
  }

  @Test func theParabolaNeverLeavesTheNeighbourhood() {
    #expect(SoundMeter.largestMagnitude([]) == 0)
    #expect(SoundMeter.largestMagnitude([-7]) == 7)
    #expect(SoundMeter.largestMagnitude([-2, 1]) == 2)
    #expect(SoundMeter.largestMagnitude([0, -1, 0]) == 1)
    #expect(SoundMeter.largestMagnitude([1, 1, 1]) == 1)
    #expect(abs(SoundMeter.largestMagnitude([0.75, 1, 0.75]) - 1) <= 1e-15)
    // y = 1 − (x − 0.25)²
    let upsideDown = SoundMeter.largestMagnitude([0.5625, -0.9375, -0.4375])
    #expect(abs(upsideDown - 1) <= 1e-15)
  }

  @Test func silenceHasNoLevel() throws {
    let meter = SoundMeter(.c, reference: .soundPressure)
    let silent = [Double](repeating: 0, count: 10000)
    #expect(try meter.equivalent(silent, sampleRate: Self.rate) == nil)
    #expect(try meter.maximum(silent, sampleRate: Self.rate, time: .slow) == nil)
    #expect(try meter.peak(silent, sampleRate: Self.rate) == nil)
    #expect(throws: WeightingError.self) { try meter.peak([0, .nan], sampleRate: Self.rate) }
  }

  @Test func recordsThatEndBeforeTheWeightingSettlesAreRefused() throws {
    let meter = SoundMeter(.a, reference: .fullScale)
    let short = [Double](repeating: 0.1, count: 9696)
    #expect(throws: WeightingError.tooShort(count: 9696, needed: 9697)) { try meter.peak(short, sampleRate: Self.rate) }
    #expect(throws: WeightingError.tooShort(count: 9696, needed: 9697)) {
      try meter.maximum(short, sampleRate: Self.rate, time: .fast)
    }
    #expect(try meter.peak(short + [0.1], sampleRate: Self.rate) != nil)
  }

  /// A tone that the record cuts out of a longer one: its start, which A lifts by tens of decibels, is not the peak.
  @Test(arguments: [40.0, 200, 1000, 4000]) func theStartOfARecordIsNoPeak(_ frequency: Double) throws {
    for phase in stride(from: 0.0, to: 3.1, by: 0.5) {
      let samples = WeightedSignalTests.sine(frequency, rate: 48000, count: 48000, phase: phase)
      for weighting in [SoundWeighting.a, .c] {
        let meter = SoundMeter(weighting, reference: .fullScale)
        let peak = try #require(try meter.peak(samples, sampleRate: Self.rate))
        let expected = weighting.decibels(at: Hertz(frequency))
        #expect(abs(peak - expected) <= 0.02, "\(weighting) \(frequency) Hz, \(phase): \(peak - expected) dB")
        let fast = try #require(try meter.maximum(samples, sampleRate: Self.rate, time: .fast))
        // 0.8 s of F are all but settled; a low tone ripples at twice its frequency.
        #expect(abs(fast + 10 * log10(2.0) - expected) <= (frequency < 100 ? 0.08 : 0.03))
      }
    }
  }
}
