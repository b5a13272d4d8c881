// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Pressure-pain thresholds from hand-held algometer sessions.
///
/// The algorithm is described step by step in the article of the same name.
public enum PressurePainThreshold: Analysis {
  public static let name = "ppt"
  public static let summary = "Pressure-pain thresholds, ramps and trial series of hand-held algometry"

  public static func applies(to recording: Recording) -> Applicability {
    if recording.programme != nil { return .doesNotApply("the recording is a cuff test") }
    guard let load = loadChannels(recording).first else {
      return .doesNotApply("there is no force or pressure channel")
    }
    if CuffAlgometry.looksLikeCuff(recording) { return .doesNotApply("pressure with a rating reads as a cuff test") }
    if load.unit == nil, recording.channels(.marker).isEmpty, recording.events.isEmpty {
      return .doesNotApply("the load has no unit and there is no button")
    }
    return .applies
  }

  static func loadChannels(_ recording: Recording) -> [Channel] {
    recording.channels.filter { $0.kind == .force || $0.kind == .pressure }
  }

  public static func analyze(
    _ recording: Recording, _ parameters: PPTParameters
  ) throws(AnalysisError) -> Findings {
    let channels = loadChannels(recording)
    guard !channels.isEmpty else { throw .doesNotApply("there is no force or pressure channel") }
    var findings = Findings(analysis: name)
    findings.settings = parameters.changes
    for channel in channels { analyze(channel, of: recording, parameters, into: &findings) }
    findings.refuseOverflow()
    return findings
  }

  private static func analyze(
    _ channel: Channel, of recording: Recording, _ parameters: PPTParameters, into findings: inout Findings
  ) {
    func refuse(_ code: IssueCode, _ detail: String) {
      findings.refuse(
        code, detail, "pressure_pain_threshold", method: "ppt.button.interpolated", channel: channel.name)
    }
    let load: LoadSignal
    do {
      load = try Conditioning.load(channel, of: recording)
    } catch {
      return refuse(error.code, error.detail)
    }
    let contacts = detect(load, parameters)
    for tap in contacts where isTap(tap) {
      findings.events.append(
        Event(kind: "tap", start: tap.startTime, end: tap.endTime, attributes: ["channel": channel.name]))
      findings.issues.append(Issue(.tap, "channel '\(channel.name)' at \(DecimalText.shortest(tap.startTime)) s"))
    }
    let trials = contacts.indices.filter { !isTap(contacts[$0]) }
    // A file that starts loaded and never shows an idle sample comes from a device that leaves them out.
    if contacts.count > 1, contacts.allSatisfy(\.startsLoaded) {
      findings.issues.append(Issue(.zeroSuppressed, "channel '\(channel.name)'"))
    }
    guard !trials.isEmpty else { return refuse(.noContact, "channel '\(channel.name)'") }
    let marker = MarkerSource(recording, contacts: contacts, load: load)
    let rating = recording.channels(.rating).first.map { Conditioning.plain($0, of: recording, latency: 0) }
    let reader = TrialReader(load: load, marker: marker, rating: rating, parameters: parameters)
    let labels = LabelIndex(recording)
    var rows: [Outcome] = []
    for (k, position) in trials.enumerated() {
      let contact = contacts[position]
      let earliest = position > 0 ? contacts[position - 1].endTime : -.infinity
      let latest = position + 1 < contacts.count ? contacts[position + 1].startTime : .infinity
      let trial = reader.read(contact, earliest: earliest, latest: latest)
      let outcomes = TrialOutcomes(trial, number: k + 1, load: load, parameters: parameters)
      let place = place(of: trial, number: k + 1, load: load, recording.description, labels)
      rows += outcomes.rows.map { row in
        var row = row
        (row.site, row.side) = place
        return row
      }
      findings.events += events(trial, number: k + 1, channel: channel.name)
    }
    let whole = Set(recording.issues.map(\.code)).intersection([.sessionIncomplete, .kgAsKgf, .rateNominal])
    for i in rows.indices { rows[i].flags.formUnion(whole) }
    findings.edits += ManualEdits.apply(recording.edits, to: &rows)
    findings.outcomes += rows + summaries(rows, parameters, channel: channel.name)
  }

  static func detect(_ load: LoadSignal, _ parameters: PPTParameters) -> [ContactDetector.Contact] {
    var detector = ContactDetector(
      .init(
        threshold: parameters.contactThreshold.value, interval: load.interval,
        fastestDrift: 2 * parameters.driftLimit.value))
    var contacts: [ContactDetector.Contact] = []
    for (time, pressure) in zip(load.times, load.pressure) {
      detector.process(time: time, load: pressure, into: &contacts)
    }
    detector.finish(into: &contacts)
    return contacts
  }

  /// Shortest contact that is a trial, s.
  static let shortestTrial = 0.3

  private static func isTap(_ contact: ContactDetector.Contact) -> Bool {
    contact.endTime - contact.startTime < shortestTrial
  }

  /// Site and side of a trial: its label in the file, else the operator's list, else the recording's.
  private static func place(
    of trial: TrialReading, number: Int, load: LoadSignal, _ lists: Description, _ labels: LabelIndex
  ) -> (String, String) {
    let sample = load.indices[trial.range.lowerBound]
    func find(_ kind: String, _ list: [String], _ one: String) -> String {
      labels.text(kind, at: sample) ?? (number <= list.count ? list[number - 1] : one)
    }
    return (find("site", lists.trialSites, lists.site), find("side", lists.trialSides, lists.side))
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

  private static func censoring(_ row: Outcome) -> ClosedRange<Double>? {
    guard row.flags.contains(.intervalCensored), let low = row.low, let high = row.high, low <= high else { return nil }
    return low...high
  }

  /// One row for each site and side, and each outcome that makes a series.
  private static func summaries(_ rows: [Outcome], _ parameters: PPTParameters, channel: String) -> [Outcome] {
    struct Place: Hashable {
      let site: String
      let side: String
    }
    var places: [Place] = []
    var rowsAt: [Place: [Outcome]] = [:]
    for row in rows where row.component.isEmpty {
      let place = Place(site: row.site, side: row.side)
      if rowsAt[place] == nil { places.append(place) }
      rowsAt[place, default: []].append(row)
    }
    let series = Series(rule: parameters.trialRule, censoring: parameters.censoring)
    var out: [Outcome] = []
    for place in places {
      let here = rowsAt[place] ?? []
      let names = ["pressure_pain_threshold", "pressure_pain_tolerance", "threshold_release"]
      for name in names {
        let members = here.filter { $0.name == name }.map { row in
          let interval = censoring(row)
          return Series.Member(
            trial: row.trial ?? 0, value: row.value ?? interval.map { ($0.lowerBound + $0.upperBound) / 2 },
            bound: row.low ?? row.high, interval: interval,
            isRightBound: row.flags.contains(.rightCensored),
            isExcluded: !row.flags.isDisjoint(with: [.excluded, .latePress]),
            isEdited: row.flags.contains(.manualEdit))
        }
        guard !members.isEmpty else { continue }
        // Release readings stand in for a series only where no trial has an event.
        if name == "threshold_release", here.contains(where: { $0.name == names[0] && !$0.isRefused }) { continue }
        var summary = series.summarise(members, name: name, unit: "kPa", channel: channel)
        (summary.site, summary.side) = (place.site, place.side)
        if name == "threshold_release", summary.low != nil { summary.flags.insert(.noMarker) }
        out.append(summary)
        let rejected = members.count - members.filter { !$0.isExcluded && ($0.value ?? $0.bound) != nil }.count
        if rejected > 0 {
          var count = Outcome(
            "trials_rejected", value: Double(rejected), unit: "1", method: "series.\(parameters.trialRule.rawValue)",
            channel: channel, component: name, count: members.count)
          (count.site, count.side) = (place.site, place.side)
          out.append(count)
        }
      }
    }
    return out
  }
}
