// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Feeds a whole recording to the trial machine, with what only a whole recording tells: median interval, smallest
/// step, and the marker's levels and polarity. No channel is copied.
struct WholeSession {
  private(set) var machine: TrialMachine
  private let recording: Recording
  private let load: Channel
  private let scale: LoadScale
  private var marker: PlainChannel?
  private var rating: PlainChannel?

  init(
    _ channel: Channel, of recording: Recording, _ scale: LoadScale, _ traits: LoadTraits, _ parameters: PPTParameters
  ) {
    self.recording = recording
    load = channel
    self.scale = scale
    let presses = recording.events.filter { $0.kind == "press" }
    let markerChannel = recording.channels(.marker).first
    let latency = markerChannel?.calibration.latency.value ?? 0
    var tracker: MarkerTracker?
    if !presses.isEmpty {
      tracker = MarkerTracker(presses: presses.map { $0.start - latency })
    } else if let markerChannel {
      let plain = PlainChannel(markerChannel, of: recording, latency: latency)
      marker = plain
      tracker = MarkerTracker(
        Self.reading(plain, of: recording, calibration: markerChannel.calibration) {
          Self.contacts(channel, of: recording, scale, traits, parameters)
        })
    }
    rating = recording.channels(.rating).first.map { PlainChannel($0, of: recording, latency: 0) }
    let signal = LoadSignal(
      channel: channel.name, interval: traits.interval, range: scale.range, quantum: traits.quantum)
    machine = TrialMachine(signal, marker: tracker, hasRating: rating != nil, parameters: parameters)
  }

  /// Reads all trials; taps go into the findings.
  mutating func run(into findings: inout Findings) -> [TrialMachine.Trial] {
    var given: [TrialMachine.Finding] = []
    let stamps = recording.timeBase
    let lag = scale.lag
    let count = recording.pairedCount(load)
    for i in 0..<count {
      let stamp = stamps.time(i)
      if let marker, i < marker.count { machine.press(time: stamp - marker.latency, level: marker[i]) }
      if let rating, i < rating.count { machine.rate(time: stamp, value: rating[i]) }
      let pressure = scale.pressure(load.samples[i])
      guard pressure.isFinite, stamp.isFinite else { continue }
      machine.process(index: i, time: stamp - lag, pressure: pressure, into: &given)
    }
    machine.finish(into: &given)
    var trials: [TrialMachine.Trial] = []
    for finding in given {
      switch finding {
      case .trial(let trial): trials.append(trial)
      case .tap(let start, let end):
        findings.events.append(Event(kind: "tap", start: start, end: end, attributes: ["channel": load.name]))
        findings.issues.append(Issue(.tap, "channel '\(load.name)' at \(DecimalText.shortest(start)) s"))
      case .tooLong: break
      }
    }
    return trials
  }

  /// How the marker is read: as declared, else idle is where it lies in most samples outside contacts.
  private static func reading(
    _ marker: PlainChannel, of recording: Recording, calibration: Calibration,
    contacts: () -> [ContactDetector.Contact]
  ) -> MarkerReading {
    if MarkerEdges.isCounter(marker) { return .counter }
    guard let middle = MarkerEdges.middleLevel(marker) else { return .constant }
    if let active = calibration.active { return .level(middle: middle, activeHigh: active == .high) }
    var majority = IdleMajority(middle: middle, contacts: contacts())
    for (i, level) in marker.enumerated() {
      majority.take(time: recording.timeBase.time(i) - marker.latency, level: level)
    }
    return .level(middle: middle, activeHigh: majority.isLow)
  }

  private static func contacts(
    _ channel: Channel, of recording: Recording, _ scale: LoadScale, _ traits: LoadTraits, _ parameters: PPTParameters
  ) -> [ContactDetector.Contact] {
    var detector = ContactDetector(.init(parameters, interval: traits.interval))
    var contacts: [ContactDetector.Contact] = []
    for i in 0..<recording.pairedCount(channel) {
      let stamp = recording.timeBase.time(i)
      let pressure = scale.pressure(channel.samples[i])
      guard pressure.isFinite, stamp.isFinite else { continue }
      detector.process(time: stamp - scale.lag, load: pressure, into: &contacts)
    }
    detector.finish(into: &contacts)
    return contacts
  }
}

/// A marker or rating channel in its unit, without a copy of it.
struct PlainChannel: RandomAccessCollection {
  let latency: Double
  let count: Int
  private let samples: [Double]
  private let calibration: Calibration
  private let factor: Double

  init(_ channel: Channel, of recording: Recording, latency: Double) {
    self.latency = latency
    count = recording.pairedCount(channel)
    samples = channel.samples
    calibration = channel.calibration
    factor = channel.unit?.factor ?? 1
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }
  subscript(index: Int) -> Double { calibration.apply(samples[index]) * factor }
}
