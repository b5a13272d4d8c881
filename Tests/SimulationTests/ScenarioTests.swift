// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import Simulation
import Testing

@Suite struct ScenarioTests {
  @Test(arguments: Scenario.allCases) func everyScenarioGivesFiniteSamplesAndTruth(scenario: Scenario) {
    let simulated = scenario.session(seed: 9).run()
    #expect(!simulated.recordings.isEmpty)
    #expect(simulated.truth.kind == scenario.analysis)
    #expect(!scenario.summary.isEmpty && scenario.summary != scenario.rawValue)
    #expect(simulated.truth.trials.isEmpty == (scenario.analysis != "ppt"))
    for recording in simulated.recordings {
      let stamps = recording.timeBase.stamps(count: recording.sampleCount)
      #expect(stamps.count == recording.sampleCount)
      #expect(zip(stamps, stamps.dropFirst()).allSatisfy { $0 < $1 })
      for channel in recording.channels {
        #expect(channel.samples.count == recording.sampleCount)
        #expect(channel.samples.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test(arguments: Scenario.allCases) func sameSeedSameFiles(scenario: Scenario) {
    let files = scenario.files(name: "x", seed: 4)
    #expect(files == scenario.files(name: "x", seed: 4))
    #expect(files.contains { $0.name == "x.truth.json" })
    #expect(files != scenario.files(name: "x", seed: 5))
  }

  @Test(arguments: [
    (Scenario.at10Hz, 10.0), (.at20Hz, 20), (.at50Hz, 50), (.clean, 100), (.at500Hz, 500), (.at1000Hz, 1000),
  ])
  func samplingRateIsTheNamedOne(scenario: Scenario, rate: Double) {
    let recording = scenario.session(seed: 1).run().recordings[0]
    #expect(recording.timeBase.time(1) - recording.timeBase.time(0) == 1 / rate)
  }
}
