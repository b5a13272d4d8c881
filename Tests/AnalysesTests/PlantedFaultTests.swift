// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Simulation
import Testing

@Suite struct PlantedFaultTests {
  static let faults: [AlgometerFault] = [
    .hesitation(), .plateau(), .reversal(), .jab(), .nonlinear(factor: 1.7), .rate(), .bounce(), .tap(), .abortedRamp(),
    .doublePress(), .latePress(), .stuckMarker(), .missingMarker, .overshoot(), .limit(level: 300), .held(), .gap(),
  ]

  /// Noise alone raises no flag, and every press is read.
  @Test(arguments: [(50.0, 1000.0, 2.0), (30, 100, 6), (10, 100, 1), (98, 10, 2), (50, 100, 3)])
  func noiseIsNoFault(rate: Double, samplingRate: Double, noise: Double) throws {
    var flagged: [String: Int] = [:]
    for seed in 1...30 as ClosedRange<UInt64> {
      var session = AlgometerSession(seed: seed)
      session.rate = PressureRate(rate)
      session.samplingRate = Hertz(samplingRate)
      session.noise = Pressure(noise)
      let analysed = try Analysed(session)
      for trial in 1...3 {
        #expect(analysed.row("pressure_pain_threshold", trial: trial)?.value != nil, "seed \(seed) trial \(trial)")
        for flag in analysed.flags(trial: trial) { flagged[flag.rawValue, default: 0] += 1 }
      }
    }
    #expect(flagged.isEmpty, "of 90 trials: \(flagged)")
  }

  /// A device that hides small values has no idle: with noise the first samples above its floor come by chance.
  @Test func hiddenZeroesAreNoBaseline() throws {
    var inside = 0
    var count = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      guard case .ppt(var session) = Scenario.zeroSuppressed.session(seed: seed) else { continue }
      session.noise = Pressure(2)
      let analysed = try Analysed(session)
      for trial in analysed.truth {
        let row = try #require(analysed.row("pressure_pain_threshold", trial: trial.trial), "seed \(seed)")
        let pressure = try #require(trial.pressureAtPress)
        guard let value = row.value, let low = row.low, let high = row.high else { continue }
        #expect(row.flags.contains(.noBaseline), "seed \(seed) trial \(trial.trial): \(row.flags)")
        #expect(abs(value - pressure) < 10, "seed \(seed) trial \(trial.trial): \(value), \(pressure)")
        count += 1
        if low <= pressure, pressure <= high { inside += 1 }
      }
    }
    print("hidden zeroes: \(inside) of \(count) intervals hold the pressure at the press")
    #expect(count >= 100)
    #expect(Double(inside) >= 0.9 * Double(count))
  }

  @Test(arguments: faults, [0.0, 1.0])
  func faultIsFlaggedByItsOwnFlagAndNoOtherTrialIs(_ fault: AlgometerFault, noise: Double) throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      var session = AlgometerSession(seed: seed)
      session.noise = Pressure(noise)
      session.faults = [1: [fault]]
      if case .limit = fault { session.thresholds = [Pressure(250), Pressure(390), Pressure(240)] }
      let analysed = try Analysed(session) { parameters in
        if case .limit(let level) = fault { parameters.limit = Pressure(level) }
      }
      var found = analysed.flags(trial: 2)
      if analysed.findings.issues.contains(where: { $0.code == .tap }) { found.insert(.tap) }
      let expected = Set(fault.expectedFlags)
      let tolerated = expected.union(fault.toleratedFlags)
      #expect(expected.isSubset(of: found), "\(fault.name) seed \(seed): found \(found)")
      #expect(found.isSubset(of: tolerated), "\(fault.name) seed \(seed): found \(found)")
      for trial in [1, 3] {
        #expect(analysed.flags(trial: trial).isEmpty, "\(fault.name) seed \(seed) trial \(trial)")
      }
      for name in fault.refusedOutcomes {
        #expect(analysed.row(name, trial: 2)?.value == nil, "\(fault.name): \(name)")
      }
    }
  }
}
