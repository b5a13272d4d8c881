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
