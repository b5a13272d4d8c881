// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Simulation
import TestSupport
import Testing

@testable import Analyses

/// A recording fed in stretches gives the bits that sample by sample gives.
struct WholeSessionTests {
  /// The trial machine fed one sample at a time.
  private func bySample(
    _ session: WholeSession, _ channel: Channel, of recording: Recording, _ scale: LoadScale
  ) -> [TrialMachine.Finding] {
    let presses = recording.events.filter { $0.kind == "press" }
    var tracker: MarkerTracker?
    if !presses.isEmpty {
      tracker = MarkerTracker(presses: presses.map(\.start))
    } else if let marker = recording.channels(.marker).first {
      let levels = marker.samples
      var majority = IdleMajority(middle: MarkerEdges.middleLevel(levels) ?? 0, contacts: session.found.contacts)
      for i in levels.indices { majority.take(time: recording.timeBase.time(i), level: levels[i]) }
      tracker = MarkerTracker(MarkerEdges.reading(of: levels, activeHigh: majority.isLow))
    }
    let signal = LoadSignal(
      channel: channel.name, interval: session.traits.interval, range: scale.range, quantum: session.traits.quantum)
    var machine = TrialMachine(
      signal, marker: tracker, hasRating: !recording.channels(.rating).isEmpty, parameters: session.parameters)
    var found: [TrialMachine.Finding] = []
    let marker = recording.channels(.marker).first.map { PlainChannel($0, of: recording, latency: 0) }
    let rating = recording.channels(.rating).first.map { PlainChannel($0, of: recording, latency: 0) }
    for i in 0..<recording.pairedCount(channel) {
      let stamp = recording.timeBase.time(i)
      if let marker { machine.press(time: stamp, level: marker[i]) }
      if let rating { machine.rate(time: stamp, value: rating[i]) }
      let pressure = scale.pressure(channel.samples[i])
      guard pressure.isFinite else { continue }
      machine.process(index: i, time: stamp - scale.lag, pressure: pressure, into: &found)
    }
    machine.finish(into: &found)
    return found
  }

  @Test(arguments: 0..<24) func stretchesGiveWhatSamplesGive(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var simulated = AlgometerSession.exact(seed: UInt64(seed + 1))
    simulated.samplingRate = Hertz([100, 1000, 37][seed % 3])
    simulated.noise = Pressure(seed % 2 == 0 ? 0 : 1)
    var recording = simulated.run().recordings[0]
    let load = try #require(recording.channels.firstIndex { $0.kind == .force || $0.kind == .pressure })
    if seed % 4 > 1 {
      // Missing samples, of any channel, and a hole in the stamps.
      for k in recording.channels.indices {
        for i in recording.channels[k].samples.indices where Int.random(in: 0..<200, using: &generator) == 0 {
          recording.channels[k].samples[i] = .nan
        }
      }
      var stamps = recording.timeBase.stamps(count: recording.sampleCount)
      for i in stamps.indices where i > stamps.count / 2 { stamps[i] += 1.7 }
      recording.timeBase = .stamped(stamps)
    }
    if seed % 5 == 0 {
      let marker = try #require(recording.channels.firstIndex { $0.kind == .marker })
      recording.channels[marker].kind = .rating
      recording.channels[marker].unit = .centimetreOfRating
    }
    if seed % 3 == 1 {
      // The button is idle on the upper level.
      for k in recording.channels.indices where recording.channels[k].kind == .marker {
        recording.channels[k].samples = recording.channels[k].samples.map { 1 - $0 }
      }
    }
    let channel = recording.channels[load]
    let scale = try LoadScale(channel, of: recording)
    let parameters = PPTParameters()
    let traits = LoadTraits(channel, of: recording, scale)
    let session = WholeSession(channel, of: recording, scale, traits, parameters)
    let expected = bySample(session, channel, of: recording, scale)
    var findings = Findings(analysis: "ppt")
    let trials = session.run(into: &findings)
    var taps = findings.events[...]
    var rest = trials[...]
    for finding in expected {
      switch finding {
      case .trial(let trial):
        let next = rest.popFirst()
        let other = try #require(next)
        #expect(other.rows == trial.rows && other.events == trial.events && other.sample == trial.sample)
      case .tap(let start, let end):
        let next = taps.popFirst()
        let tap = try #require(next)
        #expect(tap.start == start && tap.end == end)
      case .tooLong: Issue.record("a whole recording drops nothing")
      }
    }
    #expect(rest.isEmpty && taps.isEmpty && trials.count > 2)
  }

  /// Interval, quantum and sign against a copy of all that is not missing.
  @Test func traitsAreThoseOfASortedCopy() throws {
    var generator = SeededGenerator(seed: 8)
    for count in [0, 1, 2, 3, 4095, 4096, 4097, 60_000] {
      // Most of it idle, the rest far to one side.
      let side = count % 2 == 0 ? -1.0 : 1
      let samples = (0..<count).map { (i: Int) -> Double in
        if i % 97 == 0 { return .nan }
        let load = (Double.random(in: 0...400, using: &generator) * 8).rounded() / 8
        return side * (load > 300 ? load : load / 128)
      }
      var stamps = (0..<count).map { Double($0) * 0.01 }
      for i in stamps.indices { stamps[i] += Double.random(in: 0...0.004, using: &generator) }
      let channel = Channel(name: "p", kind: .pressure, unit: .kilopascal, samples: samples)
      let recording = Recording(
        format: "test", channels: [channel], timeBase: .stamped(stamps), sampleCount: count)
      let traits = LoadTraits(channel, of: recording, try LoadScale(channel, of: recording))
      let kept = (0..<count).filter { samples[$0].isFinite }
      let intervals = zip(kept.dropFirst(), kept).map { stamps[$0] - stamps[$1] }.sorted()
      #expect(traits.count == kept.count)
      #expect(traits.interval == (intervals.isEmpty ? 0 : intervals[intervals.count / 2]))
      let steps = zip(kept.dropFirst(), kept).map { abs(samples[$0] - samples[$1]) }.filter { $0 > 0 }
      #expect(traits.quantum == steps.min() ?? 0)
      let values = kept.map { samples[$0] }.sorted()
      let middle = values.isEmpty ? 0 : values[values.count / 2]
      let (low, high) = (values.first ?? 0, values.last ?? 0)
      #expect(traits.isNegative == (low < -5 && middle - low > 2 * (high - middle)))
    }
  }
}

/// The polarity of a whole marker from the majority of its idle samples, one by one.
private struct IdleMajority {
  private let middle: Double
  private let contacts: [ContactDetector.Contact]
  private var next = 0
  private var low = 0
  private var high = 0
  private var allLow = 0
  private var allHigh = 0

  init(middle: Double, contacts: [ContactDetector.Contact]) {
    self.middle = middle
    self.contacts = contacts
  }

  mutating func take(time: Double, level: Double) {
    guard !level.isNaN else { return }
    if level > middle { allHigh += 1 } else { allLow += 1 }
    while next < contacts.count, contacts[next].endTime < time { next += 1 }
    if next < contacts.count, time >= contacts[next].startTime { return }
    if level > middle { high += 1 } else { low += 1 }
  }

  /// Whether most idle samples (outside contacts; all samples when there are none) lie on the lower level.
  var isLow: Bool { low + high > 0 ? low >= high : allLow >= allHigh }
}
