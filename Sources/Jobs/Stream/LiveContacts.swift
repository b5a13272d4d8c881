// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import SignalProcessing

/// `--analysis contact`: when the probe was on the skin, 0.2 s after it left.
struct LiveContacts: LiveSink {
  private struct Load {
    let channel: String
    let scale: LoadScale
    let slot: Int
    var detector: ContactDetector?
  }

  private var rows: EvenRows
  private var loads: [Load] = []
  private let parameters: PPTParameters

  init(_ recording: Recording, _ table: LiveTable, _ parameters: PPTParameters) throws(Failure) {
    self.parameters = parameters
    rows = EvenRows(recording.timeBase, needsEvenStamps: false)
    for channel in recording.channels where channel.kind == .force || channel.kind == .pressure {
      guard let slot = table.recording.channels.firstIndex(where: { $0.name == channel.name }) else { continue }
      do throws(ConditioningRefusal) {
        loads.append(Load(channel: channel.name, scale: try LoadScale(channel, of: recording), slot: slot))
      } catch {
        throw Failure(.dataInvalid, "standard input", error.detail)
      }
    }
    guard !loads.isEmpty else {
      throw Failure(.dataInvalid, "standard input", "there is no force or pressure channel")
    }
  }

  mutating func take(_ table: LiveTable, into lines: inout StreamLines) throws(Failure) {
    for row in try rows.take(table.time, table.values) { advance(row, into: &lines) }
  }

  mutating func finish(into lines: inout StreamLines) throws(Failure) {
    for row in try rows.rest() { advance(row, into: &lines) }
    for k in loads.indices {
      var contacts: [ContactDetector.Contact] = []
      loads[k].detector?.finish(into: &contacts)
      put(contacts, loads[k].channel, into: &lines)
    }
  }

  private mutating func advance(_ row: EvenRows.Row, into lines: inout StreamLines) {
    for k in loads.indices {
      let scale = loads[k].scale
      let load = row.values[loads[k].slot]
      let pressure = scale.pressure(load)
      if load.isFinite, !pressure.isFinite { lines.addOverflow(loads[k].channel, row.time) }
      guard pressure.isFinite, row.time.isFinite else { continue }
      if loads[k].detector == nil, let interval = rows.interval {
        loads[k].detector = ContactDetector(.init(parameters, interval: interval))
      }
      var contacts: [ContactDetector.Contact] = []
      loads[k].detector?.process(time: row.time - scale.lag, load: pressure, into: &contacts)
      if !contacts.isEmpty { put(contacts, loads[k].channel, into: &lines) }
    }
  }

  private func put(_ contacts: [ContactDetector.Contact], _ channel: String, into lines: inout StreamLines) {
    for contact in contacts {
      var attributes = ["channel": channel]
      if contact.bounces > 0 { attributes["bounces"] = String(contact.bounces) }
      if contact.isOpen { attributes["ends"] = "loaded" }
      if contact.startsLoaded { attributes["starts"] = "loaded" }
      let event = Event(
        kind: "contact", start: contact.startTime, end: contact.endTime, attributes: attributes)
      lines.add(.event(event), Description())
    }
  }
}
