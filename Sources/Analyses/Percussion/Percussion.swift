// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The frequency profile of massage guns and other devices that strike or vibrate.
///
/// The algorithm is described step by step in the article of the same name.
public enum Percussion: Analysis {
  public static let name = "percussion"
  public static let summary = "Percussion profiles of massage guns: rate, stroke, harmonics, stability, load, exposure"

  /// Lowest rate of a sound card, Hz.
  private static let soundCardRate = 8000.0
  /// Fewest samples worth a look.
  private static let fewest = 64

  public static func applies(to recording: Recording) -> Applicability {
    if recording.programme != nil { return .doesNotApply("the recording is a cuff test") }
    let kinds = Set(recording.channels.map(\.kind))
    if kinds.contains(.rating) || (kinds.contains(.marker) && !kinds.isDisjoint(with: [.force, .pressure])) {
      return .doesNotApply("a load with a button, or a rating, reads as a session of pain thresholds")
    }
    guard kinds.contains(.acceleration) || kinds.contains(.sound) else {
      return .doesNotApply("there is no acceleration and no sound channel")
    }
    if recording.channels(.acceleration).allSatisfy({ VibrationSensor.isMagnitude($0.name) }), !kinds.contains(.sound) {
      return .doesNotApply("there is only the magnitude of an acceleration, which has twice the rate of its axes")
    }
    guard recording.sampleCount >= fewest else {
      return .doesNotApply("expected at least \(fewest) samples, found \(recording.sampleCount)")
    }
    return .applies
  }

  public static func analyze(
    _ recorded: Recording, _ parameters: PercussionParameters
  ) throws(AnalysisError) -> Findings {
    let sensors = VibrationSensor.all(in: recorded)
    guard let first = sensors.first else { throw .doesNotApply("there is no acceleration and no sound channel") }
    var findings = Findings(analysis: name)
    let (recording, lost) = LostSamples.told(recorded, by: first, band: parameters.band)
    if let lost { findings.issues.append(lost) }
    findings.settings = parameters.changes
    let all = sensors.map { (sensor: $0, signal: VibrationSignal($0, of: recording)) }
    var fastest: Double?
    for (index, own) in all.enumerated() {
      // The first accelerometer is the source of what the others feel.
      let others = index == 0 && own.sensor.isAcceleration ? all.dropFirst().filter(\.sensor.isAcceleration) : []
      let rates = analyze(own.sensor, own.signal, others, of: recording, parameters, into: &findings)
      if index == 0 { fastest = rates.max() }
    }
    if let first = all.first, first.sensor.isAcceleration,
      let curve = LoadCurve(recording, first.signal, fastest: fastest, parameters)
    {
      findings.outcomes += curve.rows(first.sensor.name)
    }
    if case .even(_, let rate, _) = recording.timeBase {
      for channel in recording.channels(.sound) {
        findings.outcomes += SoundLevels(channel, rate: rate, flags: []).rows
      }
    }
    let whole = Set(recording.issues.map(\.code)).intersection([.rateNominal, .sessionIncomplete])
    for index in findings.outcomes.indices { findings.outcomes[index].flags.formUnion(whole) }
    findings.edits = ManualEdits.apply(recording.edits, to: &findings.outcomes)
    findings.refuseOverflow()
    return findings
  }

  private static func refuse(_ code: IssueCode, _ detail: String, _ sensor: String, into findings: inout Findings)
    -> [Double]
  {
    findings.issues.append(Issue(code, detail))
    findings.outcomes.append(
      Outcome(
        "percussion_frequency", value: nil, unit: "Hz", method: "percussion.harmonic_nls", channel: sensor,
        flags: [code]))
    return []
  }

  /// - Returns: Rough rates of the steady segments, Hz.
  private static func analyze(
    _ sensor: VibrationSensor, _ signal: VibrationSignal,
    _ others: [(sensor: VibrationSensor, signal: VibrationSignal)], of recording: Recording,
    _ parameters: PercussionParameters, into findings: inout Findings
  ) -> [Double] {
    if let issue = signal.unitIssue { findings.issues.append(issue) }
    let samples: HarmonicSamples
    do throws(HarmonicError) {
      samples = try HarmonicSamples(stamps: signal.stamps, channels: signal.axes)
    } catch {
      return refuse(.noPeriod, "sensor '\(sensor.name)': \(error)", sensor.name, into: &findings)
    }
    let steady = SteadyRanges(
      samples, of: recording, band: parameters.band, shortest: parameters.shortestSegment)
    guard !steady.ranges.isEmpty else {
      let why =
        steady.isActive
        ? "no speed is kept for \(parameters.shortestSegment.text) and a second more for its start and end"
        : "nothing in it repeats"
      return refuse(
        steady.isActive ? .unsteady : .noPeriod, "sensor '\(sensor.name)': \(why)", sensor.name, into: &findings)
    }
    var isNominal = false
    // The clock of a sound card is good; that of whatever else was put into a sound file is not known.
    if case .even(_, let rate, let measured) = recording.timeBase {
      isNominal = !measured && !(recording.format == "wave" && !sensor.isAcceleration && rate.value >= soundCardRate)
    }
    let claims = Claims(recording.description.setting)
    let gauge = parameters.mounting == .head ? VibrationSignal(forceOf: recording) : nil
    let scales = SensorScales(parameters)
    var rates: [Double?] = []
    for (index, range) in steady.ranges.enumerated() {
      let part = samples[range]
      let own = PercussionSegment(
        number: index + 1, part, sensor, signal.part(range, of: samples), isNominal: isNominal, claims: claims,
        parameters)
      findings.outcomes += own.rows
      findings.issues += own.reading.issues
      rates.append(own.reading.frequency)
      guard sensor.isAcceleration, let frequency = own.reading.frequency, let fit = own.reading.fit else { continue }
      let joint = JointSegment(
        number: index + 1, start: part.time(0), end: part.time(part.count - 1), frequency: frequency, order: fit.order,
        clockShare: own.reading.clockShare)
      for other in others {
        findings.outcomes +=
          SensorPair(from: signal, to: other.signal, named: other.sensor.name, joint, scales).rows
      }
      if let gauge {
        findings.outcomes += SensorPair(force: gauge, head: signal, named: sensor.name, joint, scales).rows
      }
    }
    var levels = SpeedLevels.numbers(rates.compactMap { $0 })[...]
    for (index, range) in steady.ranges.enumerated() {
      var attributes: [String: String] = [:]
      if let rate = rates[index], let level = levels.popFirst() {
        attributes["frequency"] = DecimalText.shortest(rate)
        attributes["speed_level"] = String(level)
      }
      findings.events.append(
        Event(
          kind: "segment", start: samples.time(range.lowerBound),
          end: samples.time(range.upperBound - 1), trial: index + 1, attributes: attributes))
    }
    return steady.frequencies
  }
}
