// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The figures of one trial.
struct Trial: Sendable {
  /// 1-based among the trials.
  let number: Int
  /// Index of the contact's first sample in the recording.
  let sample: Int
  let rows: [Outcome]
  let events: [Event]

  /// Reads a contact.
  ///
  /// - Parameters:
  ///   - contact: Its samples as indices of `load`.
  ///   - earliest: End of the contact before, or -infinity.
  ///   - latest: Start of the contact after, or infinity.
  ///   - load: The contact, ``Baseline/history`` before it as far as no other contact is there, and the
  ///     ``TrialMachine/settling`` after it.
  ///   - marker: All edges up to ``TrialMachine/buttonTime`` after the contact, at least.
  init(
    _ contact: ContactDetector.Contact, number: Int, earliest: Double, latest: Double, load: LoadSignal,
    marker: MarkerTracker?, rating: (times: [Double], values: [Double])?, parameters: PPTParameters
  ) {
    let reader = TrialReader(load: load, marker: marker, rating: rating, parameters: parameters)
    let reading = reader.read(contact, earliest: earliest, latest: latest)
    self.number = number
    sample = load.indices[reading.range.lowerBound]
    rows = TrialOutcomes(reading, number: number, load: load, parameters: parameters).rows
    events = Self.events(reading, number: number, channel: load.channel)
  }

  private static func events(_ trial: TrialReading, number: Int, channel: String) -> [Event] {
    var events = [
      Event(
        kind: "contact", start: trial.contact.startTime, end: trial.contact.endTime, trial: number,
        attributes: ["channel": channel])
    ]
    switch trial.event {
    case .press: events.append(Event(kind: "press", start: trial.eventTime, trial: number))
    case .rating: events.append(Event(kind: "rating_crossing", start: trial.eventTime, trial: number))
    case .freeze: events.append(Event(kind: "freeze", start: trial.eventTime, trial: number))
    case .peak: break
    }
    if let release = trial.release { events.append(Event(kind: "release", start: release.time, trial: number)) }
    return events
  }
}
