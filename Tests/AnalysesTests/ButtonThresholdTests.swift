// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Simulation
import Testing

/// Trials of a simulated session with their truth and their rows.
struct Analysed {
  let truth: [TrialTruth]
  let findings: Findings

  init(_ session: AlgometerSession, _ change: (inout PPTParameters) -> Void = { _ in }) throws {
    let simulated = session.run()
    var parameters = PPTParameters()
    parameters.rateTarget = session.rate
    change(&parameters)
    truth = simulated.truth.trials
    findings = try PressurePainThreshold.analyze(simulated.recordings[0], parameters)
  }

  func row(_ name: String, trial: Int) -> Outcome? {
    findings.outcomes.first { $0.name == name && $0.trial == trial && $0.component.isEmpty }
  }

  func flags(trial: Int) -> Set<IssueCode> {
    findings.outcomes.filter { $0.trial == trial }.reduce(into: []) { $0.formUnion($1.flags) }
  }
}

@Suite struct ButtonThresholdTests {
  static let rates = [30.0, 50, 98]
  static let samplingRates = [10.0, 20, 50, 100, 200, 500, 1000]

  /// Noise-free ramps: the midpoint of the samples around a press is at most half an interval away from it.
  @Test(arguments: rates, samplingRates)
  func sampledPressIsWithinHalfAnInterval(rate: Double, samplingRate: Double) throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var session = AlgometerSession.exact(seed: seed)
      session.rate = PressureRate(rate)
      session.samplingRate = Hertz(samplingRate)
      session.marker = .level(.high)
      // The operator goes on a little, so that the press lies on the ramp and not on its corner.
      session.operatorDelay = Seconds(0.3)
      session.buttonHold = Seconds(0.5)
      let analysed = try Analysed(session)
      for trial in analysed.truth {
        let row = try #require(analysed.row("pressure_pain_threshold", trial: trial.trial))
        let value = try #require(row.value, "seed \(seed) trial \(trial.trial): \(row.flags)")
        let truth = try #require(trial.pressureAtPress)
        #expect(abs(value - truth) <= rate / samplingRate / 2 + 1e-9)
      }
    }
  }

  @Test(arguments: rates, samplingRates)
  func stampedPressIsExact(rate: Double, samplingRate: Double) throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      var session = AlgometerSession.exact(seed: seed)
      session.rate = PressureRate(rate)
      session.samplingRate = Hertz(samplingRate)
      session.marker = .event
      // The operator goes on a little, so that the press lies on the ramp and not on its corner.
      session.operatorDelay = Seconds(0.3)
      let analysed = try Analysed(session)
      for trial in analysed.truth {
        let value = try #require(analysed.row("pressure_pain_threshold", trial: trial.trial)?.value)
        let truth = try #require(trial.pressureAtPress)
        #expect(abs(value - truth) <= 1e-9, "seed \(seed)")
      }
    }
  }

  /// RMS error with noise of SD σ and tremor: at most √((rate·Δt)²/12 + 1.1 σ²).
  @Test(arguments: rates, [10.0, 50, 100, 1000])
  func noiseGrowsTheErrorByNoMoreThanItself(rate: Double, samplingRate: Double) throws {
    let noise = 2.0
    var squares = 0.0
    var count = 0
    for seed in 1...170 as ClosedRange<UInt64> {
      var session = AlgometerSession(seed: seed)
      session.rate = PressureRate(rate)
      session.samplingRate = Hertz(samplingRate)
      session.noise = Pressure(noise)
      session.tremor = Pressure(6)
      let analysed = try Analysed(session)
      for trial in analysed.truth {
        let row = try #require(analysed.row("pressure_pain_threshold", trial: trial.trial))
        let value = try #require(row.value, "seed \(seed) trial \(trial.trial): \(row.flags)")
        let truth = try #require(trial.pressureAtPress)
        squares += (value - truth) * (value - truth)
        count += 1
      }
    }
    let rms = (squares / Double(count)).squareRoot()
    let bound = ((rate / samplingRate) * (rate / samplingRate) / 12 + 1.1 * noise * noise).squareRoot()
    print("button threshold, \(rate) kPa/s, \(samplingRate) Hz: RMS error \(rms), bound \(bound), n = \(count)")
    #expect(rms <= bound)
  }
}
