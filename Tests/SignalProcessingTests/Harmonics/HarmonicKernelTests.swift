// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct HarmonicKernelTests {
  static func samples(_ count: Int, channels: Int, seed: UInt64) throws -> HarmonicSamples {
    var random = SeededGenerator(seed: seed)
    var time = 0.0
    let stamps = (0..<count).map { _ -> Double in
      time += Double.random(in: 0.0005...0.0015, using: &random)
      return time
    }
    let values = (0..<channels).map { _ in (0..<count).map { _ in Double.random(in: -1...1, using: &random) } }
    return try HarmonicSamples(stamps: stamps, channels: values)
  }

  /// Every level gives the sums that sines of the C library give, one sample after the other.
  @Test(arguments: [1, 7, 64, 65, 200, 1000], [1, 5, 64])
  func momentsAreTheSums(_ count: Int, _ order: Int) throws {
    let samples = try Self.samples(count, channels: 3, seed: UInt64(count + order))
    let frequency = 37.25
    for level in KernelLevel.allCases where level.isSupported {
      let moments = HarmonicMoments(samples, frequency: frequency, order: order, level: level)
      for m in [0, 1, order, 2 * order] {
        for power in 0...2 {
          var (real, imaginary) = (0.0, 0.0)
          for time in samples.times {
            let turns = (frequency * time).truncatingRemainder(dividingBy: 1) * Double(m)
            let scaled = (0..<power).reduce(1.0) { product, _ in product * time * samples.scale }
            real += scaled * cos(2 * Double.pi * turns)
            imaginary += scaled * sin(2 * Double.pi * turns)
          }
          let found = moments.basis(m, power: power)
          let bound = 1e-13 * Double(count) * Double(m + 1)
          #expect(abs(found.real - real) <= bound, "\(level) m \(m) power \(power)")
          #expect(abs(found.imaginary - imaginary) <= bound, "\(level) m \(m) power \(power)")
        }
      }
      for channel in 0..<3 {
        var sum = 0.0
        for (index, time) in samples.times.enumerated() {
          let turns = (frequency * time).truncatingRemainder(dividingBy: 1) * Double(order)
          sum += samples.value(index, channel: channel) * time * samples.scale * sin(2 * Double.pi * turns)
        }
        let found = moments.product(channel, order, power: 1).imaginary
        #expect(abs(found - sum) <= 1e-13 * Double(count * order), "\(level) channel \(channel)")
      }
    }
  }

  @Test(arguments: [1, 8, 13, 100]) func sumsOfHarmonicsAreTheirCosines(_ count: Int) {
    var random = SeededGenerator(seed: 5)
    let coefficients = (0..<13).map { _ in Double.random(in: -1...1, using: &random) }
    let times = (0..<count).map { _ in Double.random(in: -30...30, using: &random) }
    for level in KernelLevel.allCases where level.isSupported {
      let found = HarmonicSum(coefficients).values(frequency: 41.5, times: times, level: level)
      for (time, value) in zip(times, found) {
        var expected = coefficients[0]
        for harmonic in 1...6 {
          let angle = 2 * Double.pi * (41.5 * time).truncatingRemainder(dividingBy: 1) * Double(harmonic)
          expected += coefficients[2 * harmonic - 1] * cos(angle) + coefficients[2 * harmonic] * sin(angle)
        }
        #expect(abs(value - expected) < 2e-11, "\(level) at \(time)")
      }
    }
  }
}
