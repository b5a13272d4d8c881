// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import SignalProcessing
import Simulation
import Testing

/// What the simulated device adds to the pressure is what it was told to add.
@Suite struct DeviceTests {
  private func samples(_ session: AlgometerSession) -> [Double] { session.run().recordings[0].channels[0].samples }

  private func deviation(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / Double(x.count)
    return (x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(x.count - 1)).squareRoot()
  }

  @Test func noiseHasTheStatedDeviation() {
    var session = AlgometerSession(seed: 2)
    let clean = samples(session)
    session.noise = Pressure(2)
    let noise = zip(samples(session), clean).map { $0 - $1 }
    // Four standard errors of a standard deviation.
    #expect(abs(deviation(noise) - 2) < 4 * 2 / (2 * Double(noise.count)).squareRoot())
    let product = zip(noise, noise.dropFirst()).map { $0 * $1 }.reduce(0, +) / Double(noise.count)
    #expect(abs(product / 4) < 4 / Double(noise.count).squareRoot())
  }

  @Test func lagTrailsARampByRateTimesLag() throws {
    var session = AlgometerSession.exact(seed: 2)
    session.sensorLag = Seconds(0.05)
    let simulated = session.run()
    for trial in simulated.truth.trials {
      let sensor = try #require(trial.sensorAtPress)
      let pressure = try #require(trial.pressureAtPress)
      #expect(abs(pressure - sensor - 50 * 0.05) < 1e-9)
    }
  }

  /// Against the exact recursion for straight stretches between samples, on a ramp with a bend and a stop.
  @Test func lagIsTheSolutionOfItsEquation() {
    var session = AlgometerSession.exact(seed: 9)
    session.samplingRate = Hertz(1000)
    session.thresholds = [Pressure(300)]
    session.faults = [0: [.nonlinear(), .hesitation(at: 0.3)]]
    let input = samples(session)
    session.sensorLag = Seconds(0.08)
    let output = samples(session)
    let h = 0.001 / 0.08
    let decay = exp(-h)
    var y = 0.0
    var worst = 0.0
    for i in 1..<input.count {
      let slope = (input[i] - input[i - 1]) / h
      y = input[i] - slope + (y - input[i - 1] + slope) * decay
      worst = max(worst, abs(y - output[i]))
    }
    // Kinks fall between samples: at most slope change x step² / lag, here 650 kPa/s at the release.
    #expect(worst < 0.01)
    #expect(output.max()! < input.max()! - 1)
  }

  @Test func jitterHasTheStatedDeviation() {
    var session = AlgometerSession(seed: 4)
    session.jitter = Seconds(0.001)
    let recording = session.run().recordings[0]
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    let offsets = stamps.enumerated().dropFirst().map { $1 - Double($0) / 100 }
    #expect(abs(deviation(offsets) - 0.001) < 4 * 0.001 / (2 * Double(offsets.count)).squareRoot())
    #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func driftAndZeroAreAddedToEverySample() {
    var session = AlgometerSession(seed: 4)
    let clean = samples(session)
    session.drift = 6
    session.zeroOffset = Pressure(2)
    for (i, pair) in zip(samples(session), clean).enumerated() {
      #expect(abs(pair.0 - pair.1 - 2 - 0.1 * Double(i) / 100) < 1e-9)
    }
  }

  @Test func resolutionGivesWholeStepsInPlainDecimals() {
    var session = AlgometerSession(seed: 4)
    let clean = samples(session)
    session.resolution = 0.1
    for (shown, value) in zip(samples(session), clean) {
      #expect(abs(shown - value) <= 0.05 + 1e-9)
      #expect(shown == (shown * 10).rounded() / 10)
    }
  }

  @Test func converterHasItsStepAndItsRail() throws {
    var session = AlgometerSession(seed: 4)
    session.bits = 12
    session.fullScale = Pressure(400)
    let shown = samples(session)
    let step = 400.0 / 4096
    #expect(shown.allSatisfy { abs($0 / step - ($0 / step).rounded()) < 1e-9 })
    #expect(shown.max() == 400 - step)
    #expect(shown.filter { $0 == 400 - step }.count > 3)
  }

  @Test func forceIsPressureTimesArea() {
    var session = AlgometerSession(seed: 4)
    let pressure = samples(session)
    session.unit = Unit(symbol: "kgf", dimension: .force, factor: 9.80665)
    session.area = Area(0.5)
    session.negative = true
    for (force, pressure) in zip(samples(session), pressure) {
      #expect(abs(force + pressure * 0.05 / 9.80665) < 1e-12)
    }
  }

  @Test func zeroSuppressionLeavesOutTheIdle() {
    let session = Scenario.zeroSuppressed.session(seed: 3).run()
    let recording = session.recordings[0]
    #expect(recording.channels[0].samples.allSatisfy { $0 >= 19.9 })
    guard case .stamped(let stamps) = recording.timeBase else {
      Issue.record("a recording with missing samples needs stamps")
      return
    }
    #expect(stamps.count == recording.sampleCount)
    #expect(session.truth.expectedFlags == [.noBaseline, .zeroSuppressed])
    // Time counts from the first sample sent: 20 kPa up the first ramp.
    #expect(stamps.first == 0)
    #expect(abs(session.truth.trials[0].onset + 20 / 50.0) < 0.05)
  }

  /// Without noise the first sample at or above the threshold comes just after the stated sensation.
  @Test(arguments: [10.0, 50, 98]) func tremorIsPartOfTheThreshold(rate: Double) throws {
    var session = AlgometerSession(seed: 21)
    session.rate = PressureRate(rate)
    session.tremor = Pressure(6)
    session.samplingRate = Hertz(1000)
    let simulated = session.run()
    let recording = simulated.recordings[0]
    for trial in simulated.truth.trials {
      let felt = try #require(trial.sensationTime)
      let threshold = try #require(trial.threshold)
      #expect(abs(threshold - session.thresholds[trial.trial - 1].value) < 1e-9)
      let begin = Int(trial.onset * 1000) + 1
      let x = recording.channels[0].samples
      let first = try #require(x.indices[begin...].first { x[$0] >= threshold })
      #expect(first == Int((felt * 1000).rounded(.up)))
      let press = try #require(trial.pressTime)
      let i = Int(press * 1000)
      let share = press * 1000 - Double(i)
      let interpolated = x[i] + share * (x[i + 1] - x[i])
      let stated = try #require(trial.pressureAtPress)
      // Curvature of the tremor over half a sample.
      #expect(abs(interpolated - stated) < 6 * 67 * 1e-6)
    }
  }
}
