// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Simulation
import Testing

@Suite struct CleanSessionTests {
  @Test(arguments: [30.0, 50, 98], [10.0, 20, 100, 1000])
  func truthStandsInTheSamples(rate: Double, samplingRate: Double) throws {
    var session = AlgometerSession.exact(seed: 3)
    session.rate = PressureRate(rate)
    session.samplingRate = Hertz(samplingRate)
    let simulated = session.run()
    let recording = try #require(simulated.recordings.first)
    #expect(simulated.truth.trials.count == 3)
    for (trial, threshold) in zip(simulated.truth.trials, session.thresholds) {
      let press = try #require(trial.pressTime)
      #expect(trial.threshold.map { abs($0 - threshold.value) < 1e-9 } == true)
      #expect(abs(press - (trial.onset + threshold.value / rate)) < 1e-9)
      // The last sample before the press lies on the line through onset and press.
      let index = Int((press * samplingRate).rounded(.down))
      let time = recording.timeBase.time(index)
      #expect(abs(recording.channels[0].samples[index] - rate * (time - trial.onset)) < 1e-9)
      // The button goes down between that sample and the next.
      #expect(recording.channels[1].samples[index] == 0 || time == press)
      #expect(recording.channels[1].samples[index + 1] == 1)
    }
  }

  @Test func delaysMoveThePressAndTheRelease() throws {
    let simulated = AlgometerSession(seed: 8).run()
    for trial in simulated.truth.trials {
      let felt = try #require(trial.sensationTime)
      let press = try #require(trial.pressTime)
      let release = try #require(trial.releaseTime)
      #expect(press - felt >= 0.1 && press - felt < 0.7)
      #expect(release - press >= 0.1 && release - press < 0.7)
      let pressure = try #require(trial.pressureAtPress)
      let threshold = try #require(trial.threshold)
      #expect(abs(pressure - threshold - 50 * (press - felt)) < 1e-9)
      #expect(abs(trial.peak - threshold - 50 * (release - felt)) < 1e-9)
      #expect(trial.expectedFlags.isEmpty)
    }
  }

  @Test func sameSeedSameBytes() {
    let a = AlgometerSession(seed: 5).run()
    let b = AlgometerSession(seed: 5).run()
    let c = AlgometerSession(seed: 6).run()
    #expect(a.recordings[0].delimited() == b.recordings[0].delimited())
    #expect(a.truth.json == b.truth.json)
    #expect(a.recordings[0].delimited() != c.recordings[0].delimited())
  }
}
