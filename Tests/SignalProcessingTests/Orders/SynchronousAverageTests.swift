// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct SynchronousAverageTests {
  private static func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

  /// N turns leave 1/N of the power of noise: −10·log N dB, here to 0.5 dB of scatter.
  @Test(arguments: [4, 16, 64, 256]) func noiseFallsWithTheNumberOfTurns(_ turns: Int) throws {
    var noise = GaussianNoise(seed: UInt64(turns))
    var power = 0.0
    let repeats = 20
    for _ in 0..<repeats {
      let samples = noise.samples(64 * turns)
      let average = try SynchronousAverage(of: AngularSignal(samples: samples, samplesPerRevolution: 64))
      power += Self.mean(average.mean.map { $0 * $0 }) / Double(repeats)
      #expect(average.revolutions == turns)
      let deviations = try #require(average.standardDeviation)
      #expect(abs(Self.mean(deviations.map { $0 * $0 }) - 1) <= 4 / Double(32 * (turns - 1)).squareRoot())
      #expect(average.standardError?[5] == deviations[5] / Double(turns).squareRoot())
    }
    #expect(abs(10 * log10(power) + 10 * log10(Double(turns))) <= 0.5)
  }

  /// McFadden's example: an order of 32.05 vanishes after 20 turns and is only 14 dB down after 32.
  @Test func anOrderThatIsNotWholeLeavesWhatTheCombSays() throws {
    #expect(-20 * log10(SynchronousAverage.combGain(order: 32.05, revolutions: 20)) > 100)
    #expect(abs(-20 * log10(SynchronousAverage.combGain(order: 32.05, revolutions: 32)) - 14.42) <= 0.01)
    #expect(SynchronousAverage.combGain(order: 7, revolutions: 33) == 1)
    #expect(abs(SynchronousAverage.combGain(order: 0.5, revolutions: 3) - 1 / 3.0) <= 1e-15)
    for (turns, least) in [(20, 100.0), (32, 14.3)] {
      let samples = (0..<(256 * turns)).map { cos(2 * .pi * 32.05 * Double($0) / 256 + 0.2) }
      let average = try SynchronousAverage(of: AngularSignal(samples: samples, samplesPerRevolution: 256))
      let left = (2 * Self.mean(average.mean.map { $0 * $0 })).squareRoot()
      #expect(-20 * log10(left) >= least)
      let gain = SynchronousAverage.combGain(order: 32.05, revolutions: turns)
      #expect(abs(left - gain) <= 1e-3 * gain + 1e-12)
    }
  }

  /// The same from samples in time: the interfering order is 100 dB down after resampling as well.
  @Test func theCombHoldsAfterResampling() throws {
    let truth = RotationTruth.ramp(9, 12, duration: 4)
    let x = truth.signal(sampleRate: 4000, orders: [(1, 1, 0), (32.05, 1, 0)])
    let angle = try AngularResamplingTests.angle(truth, rate: 4000)
    let angular = try AngularResampling(samplesPerRevolution: 512).resample(x, sampleRate: Hertz(4000), angle: angle)
    for (turns, expected) in [(20, -100.0), (32, -14.42)] {
      let average = try SynchronousAverage(of: angular, revolutions: turns)
      #expect(average.revolutions == turns)
      var rest = 0.0
      for (k, value) in average.mean.enumerated() {
        let error = value - cos(2 * .pi * Double(k) / 512)
        rest += 2 * error * error / 512
      }
      let level = 10 * log10(rest)
      if turns == 20 { #expect(level <= expected) } else { #expect(abs(level - expected) <= 0.05) }
    }
  }

  /// The mean turn of a run-up is the waveform, and nothing but the noise is left beside it.
  @Test func meanTurnAndRestOfARunUp() throws {
    let truth = RotationTruth.ramp(12, 46)
    let orders: [(order: Double, amplitude: Double, phase: Double)] = [(1, 1, 0.3), (2, 0.5, 1), (5, 0.3, -2)]
    let x = truth.signal(sampleRate: 1000, orders: orders, noise: 20)
    let angle = try AngularResamplingTests.angle(truth, rate: 1000)
    let angular = try AngularResampling().resample(x, sampleRate: Hertz(1000), angle: angle)
    let average = try SynchronousAverage(of: angular)
    let length = Double(average.samplesPerRevolution)
    let expected = (0..<average.samplesPerRevolution).map { k in
      orders.reduce(0) { $0 + $1.amplitude * cos(2 * .pi * $1.order * Double(k) / length + $1.phase) }
    }
    let dot = zip(average.mean, expected).reduce(0) { $0 + $1.0 * $1.1 }
    let norms = (average.mean.reduce(0) { $0 + $1 * $1 } * expected.reduce(0) { $0 + $1 * $1 }).squareRoot()
    #expect(dot / norms >= 0.9999)
    let rest = try average.residual(of: angular).samples.filter { !$0.isNaN }
    let whole = angular.samples.filter { !$0.isNaN }
    #expect(rest.count == whole.count)
    let energy = 10 * log10(Self.mean(rest.map { $0 * $0 }) / Self.mean(whole.map { $0 * $0 }))
    // The noise, 20 dB below the orders; resampling keeps up to all of it.
    #expect(energy <= -20 && energy >= -21)
  }

  @Test func turnsWithMissingAnglesDoNotCount() throws {
    var samples = (0..<100).map { Double($0 % 10) + Double($0 / 10) }
    samples[35] = .nan
    let signal = try AngularSignal(samples: samples, samplesPerRevolution: 10)
    let average = try SynchronousAverage(of: signal)
    #expect(average.revolutions == 9)
    #expect(abs(average.mean[0] - 42 / 9.0) <= 1e-14 && abs(average.mean[9] - 42 / 9.0 - 9) <= 1e-14)
    let rest = try average.residual(of: signal)
    #expect(rest.samples[35].isNaN && abs(rest.samples[99] - (9 - 42 / 9.0)) <= 1e-14)
    let one = try SynchronousAverage(of: signal, revolutions: 1)
    #expect(one.mean == Array(samples[..<10]) && one.standardDeviation == nil && one.standardError == nil)
    #expect(throws: OrderError.tooFew("turns without missing angles", found: 9, needed: 10)) {
      try SynchronousAverage(of: signal, revolutions: 10)
    }
    #expect(throws: OrderError.self) { try SynchronousAverage(of: signal, revolutions: 0) }
    let other = try AngularSignal(samples: samples, samplesPerRevolution: 20)
    #expect(throws: OrderError.self) { try average.residual(of: other) }
  }
}
