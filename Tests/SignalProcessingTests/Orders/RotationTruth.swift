// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// Rotations whose angle is known in closed form, and signals made of their orders.
struct RotationTruth: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let duration: Double
  /// Hz, and its integral in turns from time 0.
  let rate: @Sendable (Double) -> Double
  let turns: @Sendable (Double) -> Double

  static func steady(_ rate: Double, duration: Double = 20) -> RotationTruth {
    RotationTruth(testDescription: "steady", duration: duration, rate: { _ in rate }, turns: { rate * $0 })
  }

  /// Linear from one rate to another.
  static func ramp(_ from: Double, _ to: Double, duration: Double = 20) -> RotationTruth {
    let slope = (to - from) / duration
    return RotationTruth(
      testDescription: from < to ? "run-up" : "run-down", duration: duration, rate: { from + slope * $0 },
      turns: { from * $0 + slope * $0 * $0 / 2 })
  }

  /// f = centre·(1 + depth·sin 2π·modulation·t).
  static func modulated(
    _ centre: Double, depth: Double, modulation: Double, duration: Double = 20
  ) -> RotationTruth {
    RotationTruth(
      testDescription: "modulated at \(modulation) Hz", duration: duration,
      rate: { centre * (1 + depth * sin(2 * .pi * modulation * $0)) },
      turns: { time in
        let swing = (1 - cos(2 * .pi * modulation * time)) / (2 * .pi * modulation)
        return centre * (time + depth * swing)
      })
  }

  /// Levels of equal length, one after the other at once.
  static func steps(_ levels: [Double], duration: Double = 20) -> RotationTruth {
    let length = duration / Double(levels.count)
    @Sendable func level(_ time: Double) -> Int { min(levels.count - 1, max(0, Int(time / length))) }
    return RotationTruth(
      testDescription: "steps", duration: duration, rate: { levels[level($0)] },
      turns: { time in
        let current = level(time)
        return levels[..<current].reduce(0) { $0 + $1 * length } + levels[current] * (time - Double(current) * length)
      })
  }

  /// Σ a·cos(2π·order·turns + phase), with noise of a power below the signal's (dB; nil none) and samples lost at random.
  func signal(
    sampleRate: Double, orders: [(order: Double, amplitude: Double, phase: Double)], noise: Double? = nil,
    missing: Double = 0, seed: UInt64 = 1
  ) -> [Double] {
    var generator = GaussianNoise(seed: seed)
    var lost = SeededGenerator(seed: seed &+ 1_000_000)
    let count = Int(duration * sampleRate)
    let power = orders.reduce(0) { $0 + $1.amplitude * $1.amplitude / 2 }
    let deviation = noise.map { (power * pow(10, -$0 / 10)).squareRoot() } ?? 0
    let disturbance = deviation > 0 ? generator.samples(count) : [Double](repeating: 0, count: count)
    return (0..<count).map { n in
      let turn = turns(Double(n) / sampleRate)
      var value = deviation * disturbance[n]
      for order in orders { value += order.amplitude * cos(2 * .pi * order.order * turn + order.phase) }
      return missing > 0 && Double.random(in: 0..<1, using: &lost) < missing ? .nan : value
    }
  }

  func radians(count: Int, sampleRate: Double) -> [Double] {
    (0..<count).map { 2 * .pi * turns(Double($0) / sampleRate) }
  }
}
