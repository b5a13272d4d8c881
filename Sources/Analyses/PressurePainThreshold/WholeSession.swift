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
    var marks = MarkBlock()
    LoadBlock.forEach(load, of: recording, scale) { block, range in
      marks.read(range, of: recording, marker: marker, rating: rating)
      var k = 0
      while k < block.count {
        let taken = machine.advance(
          indices: block.indices.span.extracting(k..<block.count), times: block.times.span.extracting(k..<block.count),
          pressures: block.pressures.span.extracting(k..<block.count))
        k += taken
        if taken > 0 { marks.hand(through: block.indices[k - 1], to: &machine) }
        guard k < block.count else { break }
        marks.hand(through: block.indices[k], to: &machine)
        machine.process(index: block.indices[k], time: block.times[k], pressure: block.pressures[k], into: &given)
        k += 1
      }
      marks.hand(through: range.upperBound - 1, to: &machine)
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
    LoadBlock.forEach(channel, of: recording, scale) { block, _ in
      var k = 0
      while k < block.count {
        k += detector.advance(
          times: block.times.span.extracting(k..<block.count), loads: block.pressures.span.extracting(k..<block.count))
        guard k < block.count else { break }
        detector.process(time: block.times[k], load: block.pressures[k], into: &contacts)
        k += 1
      }
    }
    detector.finish(into: &contacts)
    return contacts
  }
}
