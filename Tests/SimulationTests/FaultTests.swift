// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Simulation
import Testing

/// Each fault shows in its own trial and leaves the others as they are, sample by sample.
@Suite struct FaultTests {
  private static let faults: [AlgometerFault] = [
    .hesitation(), .plateau(), .reversal(), .jab(), .nonlinear(), .rate(), .bounce(), .tap(), .abortedRamp(),
    .doublePress(), .latePress(), .stuckMarker(), .missingMarker, .overshoot(), .limit(level: 300), .held(), .gap(),
  ]

  private func session(_ fault: AlgometerFault?) -> AlgometerSession {
    var session = AlgometerSession(seed: 77)
    session.noise = Pressure(0.5)
    session.tremor = Pressure(1)
    if let fault { session.faults = [1: [fault]] }
    return session
  }

  @Test(arguments: faults) func onlyItsTrialChanges(fault: AlgometerFault) throws {
    let clean = session(nil).run()
    let faulty = session(fault).run()
    let slot = 3 + 410.0 / 50 + 3
    func outside(_ simulated: SimulatedSession) -> [[Double]] {
      let recording = simulated.recordings[0]
      let stamps = recording.timeBase.stamps(count: recording.sampleCount)
      return stamps.indices.filter { stamps[$0] < slot || stamps[$0] >= 2 * slot }.map { i in
        [stamps[i]] + recording.channels.map { $0.samples[i] }
      }
    }
    #expect(outside(clean) == outside(faulty))
    #expect(clean.recordings[0].channels != faulty.recordings[0].channels)
    #expect(clean.truth.trials[0] == faulty.truth.trials[0])
    #expect(clean.truth.trials[2] == faulty.truth.trials[2])
    #expect(faulty.truth.trials[1].expectedFlags == fault.expectedFlags.sorted())
    #expect(faulty.truth.trials[1].faults == [fault.name])
    // Load is gone before the next slot begins.
    #expect(faulty.truth.trials[1].endTime < 2 * slot - 0.5)
  }

  @Test(arguments: Scenario.allCases.filter { $0.plantedFault != nil })
  func everyFaultHasAScenarioAndAFlag(scenario: Scenario) throws {
    let fault = try #require(scenario.plantedFault)
    #expect(!(fault.expectedFlags + fault.expectedRecordingFlags).isEmpty)
    #expect(Set(fault.expectedFlags).isDisjoint(with: fault.toleratedFlags))
    let truth = scenario.session(seed: 1).run().truth
    #expect(truth.trials.filter { !$0.expectedFlags.isEmpty }.count == (fault.expectedFlags.isEmpty ? 0 : 1))
    #expect(truth.expectedFlags == fault.expectedRecordingFlags)
  }

  private func clean(_ fault: AlgometerFault, rate: Double = 1000) -> (samples: [Double], trial: TrialTruth) {
    var session = AlgometerSession.exact(seed: 5)
    session.samplingRate = Hertz(rate)
    session.thresholds = [Pressure(400)]
    session.faults = [0: [fault]]
    let simulated = session.run()
    return (simulated.recordings[0].channels[0].samples, simulated.truth.trials[0])
  }

  @Test func hesitationSlowsToATwentiethForHalfASecond() {
    let (x, _) = clean(.hesitation())
    let slow = zip(x, x.dropFirst()).filter { $0.0 > 150 && $0.1 < 250 && abs($0.1 - $0.0 - 0.0025) < 1e-9 }
    #expect(abs(slow.count - 500) <= 1)
  }

  @Test func reversalDropsByEightPercentOfTheLoad() throws {
    let (x, trial) = clean(.reversal())
    let peak = try #require(x.firstIndex { $0 >= 239.9 })
    let low = try #require(x[peak...].prefix(400).min())
    #expect(abs(low - 240 * 0.92) < 0.1)
    #expect(trial.threshold.map { abs($0 - 400) < 1e-9 } == true)
  }

  @Test func jabIsThreeTimesTheRateForItsLead() throws {
    let (x, trial) = clean(.jab())
    let press = try #require(trial.pressTime)
    let steep = zip(x, x.dropFirst()).filter { abs($0.1 - $0.0 - 0.15) < 1e-9 }.count
    #expect(abs(steep - 400) <= 1)
    #expect(abs(press - (trial.onset + (400 - 60) / 50 + 0.4)) < 1e-9)
  }

  @Test func jabEndsAtThePressWhateverTheDelay() throws {
    var session = AlgometerSession(seed: 6)
    session.samplingRate = Hertz(1000)
    session.subjectDelay = Seconds(0.55)
    session.thresholds = [Pressure(400)]
    session.faults = [0: [.jab()]]
    let simulated = session.run()
    let trial = simulated.truth.trials[0]
    let press = try #require(trial.pressTime)
    let x = simulated.recordings[0].channels[0].samples
    let first = try #require(zip(x, x.dropFirst()).enumerated().first { abs($1.1 - $1.0 - 0.15) < 1e-9 }?.offset)
    #expect(abs(Double(first) / 1000 - (press - 0.4)) < 0.0011)
  }

  /// By the definition of the flag: slopes over the ramp window differ by more than 10 %.
  @Test(arguments: [0.2, 0.065]) func bentRampHasUnequalSlopes(beginShare: Double) throws {
    let session = Scenario.nonlinear.session(seed: 1).run()
    let recording = session.recordings[0]
    for trial in session.truth.trials {
      let press = try #require(trial.pressTime)
      let pressure = try #require(trial.pressureAtPress)
      let x = recording.channels[0].samples
      let window = x.indices.filter {
        let t = recording.timeBase.time($0)
        return t > trial.onset && t < press - 0.1 && x[$0] > beginShare * pressure
      }
      let t = window.map { recording.timeBase.time($0) }
      let p = window.map { x[$0] }
      let meanT = t.reduce(0, +) / Double(t.count)
      let meanP = p.reduce(0, +) / Double(p.count)
      let squares = t.map { ($0 - meanT) * ($0 - meanT) }.reduce(0, +)
      let least = zip(t, p).map { ($0 - meanT) * ($1 - meanP) }.reduce(0, +) / squares
      let slopes = t.indices.flatMap { i in t.indices.dropFirst(i + 1).map { (p[$0] - p[i]) / (t[$0] - t[i]) } }
        .sorted()
      let difference = least / slopes[slopes.count / 2] - 1
      if trial.trial == 2 { #expect(difference > 0.11) } else { #expect(abs(difference) < 0.02) }
    }
  }

  @Test func abortedRampUnloadsAsSlowlyAsItLoaded() {
    let (x, trial) = clean(.abortedRamp())
    #expect(abs(trial.peak - 160) < 1e-9)
    #expect(abs((x.max() ?? 0) - 160) < 0.06)
    #expect(trial.pressTime == nil && trial.threshold == nil)
    #expect(abs(trial.endTime - trial.onset - 2 * 160 / 50) < 1e-9)
    #expect(trial.refused.contains("pressure_pain_threshold"))
  }

  @Test func latePressFindsTheLoadStillOn() throws {
    let (_, trial) = clean(.latePress())
    let press = try #require(trial.pressTime)
    let release = try #require(trial.releaseTime)
    #expect(abs(press - release - 0.3) < 1e-9)
    let pressure = try #require(trial.pressureAtPress)
    #expect(abs(pressure - 0.6 * 400) < 1e-6)
  }

  @Test func heldReadingIsFrozenForASecond() throws {
    let (x, trial) = clean(.held(), rate: 100)
    let pressure = try #require(trial.pressureAtPress)
    let frozen = x.filter { abs($0 - pressure) < 1e-9 }
    #expect(abs(frozen.count - 100) <= 1)
    #expect(Set(frozen).count == 1)
  }

  @Test func gapLeavesOutThirtySamples() {
    var session = AlgometerSession.exact(seed: 5)
    let whole = session.run().recordings[0]
    session.faults = [1: [.gap()]]
    let recording = session.run().recordings[0]
    #expect(whole.sampleCount - recording.sampleCount == 30)
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    #expect(zip(stamps, stamps.dropFirst()).filter { $1 - $0 > 0.3 }.count == 1)
  }

  @Test func truncationEndsTheFileUnderLoad() throws {
    let session = Scenario.truncation.session(seed: 2).run()
    let last = try #require(session.recordings[0].channels[0].samples.last)
    #expect(last > 270 && last < 285)
    #expect(session.truth.trials[2].releaseTime == nil)
  }

  @Test func bounceReturnsToTheSameLine() {
    let (x, trial) = clean(.bounce())
    let off = x.indices.filter {
      Double($0) / 1000 > trial.onset + 0.01 && Double($0) / 1000 < trial.endTime - 0.01 && x[$0] == 0
    }
    #expect(abs(off.count - 100) <= 1)
    let i = Int((trial.onset + 4) * 1000)
    #expect(abs(x[i] - 50 * (Double(i) / 1000 - trial.onset)) < 1e-9)
  }

  @Test func railFlattensTheTopOfItsTrialOnly() throws {
    let session = Scenario.rail.session(seed: 2).run()
    let x = session.recordings[0].channels[0].samples
    #expect(x.max() == 480)
    #expect(x.filter { $0 == 480 }.count > 20)
    #expect(session.truth.trials.map(\.expectedFlags) == [[], [.rail, .rightCensored], []])
    #expect(session.truth.trials[1].sensorAtPress == 480)
  }
}
