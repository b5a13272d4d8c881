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
    let scale: LoadScale
    do {
      scale = try LoadScale(channel, of: recording)
    } catch {
      return refuse(error.code, error.detail)
    }
    let traits = LoadTraits(channel, of: recording, scale)
    if let refusal = traits.refusal(scale) { return refuse(refusal.code, refusal.detail) }
    let session = WholeSession(channel, of: recording, scale, traits, parameters)
    let trials = session.run(into: &findings)
    if session.hidesIdle {
      findings.issues.append(Issue(.zeroSuppressed, "channel '\(channel.name)'"))
    }
    guard !trials.isEmpty else { return refuse(.noContact, "channel '\(channel.name)'") }
    let labels = LabelIndex(recording)
    var rows: [Outcome] = []
    for trial in trials {
      let place = TrialPlace(trial.number, recording.description) { labels.text($0, at: trial.sample) }
      rows += place.applied(to: trial.rows)
      findings.events += trial.events
    }
    let whole = Set(recording.issues.map(\.code)).intersection(flagsOfFile)
    for i in rows.indices { rows[i].flags.formUnion(whole) }
    findings.edits += ManualEdits.apply(recording.edits, to: &rows)
    var book = SeriesBook(parameters, channel: channel.name)
    book.add(rows)
    findings.outcomes += rows + book.summaries
  }

  /// Issues of a whole recording that go on every figure of it.
  static let flagsOfFile: Set<IssueCode> = [.sessionIncomplete, .kgAsKgf, .rateNominal]

  /// Shortest contact that is a trial, s.
  static let shortestTrial = 0.3
}

/// Site and side of a trial: its label in the file, else the operator's list, else the recording's.
struct TrialPlace {
  let site: String
  let side: String

  /// - Parameter label: The label of a kind at the start of the trial.
  init(_ number: Int, _ description: Description, label: (String) -> String?) {
    func find(_ kind: String, _ list: [String], _ one: String) -> String {
      label(kind) ?? (number <= list.count ? list[number - 1] : one)
    }
    site = find("site", description.trialSites, description.site)
    side = find("side", description.trialSides, description.side)
  }

  func applied(to rows: [Outcome]) -> [Outcome] {
    rows.map { row in
      var row = row
      (row.site, row.side) = (site, side)
      return row
    }
  }
}
