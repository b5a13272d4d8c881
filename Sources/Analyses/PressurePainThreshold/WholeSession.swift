// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The trials of a whole recording, bit for bit those ``TrialMachine`` gives of it sample by sample.
///
/// The detectors of a stream run over it once, in stretches. Then every contact is read by itself from the samples around
/// it, half of them on a second thread. No channel is copied.
struct WholeSession {
  let recording: Recording
  let load: Channel
  let scale: LoadScale
  let traits: LoadTraits
  let parameters: PPTParameters
  /// Presses of the whole recording; nil without a marker.
  let marker: MarkerTracker?
  let found: SessionContacts

  init(
    _ channel: Channel, of recording: Recording, _ scale: LoadScale, _ traits: LoadTraits, _ parameters: PPTParameters
  ) {
    self.recording = recording
    load = channel
    self.scale = scale
    self.traits = traits
    self.parameters = parameters
    var contacts = SessionContacts()
    var presses: WholeMarker?
    SideBySide.run {
      contacts = SessionContacts(channel, of: recording, scale, traits, parameters)
    } _: {
      presses = WholeMarker(recording)
    }
    found = contacts
    marker = presses?.tracker(contacts.contacts)
  }

  /// A file that starts loaded and never shows an idle sample comes from a device that leaves them out.
  var hidesIdle: Bool { found.contacts.count > 1 && found.contacts.allSatisfy(\.startsLoaded) }

  private struct Task {
    let contact: ContactDetector.Contact
    let number: Int
    let earliest: Double
    let latest: Double
  }

  /// Reads all trials; taps go into the findings.
  func run(into findings: inout Findings) -> [Trial] {
    var tasks: [Task] = []
    var previousEnd = -Double.infinity
    let contacts = found.contacts
    for (index, contact) in contacts.enumerated() {
      if contact.endTime - contact.startTime >= PressurePainThreshold.shortestTrial {
        let latest = index + 1 < contacts.count ? contacts[index + 1].startTime : .infinity
        tasks.append(Task(contact: contact, number: tasks.count + 1, earliest: previousEnd, latest: latest))
      } else {
        findings.events.append(
          Event(kind: "tap", start: contact.startTime, end: contact.endTime, attributes: ["channel": load.name]))
        findings.issues.append(
          Issue(.tap, "channel '\(load.name)' at \(DecimalText.shortest(contact.startTime)) s"))
      }
      previousEnd = contact.endTime
    }
    guard tasks.count > 1 else { return tasks.map(trial) }
    let half = tasks.count / 2
    var front: [Trial] = []
    var back: [Trial] = []
    SideBySide.run {
      front = tasks[..<half].map(trial)
    } _: {
      back = tasks[half...].map(trial)
    }
    return front + back
  }

  private func trial(_ task: Task) -> Trial {
    let (window, first, range) = found.window(
      from: max(task.earliest, task.contact.startTime - Baseline.history - 1),
      through: task.contact.endTime + TrialMachine.settling,
      LoadSignal(channel: load.name, interval: traits.interval, range: scale.range, quantum: traits.quantum),
      load, of: recording, scale)
    var contact = task.contact
    contact.start -= first
    contact.end -= first
    var rating: (times: [Double], values: [Double])?
    if marker == nil, let channel = recording.channels(.rating).first {
      let plain = PlainChannel(channel, of: recording, latency: 0)
      var (times, values): ([Double], [Double]) = ([], [])
      plain.read(range, of: recording, times: &times, values: &values)
      rating = (times, values)
    }
    return Trial(
      contact, number: task.number, earliest: task.earliest, latest: task.latest, load: window, marker: marker,
      rating: rating, parameters: parameters)
  }
}
