// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct RotationAngleTests {
  /// Angle and speed between the samples of a table against the closed form.
  @Test(arguments: [
    RotationTruth.steady(41.3), .ramp(10, 50), .ramp(50, 10), .modulated(40, depth: 0.1, modulation: 2),
  ]) func aTableIsJoinedSmoothly(_ truth: RotationTruth) throws {
    let rate = 500.0
    let count = Int(truth.duration * rate)
    let angle = try RotationAngle(radians: truth.radians(count: count, sampleRate: rate), sampleRate: Hertz(rate))
    #expect(angle.stretches == [0...(Double(count - 1) / rate)])
    for k in 1...999 {
      let time = Double(k) * truth.duration / 1000.7
      let found = try #require(angle.radians(at: time))
      #expect(abs(found - 2 * .pi * truth.turns(time)) <= 1e-7)
      let speed = try #require(angle.frequency(at: time))
      #expect(abs(speed.value / truth.rate(time) - 1) <= 1e-5)
    }
    #expect(angle.radians(at: -0.001) == nil && angle.frequency(at: truth.duration) == nil)
  }

  @Test func unknownAnglesSplit() throws {
    let truth = RotationTruth.ramp(10, 20, duration: 1)
    var radians = truth.radians(count: 100, sampleRate: 100)
    for index in [0, 40, 41, 99] { radians[index] = .nan }
    let angle = try RotationAngle(radians: radians, sampleRate: Hertz(100))
    #expect(angle.stretches == [0.01...0.39, 0.42...0.98])
    #expect(angle.radians(at: 0.4) == nil)
    let sampled = try angle.sampled(count: 110, sampleRate: Hertz(100))
    for index in 0..<110 {
      if index < 100, !radians[index].isNaN {
        #expect(abs(sampled[index] - radians[index]) <= 1e-12)
      } else {
        #expect(sampled[index].isNaN)
      }
    }
  }

  /// A tachometer gives the cycles back, and what lies between its pulses to a few microseconds.
  @Test(arguments: [1, 4]) func pulsesOfATachometerMakeTheAngle(_ pulses: Int) throws {
    let truth = RotationTruth.modulated(30, depth: 0.05, modulation: 0.7)
    let instants = Self.crossings(of: truth, every: 1 / Double(pulses))
    let angle = try RotationAngle(tachoInstants: instants, pulsesPerRevolution: pulses)
    let cycles = angle.cycleTimes()
    #expect(cycles.instants.count == 1)
    let expected = Swift.stride(from: 0, to: instants.count, by: pulses).map { instants[$0] }
    #expect(zip(cycles.instants[0], expected).allSatisfy { abs($0 - $1) <= 1e-12 })
    #expect(cycles.instants[0].count == expected.count)
    for time in Swift.stride(from: 0.5, to: 19.5, by: 0.0137) {
      let found = try #require(angle.radians(at: time)) / (2 * .pi)
      #expect(abs(found - truth.turns(time)) <= 1e-5)
    }
  }

  @Test func aLostPulseSplitsTheAngle() throws {
    var instants = (0..<20).map { 0.1 * Double($0) }
    instants.remove(at: 7)
    let angle = try RotationAngle(tachoInstants: instants)
    #expect(angle.stretches.count == 2)
    #expect(abs(angle.stretches[0].upperBound - 0.6) <= 1e-12 && abs(angle.stretches[1].lowerBound - 0.8) <= 1e-12)
    #expect(angle.radians(at: 0.7) == nil)
    // Pulses are full turns in both pieces.
    let cycles = angle.cycleTimes()
    #expect(cycles.instants.map(\.count) == [7, 12])
    #expect(cycles.durations.count == 17 && cycles.durations.allSatisfy { abs($0 - 0.1) <= 1e-12 })
  }

  /// The angle increases everywhere, however rough its table.
  @Test func roughTablesStillIncrease() throws {
    var generator = SeededGenerator(seed: 8)
    var sum = 0.0
    let radians = (0..<300).map { _ -> Double in
      sum += pow(10, Double.random(in: -4...0, using: &generator))
      return sum
    }
    let angle = try RotationAngle(radians: radians, sampleRate: Hertz(10))
    var before = -Double.infinity
    for time in Swift.stride(from: 0, to: 29.9, by: 0.003) {
      let now = try #require(angle.radians(at: time))
      #expect(now >= before)
      before = now
    }
  }

  /// Jitter of planted cycles: each duration by itself, and the figures by definition.
  @Test func jitterIsThatOfTheDurations() throws {
    var noise = GaussianNoise(seed: 3)
    let durations = noise.samples(500).map { 0.025 + 0.0002 * $0 }
    var instants = [0.0]
    for duration in durations { instants.append(instants[instants.count - 1] + duration) }
    let jitter = try #require(RotationAngle(tachoInstants: instants).cycleTimes().jitter())
    let mean = durations.reduce(0, +) / 500
    let deviation = (durations.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 499).squareRoot()
    #expect(jitter.count == 500)
    #expect(abs(jitter.mean.value - mean) <= 1e-12)
    #expect(abs(jitter.standardDeviation.value - deviation) <= 1e-11)
    #expect(abs(jitter.coefficientOfVariation - deviation / mean) <= 1e-9)
    let distances = durations.map { abs($0 - mean) }.sorted()
    #expect(abs(jitter.percentile99.value - distances[494]) <= 1e-11)
    #expect(CycleTimes(instants: [[0, 1]]).jitter() == nil)
  }

  @Test func badAnglesAreRefused() {
    let rate = Hertz(10)
    #expect(throws: OrderError.notIncreasing(index: 2)) { try RotationAngle(radians: [0, 1, 1], sampleRate: rate) }
    // A later piece goes on where the one before it ended, or later.
    #expect(throws: OrderError.notIncreasing(index: 3)) {
      try RotationAngle(radians: [0, 1, .nan, 0.5, 2], sampleRate: rate)
    }
    #expect(throws: OrderError.infinite(index: 1)) { try RotationAngle(radians: [0, .infinity], sampleRate: rate) }
    #expect(throws: OrderError.self) { try RotationAngle(radians: [0, .nan, 1], sampleRate: rate) }
    #expect(throws: OrderError.self) { try RotationAngle(radians: [], sampleRate: rate) }
    for bad in [0, -1, .nan, .infinity] {
      #expect(throws: OrderError.self) { try RotationAngle(radians: [0, 1], sampleRate: Hertz(bad)) }
    }
    #expect(throws: OrderError.notIncreasing(index: 1)) { try RotationAngle(tachoInstants: [1, 0.5, 2]) }
    #expect(throws: OrderError.tooFew("pulses", found: 1, needed: 2)) { try RotationAngle(tachoInstants: [1]) }
    #expect(throws: OrderError.infinite(index: 0)) { try RotationAngle(tachoInstants: [.nan, 1]) }
    #expect(throws: OrderError.self) { try RotationAngle(tachoInstants: [0, 1], pulsesPerRevolution: 0) }
    #expect(throws: OrderError.self) { try RotationAngle(tachoInstants: [0, 1], longestInterval: 1) }
  }

  /// Instants at which a share of a turn is full, by bisection of the closed form.
  static func crossings(of truth: RotationTruth, every share: Double) -> [Double] {
    var instants: [Double] = []
    var start = 0.0
    for k in 0... {
      let target = Double(k) * share
      guard truth.turns(truth.duration) > target else { break }
      var (low, high) = (start, truth.duration)
      for _ in 0..<100 where high - low > 0 {
        let middle = (low + high) / 2
        if truth.turns(middle) < target { low = middle } else { high = middle }
      }
      start = high
      instants.append(high)
    }
    return instants
  }
}
