// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Simulation
import Testing

@Suite struct CuffSessionTests {
  @Test func runHasTheFourTestsOfALabBenchSession() {
    let simulated = CuffSession().run()
    #expect(simulated.recordings.map(\.member) == ["RUN 01/SR01", "RUN 01/SR02", "RUN 01/TS", "RUN 01/CPM"])
    #expect(simulated.recordings.allSatisfy { $0.session == "RUN 01" })
    #expect(
      simulated.recordings.map { $0.channels.map(\.name) } == [
        ["cuff 1", "VAS"], ["cuff 2", "VAS"], ["cuff 1", "VAS"], ["cuff 1", "cuff 2", "VAS"],
      ])
    #expect(simulated.recordings[3].channels.map(\.role) == [.stimulus, .conditioning, .stimulus])
    #expect(simulated.recordings.map { $0.programme?.kind } == [.ramp, .ramp, .pulses, .conditionedRamp])
  }

  @Test func rampFollowsTheDeliveredRateAfterTheDeadTime() throws {
    let simulated = CuffSession.exact().run()
    let x = simulated.recordings[0].channels[0].samples
    #expect(x[60] == 0)
    // First sample after the step: dead time 3.02 s, step 4 kPa, recovering with 0.5 s.
    #expect(x[61] - x[60] > 6)
    for i in 400..<x.count { #expect(abs(x[i] - 0.98 * Double(i) / 20) < 1e-9) }
    let truth = simulated.truth.tests[0]
    #expect(truth.rate == 0.98)
    #expect(truth.tolerance.map { abs($0 - 70) < 1e-9 } == true)
    #expect(x.count == Int(70 / 0.98 * 20) + 1)
  }

  @Test func detectionIsThePressureWhereTheRatingCrossesTheCriterion() throws {
    let simulated = CuffSession.exact().run()
    for (recording, truth) in zip(simulated.recordings, simulated.truth.tests) where truth.kind != "pulses" {
      let rating = try #require(recording.channels(.rating).first?.samples)
      let pressure = recording.channels[0].samples
      let i = try #require(rating.firstIndex { $0 >= 1 })
      let share = (1 - rating[i - 1]) / (rating[i] - rating[i - 1])
      let interpolated = pressure[i - 1] + share * (pressure[i] - pressure[i - 1])
      let detection = try #require(truth.detection)
      #expect(abs(interpolated - detection) < 1e-9)
    }
    #expect(simulated.truth.modulation.map { abs(($0.detection ?? 0) - 6) < 1e-9 } == true)
    #expect(simulated.truth.modulation.map { abs(($0.tolerance ?? 0) - 6) < 1e-9 } == true)
  }

  @Test func conditioningLeadsTheTestRamp() throws {
    let simulated = CuffSession.exact().run()
    let recording = simulated.recordings[3]
    let held = recording.channels[1].samples
    #expect(abs(held[80] - 49 * 0.99) < 1e-9)
    #expect(recording.channels[0].samples[0..<140].allSatisfy { $0 == 0 })
    #expect(recording.channels[0].samples[142] > 2)
  }

  @Test func pulsesHaveTheStatedPlateauResidualAndRating() throws {
    let simulated = CuffSession.exact().run()
    let truth = simulated.truth.tests[2]
    let recording = simulated.recordings[2]
    let pressure = recording.channels[0].samples
    let rating = recording.channels[1].samples
    #expect(truth.pulses.count == 10)
    for (i, pulse) in truth.pulses.enumerated() {
      #expect(abs(pressure[i * 40] - pulse.residual) < 1e-9)
      // The off phase begins at the plateau.
      #expect(abs(pressure[i * 40 + 20] - pulse.plateau) < 1e-9)
      #expect(abs(pulse.plateau - 67.9) < 0.05)
      #expect(abs(rating[i * 40 + 39] - pulse.rating) < 1e-9)
      // At the start of a pulse the slider still stands at the rating of the pulse before.
      #expect(abs(rating[i * 40] - (i == 0 ? 0 : truth.pulses[i - 1].rating)) < 1e-9)
    }
    // Ratings 3.0, 3.4 … 6.6: late mean 6.2, early mean 3.4.
    #expect(truth.temporalSummation.map { abs($0 - 2.8) < 1e-9 } == true)
    #expect(zip(truth.pulses.dropFirst(), truth.pulses.dropFirst(2)).allSatisfy { $0.residual < $1.residual })
  }

  @Test func recordedNumbersHaveStepsAndFourDecimals() {
    let simulated = CuffSession().run()
    for recording in simulated.recordings {
      for channel in recording.channels {
        let step = channel.kind == .rating ? 10.0 / 255 : 500.0 / 4095
        for x in channel.samples {
          #expect(abs(x - (x / step).rounded() * step) < 0.00006)
          #expect(abs(x * 10000 - (x * 10000).rounded()) < 1e-6)
        }
      }
    }
  }

  @Test func nobodyRespondsMeansTheProgrammeEndsTheRamp() {
    let simulated = Scenario.cuffNoResponse.session(seed: 1).run()
    let truth = simulated.truth.tests[0]
    #expect(truth.stop == .programme)
    #expect(truth.tolerance == nil && truth.detection == nil)
    #expect(truth.expectedFlags == [.rightCensored])
    #expect(abs(truth.peak - 98) < 1e-9)
    #expect(simulated.recordings[0].channels(.rating)[0].samples.allSatisfy { $0 == 0 })
    #expect(simulated.recordings[0].programme?.stored["PDT"] == -1)
  }

  @Test func faultsOfTheCuffAreFlagged() {
    func flags(_ scenario: Scenario) -> [IssueCode] { scenario.session(seed: 1).run().truth.tests[0].expectedFlags }
    #expect(flags(.cuffRamp).isEmpty)
    #expect(flags(.cuffRecross) == [.vasRecross])
    #expect(flags(.cuffOffset) == [.vasOffset])
    #expect(flags(.cuffPulses).isEmpty)
    #expect(flags(.cuffPulsesRail) == [.clipped])
    #expect(flags(.cuffResidual) == [.residual])
    #expect(flags(.cuffFading) == [.stimulusLow])
    let clipped = Scenario.cuffPulsesRail.session(seed: 1).run().recordings[0].channels[0].samples
    #expect(clipped.filter { $0 == 98.5104 }.count >= 30)
    #expect(clipped.max() == 98.5104)
  }

  @Test func touchCrossesTheCriterionBeforePain() {
    let simulated = Scenario.cuffRecross.session(seed: 1).run()
    let rating = simulated.recordings[0].channels(.rating)[0].samples
    let crossings = zip(rating, rating.dropFirst()).filter { $0 < 1 && $1 >= 1 }.count
    #expect(crossings == 2)
  }

  @Test func incompleteSessionsSaySo() {
    let simulated = Scenario.cuffIncomplete.session(seed: 1).run()
    #expect(simulated.truth.expectedFlags == [.sessionIncomplete])
    #expect(simulated.recordings.map(\.sampleCount).suffix(2) == [0, 0])
    #expect(simulated.recordings.allSatisfy { $0.issues.contains { $0.code == .sessionIncomplete } })
  }
}
