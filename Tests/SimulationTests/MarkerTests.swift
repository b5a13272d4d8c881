// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Simulation
import Testing

@Suite struct MarkerTests {
  private func button(_ form: MarkerForm, faults: [Int: [AlgometerFault]] = [:]) -> (samples: [Double], truth: Truth) {
    var session = AlgometerSession(seed: 12)
    session.marker = form
    session.faults = faults
    let simulated = session.run()
    return (simulated.recordings[0].channels(.marker).first?.samples ?? [], simulated.truth)
  }

  private func rises(_ x: [Double]) -> [Int] {
    zip(x, x.dropFirst()).enumerated().filter { $1.1 > $1.0 }.map { $0.offset + 1 }
  }

  @Test func lowIsTheComplementOfHigh() {
    let high = button(.level(.high))
    let low = button(.level(.low))
    #expect(zip(high.samples, low.samples).allSatisfy { $0 + $1 == 1 })
    #expect(low.truth.trials.allSatisfy { $0.expectedFlags.isEmpty })
  }

  @Test(arguments: [MarkerForm.level(.high), .pulse(0.04), .pulse(0.002), .counter])
  func everyFormRisesAtTheFirstSampleAfterThePress(form: MarkerForm) {
    let (samples, truth) = button(form)
    #expect(rises(samples) == truth.trials.compactMap(\.pressTime).map { Int(($0 * 100).rounded(.up)) })
  }

  @Test func eventsCarryTheExactTime() {
    var session = AlgometerSession(seed: 12)
    session.marker = .event
    let simulated = session.run()
    #expect(simulated.recordings[0].channels(.marker).isEmpty)
    #expect(simulated.recordings[0].events.map(\.start) == simulated.truth.trials.compactMap(\.pressTime))
  }

  @Test func latencyDelaysTheEdgeOnly() {
    var session = AlgometerSession(seed: 12)
    let plain = session.run()
    session.markerLatency = Seconds(0.05)
    let late = session.run()
    #expect(plain.truth == late.truth)
    let a = rises(plain.recordings[0].channels[1].samples)
    let b = rises(late.recordings[0].channels[1].samples)
    #expect(zip(a, b).allSatisfy { $1 - $0 == 5 })
  }

  @Test func faultsOfTheMarker() throws {
    #expect(rises(button(.level(.high), faults: [1: [.missingMarker]]).samples).count == 2)
    let double = button(.level(.high), faults: [1: [.doublePress()]])
    let edges = rises(double.samples)
    #expect(edges.count == 4)
    #expect(edges[2] - edges[1] == 50)
    let stuck = button(.level(.high), faults: [1: [.stuckMarker()]])
    let trial = stuck.truth.trials[1]
    let begin = Int(((trial.onset - 0.7) * 100).rounded(.up))
    let end = Int(((trial.endTime + 0.5) * 100).rounded(.down))
    #expect(stuck.samples[begin...end].allSatisfy { $0 == 1 })
    #expect(stuck.samples[begin - 1] == 0)
    #expect(trial.pressTime != nil)
  }

  @Test func withoutAButtonEveryTrialHasABoundOnly() {
    let (samples, truth) = button(.none)
    #expect(samples.isEmpty)
    #expect(truth.trials.allSatisfy { $0.expectedFlags == [.intervalCensored, .noMarker] })
    #expect(truth.trials.allSatisfy { $0.refused == ["pressure_pain_threshold"] })
  }
}
