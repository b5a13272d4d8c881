// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct AngularResamplingTests {
  static let orders: [(order: Double, amplitude: Double, phase: Double)] = [
    (1, 1, 0.3), (2, 0.5, 1), (4.5, 0.3, -2), (9, 0.2, 0.4),
  ]

  static func angle(_ truth: RotationTruth, rate: Double) throws -> RotationAngle {
    let count = Int(truth.duration * rate)
    return try RotationAngle(radians: truth.radians(count: count, sampleRate: rate), sampleRate: Hertz(rate))
  }

  /// Samples at equal angles against the closed form, at frequencies up to 0.42 of the rate.
  @Test(arguments: [
    RotationTruth.steady(41.3), .ramp(10, 46), .ramp(46, 10), .modulated(40, depth: 0.1, modulation: 2),
  ]) func samplesAtEqualAnglesAreThoseOfTheOrders(_ truth: RotationTruth) throws {
    let x = truth.signal(sampleRate: 1000, orders: Self.orders)
    let found = try AngularResampling().resample(x, sampleRate: Hertz(1000), angle: Self.angle(truth, rate: 1000))
    #expect(found.samplesPerRevolution == (truth.testDescription.hasPrefix("run") ? 128 : 32))
    let turns = Int(truth.turns(truth.duration - 0.001))
    #expect(abs(found.samples.count - turns * found.samplesPerRevolution) <= found.samplesPerRevolution)
    var (worst, known) = (0.0, 0)
    for (index, value) in found.samples.enumerated() where !value.isNaN {
      let turn = Double(index) / Double(found.samplesPerRevolution)
      let expected = Self.orders.reduce(0) { $0 + $1.amplitude * cos(2 * .pi * $1.order * turn + $1.phase) }
      worst = max(worst, abs(value - expected))
      known += 1
    }
    #expect(worst <= 1e-5)
    // Only the 24 samples at either end are missing.
    #expect(Double(known) >= Double(found.samples.count) - 50 * 0.001 * 50 * Double(found.samplesPerRevolution))
  }

  /// The kernel by itself, over frequency: 1e-5 up to 0.42 of the rate.
  @Test func interpolationIsExactInItsBand() throws {
    let angle = try RotationAngle(radians: (0..<2000).map { 0.31 * Double($0) }, sampleRate: Hertz(1))
    let resampling = try AngularResampling(samplesPerRevolution: 64)
    for frequency in [0, 0.05, 0.2, 0.35, 0.4, 0.42] {
      let x = (0..<2000).map { cos(2 * .pi * frequency * Double($0) + 0.4) }
      let y = try resampling.resample(x, sampleRate: Hertz(1), angle: angle)
      for (index, value) in y.samples.enumerated() where !value.isNaN {
        let time = Double(index) * 2 * .pi / 64 / 0.31
        #expect(abs(value - cos(2 * .pi * frequency * time + 0.4)) <= 1e-5, "\(frequency)")
      }
    }
  }

  /// With few samples a turn, orders beyond half of them are gone instead of folded, at every speed.
  @Test func whatWouldFoldIsTakenOut() throws {
    let truth = RotationTruth.ramp(10, 30)
    let x = truth.signal(sampleRate: 1000, orders: [(2, 1, 0), (11, 1, 0)])
    let y = try AngularResampling(samplesPerRevolution: 16)
      .resample(x, sampleRate: Hertz(1000), angle: Self.angle(truth, rate: 1000))
    for (index, value) in y.samples.enumerated() where !value.isNaN {
      // Order 11 would look like order 5.
      #expect(abs(value - cos(2 * .pi * 2 * Double(index) / 16)) <= 2e-4)
    }
    #expect(y.samples.filter { $0.isNaN }.count < 200)
  }

  @Test func missingSamplesAndAnglesStayMissing() throws {
    let truth = RotationTruth.steady(20, duration: 4)
    var x = truth.signal(sampleRate: 640, orders: [(1, 1, 0)])
    x[1000] = .nan
    var radians = truth.radians(count: x.count, sampleRate: 640)
    for index in 1600..<1800 { radians[index] = .nan }
    let angle = try RotationAngle(radians: radians, sampleRate: Hertz(640))
    let y = try AngularResampling(samplesPerRevolution: 32).resample(x, sampleRate: Hertz(640), angle: angle)
    // 32 samples a turn at 20 turns a second: one angle for each sample.
    for (index, value) in y.samples.enumerated() {
      let isMissing = (977...1023).contains(index) || (1600..<1800).contains(index)
      // Rounding of the angle decides whether a place is a sample or beside it.
      let isDoubtful = [976, 1024, 1599, 1800].contains(index) || index < 24 || index >= 2560 - 25
      if !isDoubtful { #expect(value.isNaN == isMissing, "\(index)") }
      if !value.isNaN { #expect(abs(value - cos(2 * .pi * Double(index) / 32)) <= 1e-5) }
    }
  }

  @Test func badInputIsRefused() throws {
    for bad in [1, 0, -4, 65537] {
      #expect(throws: OrderError.self) { try AngularResampling(samplesPerRevolution: bad) }
    }
    let angle = try RotationAngle(radians: [0, 1, 2], sampleRate: Hertz(1))
    #expect(throws: OrderError.infinite(index: 1)) {
      try AngularResampling().resample([0, .infinity], sampleRate: Hertz(1), angle: angle)
    }
    #expect(throws: OrderError.sampleRate(0)) {
      try AngularResampling().resample([0], sampleRate: Hertz(0), angle: angle)
    }
    let none = try AngularResampling().resample([], sampleRate: Hertz(1), angle: angle)
    #expect(none.samples.allSatisfy { $0.isNaN })
    let huge = try RotationAngle(radians: [0, 1e12], sampleRate: Hertz(1))
    #expect(throws: OrderError.self) { try AngularResampling().resample([0, 1], sampleRate: Hertz(1), angle: huge) }
  }
}
