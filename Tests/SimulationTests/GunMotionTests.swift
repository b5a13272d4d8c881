// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import Simulation
import TestSupport
import Testing

/// Known answers by mpmath at 40 digits; see `Fixtures/oracles/gun.py`.
struct GunOracle: Decodable {
  struct Crank: Decodable, Sendable {
    var lam: Double
    var coefficients: [Double]
    var distortion: Double
    var peak: Double
  }
  struct Programme: Decodable {
    struct Row: Decodable {
      var time, turns, rate, acceleration: Double
    }
    var motor: String
    var rows: [Row]
  }
  var cranks: [Crank]
  var programmes: [Programme]

  static func load() throws -> GunOracle { try Oracle.load("gun") }
}

@Suite struct GunMotionTests {
  private let rate = Hertz(40)

  private func scale(_ motion: HeadMotion) -> Double {
    let omega = 2 * Double.pi * rate.value
    return motion.stroke.value / 2000 * omega * omega
  }

  @Test func harmonicsAreThoseOfTheQuadrature() throws {
    for crank in try GunOracle.load().cranks {
      let motion = HeadMotion(stroke: Length(14), lambda: crank.lam)
      let table = motion.harmonics(rate: rate, count: 10)
      for (harmonic, exact) in zip(table, crank.coefficients) {
        let signed = harmonic.amplitude * cos(harmonic.phase) / scale(motion)
        #expect(abs(signed - exact) < 1e-13, "λ \(crank.lam), order \(harmonic.order)")
        #expect(abs(harmonic.amplitude * sin(harmonic.phase)) / scale(motion) < 1e-13)
        #expect(harmonic.order == 1 || harmonic.order % 2 == 0 || harmonic.amplitude == 0)
      }
      let distortion = try #require(motion.distortion)
      #expect(abs(distortion - crank.distortion) < 1e-12)
      #expect(abs(motion.accelerationFigures(rate: rate).peak / scale(motion) - crank.peak) < 1e-12)
    }
  }

  /// Domain document 2.2: 10, 20 and 31 % for λ of 0.1, 0.2 and 0.3; the fourth at most 0.7 %, 0.8 % by quadrature.
  @Test(arguments: [(0.1, 10.0), (0.2, 20.0), (0.3, 31.0)])
  func distortionIsTheDocuments(lambda: Double, percent: Double) throws {
    let motion = HeadMotion(stroke: Length(12), lambda: lambda)
    let distortion = try #require(motion.distortion)
    #expect((distortion * 100).rounded() == percent)
    let table = motion.harmonics(rate: rate, count: 4)
    // λ to first order: the next term is λ³/4.
    #expect(abs(table[1].amplitude / table[0].amplitude - lambda) < 0.27 * lambda * lambda * lambda)
    #expect(table[3].amplitude / table[0].amplitude < 0.0073)
  }

  /// Domain document 2.3: peak acceleration in g of a pure sine.
  private static let peaks: [(Double, [Double])] = [
    (17.5, [3.7, 4.9, 6.2, 7.4, 8.6, 9.9]), (20, [4.8, 6.4, 8.1, 9.7, 11.3, 12.9]),
    (30, [10.9, 14.5, 18.1, 21.7, 25.4, 29.0]), (40, [19.3, 25.8, 32.2, 38.6, 45.1, 51.5]),
    (45, [24.5, 32.6, 40.8, 48.9, 57.1, 65.2]), (160.0 / 3, [34.3, 45.7, 57.2, 68.6, 80.1, 91.5]),
  ]

  @Test(arguments: peaks)
  func peaksAreTheDocuments(hertz: Double, peaks: [Double]) {
    for (millimetres, peak) in zip([6.0, 8, 10, 12, 14, 16], peaks) {
      let motion = HeadMotion(stroke: Length(millimetres), lambda: 0)
      let g = motion.accelerationFigures(rate: Hertz(hertz)).peak / 9.80665
      // Printed to 0.1; the last row of the document is for 53.3 Hz.
      #expect(abs(g - peak) < (hertz > 50 ? 0.15 : 0.051), "\(hertz) Hz, \(millimetres) mm: \(g)")
    }
  }

  @Test func strokeIsTwiceTheCrankWhateverTheRod() {
    for lambda in [0, 0.1, 0.3, 0.6] {
      // With an overtone of no amplitude the stroke is searched for instead of taken from the crank.
      var motion = HeadMotion(stroke: Length(11), lambda: lambda)
      motion.overtones = [.init(order: 3, share: 0)]
      #expect(abs(motion.strokeWithOvertones.value - 11) < 1e-12)
    }
  }

  @Test func rootMeanSquareIsThatOfTheHarmonics() {
    var motion = HeadMotion(stroke: Length(12), lambda: 0.3)
    motion.overtones = [.init(order: 2, share: 0.4, phase: 0.1), .init(order: 5, share: 0.1, phase: 0.8)]
    let sum = motion.harmonics(rate: rate, count: 40).reduce(0) { $0 + $1.amplitude * $1.amplitude / 2 }
    let figures = motion.accelerationFigures(rate: rate)
    #expect(abs(figures.rootMeanSquare / sum.squareRoot() - 1) < 1e-13)
    #expect(figures.peak > figures.rootMeanSquare)
  }

  // MARK: Speed programmes

  private func session(_ motor: GunLoad.Motor, stall: Double) -> GunSession {
    var session = GunSession()
    session.motion = HeadMotion(stroke: Length(14), lambda: 0.25)
    session.speed = GunSpeed(levels: [
      .init(rate: Hertz(30), duration: Seconds(4)), .init(rate: Hertz(45), duration: Seconds(6)),
      .init(rate: Hertz(0), duration: Seconds(2)),
    ])
    session.speed.change = Seconds(0.5)
    session.speed.warmUp = .init(share: 0.06, time: Seconds(3))
    session.speed.sag = 0.05
    session.speed.wow = .init(share: 0.01, frequency: Hertz(0.7))
    session.speed.angle = 0.3
    session.speed.load = GunLoad(
      motor: motor, stallForce: Force(stall),
      profile: [(2, 0), (6, 120), (8, 120), (9, 20)].map {
        .init(time: Seconds($0), force: Force($1))
      })
    session.sensor.samplingRate = Hertz(100)
    session.sensor.axes = 1
    return session
  }

  /// Angular acceleration included: levels, a changing load, warm-up, sag and wow at once.
  @Test(arguments: [("brushed", GunLoad.Motor.brushed, 300.0), ("regulated", .regulated(knee: 0.7), 100)])
  func accelerationIsThatOfTheOracle(name: String, motor: GunLoad.Motor, stall: Double) throws {
    let programme = try #require(try GunOracle.load().programmes.first { $0.motor == name })
    let recording = session(motor, stall: stall).run().recordings[0]
    for row in programme.rows {
      let index = Int((row.time * 100).rounded())
      #expect(recording.timeBase.time(index) == row.time)
      let shown = recording.channels[0].samples[index]
      #expect(abs(shown - row.acceleration) < 1e-7, "t = \(row.time): \(shown), \(row.acceleration)")
    }
    #expect(programme.rows.contains { abs($0.acceleration) > 150 })
  }

  /// Mean rates of the stretches are turns over time of the oracle, whose instants lie within stretches.
  @Test func truthTellsStretchesAndTheirEnds() throws {
    let truth = try #require(session(.regulated(knee: 0.7), stall: 100).run().truth.gun)
    let edges = truth.segments.map(\.start) + [12]
    let expected = [0, 2, 2 + 280.0 / 120, 4, 4.5, 2 + 400.0 / 120, 8.2, 8.5, 9, 10, 10.5, 12]
    // Under 70 N the share is flat at 1, so that the programme is steady up to there.
    #expect(truth.segments.first?.kind == .steady)
    #expect(truth.segments.contains { $0.kind == .still && $0.rate.value == 0 })
    for edge in edges { #expect(expected.contains { abs($0 - edge) < 1e-12 }, "\(edge)") }
    for segment in truth.segments where segment.kind == .steady {
      #expect(min(segment.rateAtStart, segment.rateAtEnd).value < segment.rate.value * 1.011)
      #expect(segment.harmonics.count == 10)
    }
  }

  /// Cycles last as drawn: the rate jitters by the stated share, and acceleration stays the derivative of the motion.
  @Test func cyclesAreAsLongAsDrawn() throws {
    var session = GunSession(seed: 5)
    session.motion = HeadMotion(stroke: Length(12), lambda: 0)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(20))
    session.speed.jitter = 0.01
    session.speed.angle = 0.25
    session.sensor.samplingRate = Hertz(40_000)
    session.sensor.axes = 1
    let simulated = session.run()
    let x = simulated.recordings[0].channels[0].samples
    // A cycle begins at a quarter turn, where the angular acceleration is zero and that of the head crosses zero upwards.
    var crossings: [Double] = []
    for i in 1..<x.count where x[i - 1] < 0 && x[i] >= 0 {
      crossings.append((Double(i) - x[i] / (x[i] - x[i - 1])) / 40_000)
    }
    let periods = zip(crossings, crossings.dropFirst()).map { $1 - $0 }
    let mean = periods.reduce(0, +) / Double(periods.count)
    let deviation = (periods.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(periods.count)).squareRoot() / mean
    let truth = try #require(simulated.truth.gun?.segments.first)
    #expect(abs(truth.jitter / 0.01 - 1) < 4 / (2 * Double(truth.cycles)).squareRoot())
    #expect(abs(deviation / truth.jitter - 1) < 1e-3, "\(deviation), \(truth.jitter)")
    #expect(
      abs(Double(crossings.count - 1) / (crossings[crossings.count - 1] - crossings[0]) - truth.rate.value) < 0.02)
    #expect(simulated.truth != GunSession(seed: 6).run().truth)
  }

  /// Twice summed, the acceleration of a jittered, wowing gun gives the stroke back: no jumps, no missing term.
  @Test func accelerationIntegratesToTheStroke() throws {
    var session = GunSession(seed: 8)
    session.motion = HeadMotion(stroke: Length(12), lambda: 0.3)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(2))
    session.speed.jitter = 0.03
    session.speed.wow = .init(share: 0.1, frequency: Hertz(3))
    session.sensor.samplingRate = Hertz(100_000)
    session.sensor.axes = 1
    let a = session.run().recordings[0].channels[0].samples
    let h = 1e-5
    // Trapezoids for the velocity and Simpson-like sums for the way; the sums err by about h² a', a few millionths of the way.
    var (velocity, way) = ([0.0], [0.0])
    for i in 1..<a.count {
      way.append(way[i - 1] + h * velocity[i - 1] + h * h * (2 * a[i - 1] + a[i]) / 6)
      velocity.append(velocity[i - 1] + h * (a[i - 1] + a[i]) / 2)
    }
    // At angle 0 the head stands still at its outermost point, so that the way is x(t) − x(0): from −12 mm to 0.
    #expect(abs((way.max() ?? 1) - (way.min() ?? 0) - 0.012) < 1e-7, "\(way.max() ?? 1) \(way.min() ?? 0)")
    #expect(abs(way.max() ?? 1) < 1e-7)
  }
}
