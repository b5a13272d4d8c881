// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Detection and tolerance thresholds, temporal summation and conditioned modulation of cuff algometry.
///
/// The algorithm is described step by step in the article of the same name.
public enum CuffAlgometry: Analysis {
  public static let name = "cuff"
  public static let summary = "Cuff algometry: detection, tolerance, temporal summation, conditioned modulation"

  public static func applies(to recording: Recording) -> Applicability {
    if recording.programme != nil { return .applies }
    return looksLikeCuff(recording) ? .applies : .doesNotApply("there is neither a cuff channel nor a cuff programme")
  }

  /// A cuff by name or role, or a pressure with a rating and no button.
  static func looksLikeCuff(_ recording: Recording) -> Bool {
    let loads = recording.channels(.pressure)
    if loads.contains(where: { $0.role == .conditioning || $0.name.lowercased().contains("cuff") }) { return true }
    return !loads.isEmpty && !recording.channels(.rating).isEmpty && recording.channels(.marker).isEmpty
  }

  public static func analyze(
    _ recording: Recording, _ parameters: CuffParameters
  ) throws(AnalysisError) -> Findings {
    var findings = Findings(analysis: name)
    findings.settings = parameters.changes
    if recording.programme?.kind == Programme.Kind.none {
      findings.outcomes = refusedTest(recording)
      return findings
    }
    let stimuli = recording.channels(.pressure).filter { $0.role == .stimulus }
    guard !stimuli.isEmpty else { throw .doesNotApply("there is no cuff pressure channel") }
    let rating = CuffRating(recording)
    for channel in stimuli { analyze(channel, of: recording, rating, parameters, into: &findings) }
    let whole = Set(recording.issues.map(\.code)).intersection([.sessionIncomplete, .rateNominal])
    for i in findings.outcomes.indices { findings.outcomes[i].flags.formUnion(whole) }
    findings.edits = ManualEdits.apply(recording.edits, to: &findings.outcomes)
    findings.refuseOverflow()
    return findings
  }

  private static func analyze(
    _ channel: Channel, of recording: Recording, _ rating: CuffRating?, _ parameters: CuffParameters,
    into findings: inout Findings
  ) {
    func refuse(_ code: IssueCode, _ detail: String) {
      findings.refuse(
        code, detail, "pain_tolerance_threshold", method: "cuff.stop_reason", channel: channel.name)
    }
    let load: LoadSignal
    do {
      load = try Conditioning.load(channel, of: recording)
    } catch {
      return refuse(error.code, error.detail)
    }
    let threshold = parameters.contactThreshold.value
    let kind = self.kind(recording, load, parameters)
    if kind == .pulses {
      let pulses = PulseTrain.find(load, threshold: threshold)
      guard !pulses.isEmpty else { return refuse(.noContact, "channel '\(channel.name)': no pulses") }
      let outcomes = PulseOutcomes(
        load, pulses: pulses, rating: rating, programme: recording.programme, edits: recording.edits,
        parameters: parameters)
      findings.outcomes += outcomes.rows
      findings.events += outcomes.events
      return
    }
    guard let ramp = CuffRampSignal(load, threshold: threshold) else {
      return refuse(.noContact, "channel '\(channel.name)'")
    }
    let outcomes = CuffRampOutcomes(ramp, recording: recording, rating: rating, parameters: parameters)
    findings.outcomes += outcomes.rows
    findings.events.append(outcomes.event)
    if kind == .conditionedRamp {
      findings.outcomes += conditioning(recording, outcomes, parameters, channel: channel.name)
    }
  }

  private static func kind(_ recording: Recording, _ load: LoadSignal, _ parameters: CuffParameters) -> Programme.Kind {
    switch parameters.test {
    case .ramp: return .ramp
    case .pulses: return .pulses
    case .conditionedRamp: return .conditionedRamp
    case .auto: break
    }
    if let kind = recording.programme?.kind { return kind }
    if recording.channels.contains(where: { $0.role == .conditioning }) { return .conditionedRamp }
    let pulses = PulseTrain.find(load, threshold: parameters.contactThreshold.value)
    return pulses.count >= PulseTrain.fewestPulses ? .pulses : .ramp
  }

  /// Delivered pressure of the conditioning cuff at the readings of the test cuff.
  private static func conditioning(
    _ recording: Recording, _ ramp: CuffRampOutcomes, _ parameters: CuffParameters, channel: String
  ) -> [Outcome] {
    let name = "conditioning_pressure"
    let method = "cuff.conditioning_at_reading"
    guard let cuff = recording.channels.first(where: { $0.kind == .pressure && $0.role == .conditioning }) else {
      return [Outcome(name, value: nil, unit: "kPa", method: method, channel: channel, flags: [.noContact])]
    }
    let load: LoadSignal
    do {
      load = try Conditioning.load(cuff, of: recording)
    } catch {
      return [Outcome(name, value: nil, unit: "kPa", method: method, channel: cuff.name, flags: [error.code])]
    }
    let nominal = recording.programme?.conditioningPressure?.value
    let times = [("detection", ramp.crossings?.firstPersistent), ("stop", ramp.stop.time)]
    return times.compactMap { part, time in
      // The last sample at or before the reading: both cuffs empty at the stop.
      guard let time, let i = Optional(load.firstIndex(after: time) - 1), load.pressure.indices.contains(i) else {
        return nil
      }
      let value = load.pressure[i]
      let isLow = nominal.map { value < $0 * (1 - parameters.stimulusTolerance.value / 100) } ?? false
      return Outcome(
        name, value: value, unit: "kPa", method: method, channel: cuff.name, component: part,
        flags: isLow ? [.stimulusLow] : [])
    }
  }

  /// A test the file lists but holds no data for is refused under the name of what it would have given.
  private static func refusedTest(_ recording: Recording) -> [Outcome] {
    var flags = Set(recording.issues.map(\.code)).intersection([.sessionIncomplete])
    flags.insert(.testNotRecorded)
    let names: [(String, String)] =
      switch recording.programme?.planned ?? Programme.Kind.none {
      case .pulses: [("temporal_summation", "cm")]
      case .conditionedRamp: [("conditioned_modulation_detection", "kPa"), ("conditioned_modulation_tolerance", "kPa")]
      case .ramp, .none: [("pain_detection_threshold", "kPa"), ("pain_tolerance_threshold", "kPa")]
      }
    return names.map { Outcome($0.0, value: nil, unit: $0.1, method: "cuff.not_recorded", flags: flags) }
  }

  public static func relate(
    _ session: [(recording: Recording, findings: Findings)], _ parameters: CuffParameters
  ) -> [Findings] {
    var out = session.map(\.findings)
    for (k, member) in session.enumerated() where member.recording.programme?.kind == .conditionedRamp {
      let channels = member.recording.channels(.pressure).filter { $0.role == .stimulus }.map(\.name)
      for channel in channels {
        // The last unconditioned ramp of this cuff before the conditioned one, else the first after it.
        let bases = session.indices.filter { i in
          session[i].recording.programme?.kind == .ramp
            && session[i].findings.outcomes.contains { $0.channel == channel }
        }
        let base = bases.last { $0 < k } ?? bases.first
        var rows = ConditionedModulation.rows(
          conditioned: member.findings.outcomes, base: base.map { session[$0].findings.outcomes }, channel: channel)
        let whole = Set(member.recording.issues.map(\.code)).intersection([.sessionIncomplete])
        for i in rows.indices { rows[i].flags.formUnion(whole) }
        out[k].outcomes += rows
        out[k].refuseOverflow()
      }
    }
    return out
  }
}
