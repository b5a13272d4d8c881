// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import SignalProcessing
import Simulation
import Testing

/// What the simulated sensor does to the motion is what it was told to do, and what the truth says.
@Suite struct GunSensorTests {
  private func session(_ change: (inout GunSession) -> Void = { _ in }) -> GunSession {
    var session = GunSession(seed: 3)
    session.motion = HeadMotion(stroke: Length(12), lambda: 0.2)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(2))
    session.sensor.axes = 1
    change(&session)
    return session
  }

  private func samples(_ session: GunSession) -> [Double] { session.run().recordings[0].channels[0].samples }

  private func times(_ recording: Recording) -> [Double] { recording.timeBase.stamps(count: recording.sampleCount) }

  /// Instants of the samples by the true clock, where the sensor's own runs true.
  private func instants(_ simulated: SimulatedSession) throws -> [Double] {
    let origin = try #require(simulated.truth.gun?.sensors.first).figures.origin
    return times(simulated.recordings[0]).map { $0 + origin }
  }

  private func figures(_ session: GunSession) throws -> GunSensorTruth {
    try #require(session.run().truth.gun?.sensors.first).figures
  }

  private func deviation(_ x: [Double]) -> Double {
    let mean = x.reduce(0, +) / Double(x.count)
    return (x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(x.count - 1)).squareRoot()
  }

  /// Amplitude of a pure sine of 12 mm at 40 Hz in m/s².
  private let amplitude: Double = 0.006 * 80 * 80 * Double.pi * Double.pi

  private func wave(_ amplitude: Double, _ f: Double, _ t: Double, _ phase: Double = 0) -> Double {
    let angle: Double = 2 * Double.pi * f * t + phase
    return amplitude * cos(angle)
  }

  /// Four standard errors of a standard deviation, as a share of it.
  private func fourErrors(_ count: Int) -> Double { 4 / (2 * Double(count)).squareRoot() }

  /// Amplitude and phase of a line over whole periods, sampled evenly.
  private func line(_ x: [Double], _ f: Double, _ fs: Double) -> (amplitude: Double, phase: Double) {
    var (c, s) = (0.0, 0.0)
    for (i, value) in x.enumerated() {
      let angle = 2 * Double.pi * f * Double(i) / fs
      c += value * cos(angle)
      s += value * sin(angle)
    }
    let scale = 2 / Double(x.count)
    return (hypot(c, s) * scale, atan2(-s, c))
  }

  @Test func noiselessSamplesShowTheHarmonicTable() throws {
    let simulated = session().run()
    let segment = try #require(simulated.truth.gun?.segments.first)
    #expect(segment.rate == Hertz(40) && segment.kind == .steady)
    let x = simulated.recordings[0].channels[0].samples
    for harmonic in segment.harmonics {
      let shown = line(x, 40 * Double(harmonic.order), 1000)
      #expect(abs(shown.amplitude - harmonic.amplitude) < 1e-9 * segment.accelerationPeak, "\(harmonic.order)")
      if harmonic.amplitude > 1 { #expect(abs(cos(shown.phase - harmonic.phase) - 1) < 1e-12) }
    }
    let square = (x.reduce(0) { $0 + $1 * $1 } / Double(x.count)).squareRoot()
    #expect(abs(square / segment.accelerationRootMeanSquare - 1) < 1e-12)
    let top = x.map(abs).max() ?? 0
    #expect(abs(top / segment.accelerationPeak - 1) < 1e-12)
  }

  /// 53.3 Hz at 100 Hz shows as 46.7 Hz with the same amplitude; nothing is filtered on the way.
  @Test func whatLiesAboveHalfTheRateFoldsBack() throws {
    let session = session {
      $0.motion.lambda = 0
      $0.speed = GunSpeed(rate: Hertz(53.3), duration: Seconds(10))
      $0.sensor.samplingRate = Hertz(100)
    }
    let simulated = session.run()
    let x = simulated.recordings[0].channels[0].samples
    let segment = try #require(simulated.truth.gun?.segments.first)
    let folded = try #require(segment.foldedTo.first?[1])
    #expect(abs(folded.value - 46.7) < 1e-9)
    let shown = line(x, folded.value, 100)
    #expect(abs(shown.amplitude / segment.harmonics[0].amplitude - 1) < 1e-12)
    #expect(segment.foldedTo[0][2].map { abs($0.value - 6.6) < 1e-9 } == true)
    #expect(self.session().run().truth.gun?.segments.first?.foldedTo.first?[1] == nil)
  }

  @Test(arguments: [
    SensorLowPass(cutoff: Hertz(44), order: .first), SensorLowPass(cutoff: Hertz(44)),
    SensorLowPass(cutoff: Hertz(260), order: .second(q: 2)), SensorLowPass(cutoff: Hertz(5)),
  ])
  func lowPassTurnsEveryHarmonicByItsResponse(lowPass: SensorLowPass) throws {
    let session = session {
      $0.motion.lambda = 0.3
      $0.motion.overtones = [.init(order: 3, share: 0.5, phase: 0.2)]
      $0.sensor.lowPass = lowPass
    }
    let simulated = session.run()
    let segment = try #require(simulated.truth.gun?.segments.first)
    let x = simulated.recordings[0].channels[0].samples
    for (harmonic, gain) in zip(segment.harmonics, segment.responses[0]).prefix(4) {
      let shown = line(x, 40 * Double(harmonic.order), 1000)
      let expected = harmonic.amplitude * gain.amplitude
      // The parabola through three points of a step of 0.1 ms at most errs by (ωh)⁴/2880.
      #expect(abs(shown.amplitude / expected - 1) < 1e-6, "order \(harmonic.order)")
      #expect(abs(sin(shown.phase - harmonic.phase - gain.phase)) < 1e-6)
    }
    // At its cutoff a low-pass has its known gain.
    let corner = lowPass.response(lowPass.cutoff)
    let size = hypot(corner.real, corner.imaginary)
    switch lowPass.order {
    case .first: #expect(abs(size - 0.5.squareRoot()) < 1e-15)
    case .second(let q): #expect(abs(size - q) < 1e-15)
    }
  }

  /// The filter looks at true instants: a scattered sample is the value of the smooth output there.
  @Test func lowPassFollowsScatteredInstants() throws {
    let clean = session {
      $0.sensor.lowPass = SensorLowPass(cutoff: Hertz(44))
      $0.sensor.samplingRate = Hertz(20_000)
    }
    let fine = samples(clean)
    let simulated = session {
      $0.sensor.lowPass = SensorLowPass(cutoff: Hertz(44))
      $0.sensor.samplingRate = Hertz(200)
      $0.sensor.jitter = Seconds(0.00064)
    }.run()
    for (t, value) in zip(try instants(simulated), simulated.recordings[0].channels[0].samples).dropLast() {
      let i = Int(t * 20_000)
      let between: Double = fine[i] + (t * 20_000 - Double(i)) * (fine[i + 1] - fine[i])
      // Linear interpolation over 50 µs: a''h²/8.
      #expect(abs(between - value) < 0.02)
    }
  }

  @Test func clippedShareIsTheTruthAndThatOfASine() throws {
    let session = session {
      $0.motion.lambda = 0
      $0.speed.levels = [.init(rate: Hertz(40.37), duration: Seconds(20))]
      $0.sensor.range = 16
      $0.sensor.resolution = 0.01
    }
    let simulated = session.run()
    let x = simulated.recordings[0].channels[0].samples
    let rail = x.map(abs).max() ?? 0
    #expect(rail <= 16 * 9.80665 && rail > 16 * 9.80665 - 0.01)
    let share = Double(x.filter { abs($0) == rail }.count) / Double(x.count)
    #expect(try figures(session).clippedShares == ["z": share])
    let top = try #require(simulated.truth.gun?.segments.first?.harmonics.first?.amplitude)
    let beyond: Double = acos(16 * 9.80665 / top) * 2 / Double.pi
    #expect(abs(share - beyond) < 1e-3, "\(share)")
    #expect(x.allSatisfy { abs($0 * 100 - ($0 * 100).rounded()) < 1e-9 })
  }

  @Test func jitterAndStampErrorHaveTheirDeviations() throws {
    let jittered = session {
      $0.speed.levels = [.init(rate: Hertz(40), duration: Seconds(20))]
      $0.sensor.jitter = Seconds(0.0001)
      $0.motion.lambda = 0
    }
    let simulated = jittered.run()
    let instants = try self.instants(simulated)
    let offsets = instants.enumerated().dropFirst().map { $1 - Double($0) / 1000 }
    let error = fourErrors(offsets.count)
    #expect(abs(deviation(offsets) / 0.0001 - 1) < error)
    // Stamps of jittered instants are true: the samples are those of a steady motion at the stamps.
    for (t, a) in zip(instants, simulated.recordings[0].channels[0].samples).prefix(500) {
      let expected = -wave(amplitude, 40, t)
      #expect(abs(a - expected) < 1e-8)
    }
    let wrong = session {
      $0.speed.levels = [.init(rate: Hertz(40), duration: Seconds(20))]
      $0.sensor.stampError = Seconds(0.0001)
    }
    let steady = session { $0.speed.levels = [.init(rate: Hertz(40), duration: Seconds(20))] }
    #expect(samples(wrong) == samples(steady))
    let errors = times(wrong.run().recordings[0]).enumerated().dropFirst().map { $1 - Double($0) / 1000 }
    #expect(abs(deviation(errors) / 0.0001 - 1) < error)
  }

  @Test(arguments: [1.0, 8]) func dropoutsHaveTheirShareAndTheirLength(burst: Double) throws {
    let session = session {
      $0.speed.levels = [.init(rate: Hertz(40), duration: Seconds(100))]
      $0.sensor.dropouts = 0.05
      $0.sensor.burst = burst
    }
    let recording = session.run().recordings[0]
    let lost = try figures(session).dropped
    #expect(lost == 100_000 - recording.sampleCount)
    // A burst counts as one draw, and its length scatters as much as it is long.
    let scatter: Double = (0.05 * 2 * burst / 100_000).squareRoot()
    #expect(abs(Double(lost) / 100_000 - 0.05) < 4 * scatter, "\(lost)")
    let stamps = times(recording)
    let gaps = zip(stamps, stamps.dropFirst()).map { (($1 - $0) * 1000).rounded() - 1 }.filter { $0 > 0 }
    // Independent losses follow one another, too: runs of 1/(1 − p).
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let expected = burst == 1 ? 1 / 0.95 : burst
    // A run of geometric length scatters by as much as it is longer than 1, at most by its length.
    #expect(abs(mean / expected - 1) < 4 * (burst == 1 ? 0.23 : 1) / Double(gaps.count).squareRoot())
  }

  @Test func millisecondStampsAndRepeatedRows() throws {
    let session = session {
      $0.speed.levels = [.init(rate: Hertz(40), duration: Seconds(10))]
      $0.sensor.samplingRate = Hertz(333)
      $0.sensor.stampStep = Seconds(0.001)
      $0.sensor.duplicates = 0.2
    }
    let table = try #require(session.tables().first)
    #expect(table.stamps.allSatisfy { abs($0 * 1000 - ($0 * 1000).rounded()) < 1e-9 })
    let repeats = zip(table.stamps, table.stamps.dropFirst()).filter { $0 == $1 }.count
    #expect(repeats == table.figures.duplicated)
    let scatter: Double = (0.16 / 3330).squareRoot()
    #expect(abs(Double(repeats) / 3330 - 0.2) < 4 * scatter)
    // A recording has each stamp once.
    #expect(session.run().recordings[0].sampleCount == 3330)
  }

  @Test func heldSamplesAreAsOldAsTheSensor() throws {
    let session = session {
      $0.sensor.samplingRate = Hertz(1000)
      $0.sensor.holdRate = Hertz(250)
    }
    let x = samples(session)
    #expect(x.count == 2000)
    for i in x.indices { #expect(x[i] == x[i - i % 4]) }
    #expect(try figures(session).held == 1500)
    let slow = samples(self.session { $0.sensor.samplingRate = Hertz(250) })
    #expect((0..<500).allSatisfy { x[4 * $0] == slow[$0] })
  }

  /// Kolmogorov–Smirnov at the 0.1 % level for the uniform draws, moments for the normal ones.
  @Test func scaleAndClockErrorsAreDrawnAsDeclared() throws {
    var (scales, clocks) = ([Double](), [Double]())
    for seed in 0..<2000 {
      var session = session { $0.speed.levels = [.init(rate: Hertz(40), duration: Seconds(0.004))] }
      session.seed = UInt64(seed)
      session.sensor.scaleError = .uniform(0.03)
      session.sensor.clockError = .normal(0.01)
      let drawn = try figures(session)
      scales.append(drawn.scaleError)
      clocks.append(drawn.clockError)
    }
    scales.sort()
    var distance = 0.0
    for (i, value) in scales.enumerated() {
      let share: Double = (value + 0.03) / 0.06
      distance = max(distance, abs(share - (Double(i) + 0.5) / 2000))
    }
    #expect(distance < 1.95 / 2000.0.squareRoot(), "\(distance)")
    #expect(abs(deviation(clocks) / 0.01 - 1) < fourErrors(2000))
    #expect(abs(clocks.reduce(0, +) / 2000) < 4 * 0.01 / 2000.0.squareRoot())
  }

  @Test func scaleAndClockErrorsDoWhatTheTruthSays() throws {
    let session = session {
      $0.sensor.scaleError = .uniform(0.03)
      $0.sensor.clockError = .uniform(0.04)
      $0.motion.lambda = 0
    }
    let drawn = try figures(session)
    #expect(drawn.scaleError != 0 && drawn.clockError != 0)
    let recording = session.run().recordings[0]
    let f = 40 / (1 + drawn.clockError)
    let scaled = amplitude * (1 + drawn.scaleError)
    for (t, a) in zip(times(recording), recording.channels[0].samples) {
      let expected = -wave(scaled, f, t)
      #expect(abs(a - expected) < 1e-8)
    }
    let last = try #require(times(recording).last)
    #expect(abs(last - 2 * (1 + drawn.clockError)) < 0.0011)
  }

  @Test func noiseDensityIsASampleDeviation() {
    let loud = session {
      $0.speed.levels = [.init(rate: Hertz(0), duration: Seconds(20))]
      $0.sensor.noiseDensity = 0.05
      $0.sensor.noise = 0.3
    }
    let expected: Double = (0.09 + 0.0025 * 500).squareRoot()
    let x = samples(loud)
    #expect(abs(deviation(x) / expected - 1) < fourErrors(x.count))
  }

  @Test func tiltTurnsTheStrokeAcrossAxesAndGravityStays() {
    let level = session { $0.sensor.axes = 3 }
    let tilted = session {
      $0.sensor.axes = 3
      $0.sensor.tilt = 10
      $0.sensor.gravity = SIMD3(0, 9.80665, 0)
    }
    let (a, b) = (level.run().recordings[0].channels, tilted.run().recordings[0].channels)
    #expect(a.map(\.name) == ["Acceleration x", "Acceleration y", "Acceleration z"])
    for i in a[2].samples.indices {
      let (x, y, z) = (b[0].samples[i], b[1].samples[i] - 9.80665, b[2].samples[i])
      #expect(abs(z - a[2].samples[i] * cos(.pi / 18)) < 1e-9)
      let square: Double = x * x + y * y + z * z
      #expect(abs(square - a[2].samples[i] * a[2].samples[i]) < 1e-6)
      #expect(a[0].samples[i] == 0 && a[1].samples[i] == 0)
    }
  }

  @Test func ellipseIsAQuarterTurnBehind() throws {
    let simulated = session {
      $0.sensor.axes = 3
      $0.motion.lambda = 0
      $0.motion.crossAmplitude = Length(2)
    }.run().recordings[0]
    let across = simulated.channels.map { line($0.samples, 40, 1000) }
    let side = try #require([across[0], across[1]].max { $0.amplitude < $1.amplitude })
    #expect(abs(side.amplitude * 3 / amplitude - 1) < 1e-12)
    #expect(abs(abs(sin(side.phase - across[2].phase)) - 1) < 1e-12)
  }

  @Test func tissueHasItsGainItsDelayAndItsClock() throws {
    let session = session {
      $0.motion.lambda = 0
      var tissue = GunSensor()
      tissue.axes = 1
      tissue.gain = 0.25
      tissue.delay = Seconds(0.004)
      tissue.lowPass = SensorLowPass(cutoff: Hertz(60))
      tissue.samplingRate = Hertz(800)
      tissue.clockError = .uniform(0.02)
      $0.tissue = tissue
    }
    let simulated = session.run()
    #expect(simulated.recordings.map(\.member) == ["", "tissue"])
    let gun = try #require(simulated.truth.gun)
    let clock = gun.sensors[1].figures.clockError
    #expect(clock != 0 && gun.sensors[0].figures.clockError == 0)
    let gain = gun.segments[0].responses[1][0]
    let recording = simulated.recordings[1]
    for (stamp, a) in zip(times(recording), recording.channels[0].samples) {
      let expected = -wave(amplitude * gain.amplitude, 40, stamp / (1 + clock), gain.phase)
      #expect(abs(a - expected) < 1e-5)
    }
  }

  @Test func forceIsThatOfTheProfile() {
    let recording = session {
      $0.speed.load = GunLoad(
        motor: .brushed, stallForce: Force(200),
        profile: [.init(time: Seconds(0.5), force: Force(0)), .init(time: Seconds(1.5), force: Force(100))])
      $0.force = .init()
    }.run().recordings[0]
    #expect(recording.channels.map(\.kind) == [.acceleration, .force])
    for (t, force) in zip(times(recording), recording.channels[1].samples) {
      let expected: Double = 100 * min(1, max(0, t - 0.5))
      #expect(abs(force - expected) < 1e-9)
    }
  }

  @Test func seedsDecideEverySample() {
    let noisy = session {
      $0.sensor.noise = 1
      $0.sensor.jitter = Seconds(0.0001)
      $0.sensor.dropouts = 0.02
      $0.speed.jitter = 0.01
    }
    var other = noisy
    other.seed = 4
    #expect(noisy.run().recordings == noisy.run().recordings)
    #expect(noisy.run().truth == noisy.run().truth)
    #expect(noisy.run().recordings != other.run().recordings)
  }
}
