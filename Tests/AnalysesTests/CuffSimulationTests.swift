// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Simulation
import Testing

/// Cuff sessions with known truth, read back.
@Suite struct CuffSimulationTests {
  struct Session {
    let truth: Truth
    let members: [(recording: Recording, findings: Findings)]

    init(_ session: CuffSession, _ parameters: CuffParameters = CuffParameters()) throws {
      let simulated = session.run()
      truth = simulated.truth
      var all: [(recording: Recording, findings: Findings)] = []
      for recording in simulated.recordings {
        all.append((recording, try CuffAlgometry.analyze(recording, parameters)))
      }
      members = zip(all, CuffAlgometry.relate(all, parameters)).map { ($0.recording, $1) }
    }

    func row(_ member: Int, _ name: String, trial: Int? = nil) -> Outcome? {
      members[member].findings.outcomes.first { $0.name == name && $0.trial == trial }
    }
  }

  /// Nothing rounded, 20 Hz: detection and tolerance to the pressure of one interval, the rate to 0.2 % (the valve's
  /// step decays into the window), ratings to the slope of the slider times one interval.
  @Test func exactSessionGivesItsTruth() throws {
    let session = try Session(.exact())
    for (k, truth) in session.truth.tests.enumerated() where truth.kind != "pulses" {
      let rate = try #require(truth.rate)
      let step = rate * 0.05
      let detection = try #require(session.row(k, "pain_detection_threshold")?.value)
      #expect(abs(detection - (try #require(truth.detection))) <= step)
      let tolerance = try #require(session.row(k, "pain_tolerance_threshold")?.value)
      #expect(abs(tolerance - (try #require(truth.tolerance))) <= step)
      let limit = try #require(session.row(k, "pain_tolerance_limit")?.value)
      #expect(abs(limit - (try #require(truth.limitRating))) <= 0.2 * step + 0.01)
      let measured = try #require(session.row(k, "ramp_rate")?.value)
      #expect(abs(measured / rate - 1) <= 0.002)
    }
  }

  @Test func pulsesAreSplitAlthoughTheCuffNeverEmpties() throws {
    let session = try Session(.exact())
    let index = try #require(session.truth.tests.firstIndex { $0.kind == "pulses" })
    let truth = session.truth.tests[index]
    #expect(truth.pulses.count == 10)
    for (k, pulse) in truth.pulses.enumerated() {
      let plateau = try #require(session.row(index, "pulse_pressure", trial: k + 1)?.value)
      #expect(abs(plateau - pulse.plateau) <= 0.5, "pulse \(k + 1)")
      let residual = try #require(session.row(index, "pulse_residual", trial: k + 1)?.value)
      #expect(residual - pulse.residual >= -1e-6 && residual - pulse.residual <= 2.5, "pulse \(k + 1)")
      let rating = try #require(session.row(index, "pulse_rating", trial: k + 1)?.value)
      #expect(abs(rating - pulse.rating) <= 1e-9, "pulse \(k + 1)")
    }
    let summation = try #require(session.row(index, "temporal_summation")?.value)
    #expect(abs(summation - (try #require(truth.temporalSummation))) <= 1e-9)
  }

  @Test func editsOfPulsesReachTheSummation() throws {
    let simulated = CuffSession.exact().run()
    let index = try #require(simulated.truth.tests.firstIndex { $0.kind == "pulses" })
    var recording = simulated.recordings[index]
    let before = try CuffAlgometry.analyze(recording, CuffParameters())
    func summation(_ findings: Findings) -> Outcome? { findings.outcomes.first { $0.name == "temporal_summation" } }
    func rating(_ k: Int) -> Double {
      before.outcomes.first { $0.name == "pulse_rating" && $0.trial == k }?.value ?? .nan
    }
    recording.edits = [
      Edit(trial: 1, exclude: true, reason: "moved", by: "operator 2"),
      Edit(trial: 10, exclude: false, outcome: "pulse_rating", value: 9, reason: "said so", by: "operator 2"),
    ]
    let after = try #require(summation(try CuffAlgometry.analyze(recording, CuffParameters())))
    let expected = (rating(8) + rating(9) + 9) / 3 - (rating(2) + rating(3)) / 2
    let value = try #require(after.value)
    #expect(abs(value - expected) < 1e-9)
    #expect(after.flags.contains(.manualEdit) && after.count == 5)
  }

  @Test func modulationIsPositiveForInhibition() throws {
    let session = try Session(.exact())
    let index = try #require(session.truth.tests.firstIndex { $0.kind == "conditioned_ramp" })
    let truth = try #require(session.truth.modulation)
    let detection = try #require(session.row(index, "conditioned_modulation_detection")?.value)
    #expect(abs(detection - (try #require(truth.detection))) <= 0.1)
    #expect(detection > 0)
    let tolerance = try #require(session.row(index, "conditioned_modulation_tolerance")?.value)
    #expect(abs(tolerance - (try #require(truth.tolerance))) <= 0.1)
  }

  /// The sensor's steps and the slider's steps only add their own size.
  @Test func roundedSessionStaysWithinItsSteps() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let session = try Session(CuffSession(seed: seed))
      for (k, truth) in session.truth.tests.enumerated() where truth.kind != "pulses" {
        let slope = 8.0 / 40
        let allowed = 0.98 * 0.05 + 0.1222 + 0.04 / slope
        let detection = try #require(session.row(k, "pain_detection_threshold")?.value)
        #expect(abs(detection - (try #require(truth.detection))) <= allowed, "seed \(seed) \(truth.member)")
      }
    }
  }

  /// The cuff empties at the press: a reading between the samples around it would fall by several kPa.
  @Test func toleranceIsNotReadInTheDeflation() throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      let simulated = Scenario.cuffRamp.session(seed: seed).run()
      let truth = try #require(simulated.truth.tests[0].tolerance)
      let findings = try CuffAlgometry.analyze(simulated.recordings[0], CuffParameters())
      let row = try #require(findings.outcomes.first { $0.name == "pain_tolerance_threshold" })
      let value = try #require(row.value)
      // Half an interval of the ramp, half a step of the sensor, four times its noise of 0.05 kPa.
      #expect(abs(value - truth) <= 0.025 + 0.0611 + 0.2, "seed \(seed): \(value) against \(truth)")
      #expect(row.method == "cuff.stop_button")
    }
  }

  @Test func everyScenarioCarriesItsFlags() throws {
    for scenario in Scenario.allCases where scenario.analysis == "cuff" {
      let simulated = scenario.session(seed: 1).run()
      var all: [(recording: Recording, findings: Findings)] = []
      for recording in simulated.recordings {
        all.append((recording, try CuffAlgometry.analyze(recording, CuffParameters())))
      }
      let findings = CuffAlgometry.relate(all, CuffParameters())
      for (k, truth) in simulated.truth.tests.enumerated() {
        let flags = findings[k].outcomes.reduce(into: Set<IssueCode>()) { $0.formUnion($1.flags) }
        let expected = Set(truth.expectedFlags).union(simulated.truth.expectedFlags)
        #expect(expected.isSubset(of: flags), "\(scenario.rawValue) \(truth.member): \(flags)")
        #expect(
          flags.isSubset(of: expected.union(truth.toleratedFlags).union([.rateNominal])),
          "\(scenario.rawValue) \(truth.member): found \(flags), expected \(expected)")
      }
    }
  }
}
