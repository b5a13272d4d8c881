// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The tests of one LabBench session.
struct LabBenchSession {
  let name: String
  /// Nil when the file does not say.
  let isComplete: Bool?
  /// Types of the tests by ID, from the whole file.
  let types: [String: String]

  private static let personal = ["Operator", "MachineName", "StudentName", "SubjectName", "PatientName", "Name"]

  func recordings(_ tests: JSONObject) -> [Recording] {
    var recordings: [Recording] = []
    var notes: [String] = []
    for (id, value) in tests.members {
      guard let test = value.object else { continue }
      let type = test["Type"]?.string ?? ""
      if type == "SurveyResult" || type == "NullResult" && types[id] == "SurveyResult" {
        notes.append("survey '\(id)' holds no signal and was left out")
      } else {
        recordings.append(recording(id, test, type))
      }
    }
    for index in recordings.indices {
      recordings[index].dialect += notes
      if isComplete == false { recordings[index].issues.append(Issue(.sessionIncomplete, name)) }
    }
    return recordings
  }

  private func recording(_ id: String, _ test: JSONObject, _ type: String) -> Recording {
    var recording = Recording(
      member: "\(name)/\(id)", session: name, format: LabBench.format.text, channels: [], timeBase: .stamped([]),
      sampleCount: 0)
    if let time = test["RecordingTime"]?.string { recording.dialect.append("recorded \(time)") }
    if let device = test["Instruments"]?.object?["Algometer"]?.string { recording.description.device = device }
    for key in Self.personal where test[key]?.string.map({ !$0.isEmpty }) == true {
      recording.issues.append(Issue(.personalField, key))
    }
    if type == "NullResult" {
      var programme = Programme(kind: .none)
      programme.planned = types[id].flatMap(Self.kind)
      recording.programme = programme
      let known = types[id].map { "in other sessions it is an \($0)" } ?? ""
      recording.issues.append(Issue(.testNotRecorded, known))
      if isComplete != false { recording.issues.append(Issue(.sessionIncomplete, name)) }
      return recording
    }
    let signals: LabBenchSignals
    do throws(LabBenchSignals.Refusal) {
      signals = try LabBenchSignals(test)
    } catch {
      recording.programme = Programme(kind: .none)
      recording.issues.append(Issue(.testNotRecorded, error.reason))
      return recording
    }
    recording.channels = signals.channels
    recording.timeBase = signals.timeBase
    recording.sampleCount = signals.count
    recording.issues += signals.issues
    recording.programme = programme(test, type, &recording)
    return recording
  }

  private func programme(_ test: JSONObject, _ type: String, _ recording: inout Recording) -> Programme? {
    guard let kind = Self.kind(type) else {
      recording.dialect.append("test type '\(type)' is not known")
      return nil
    }
    var programme = Programme(kind: kind)
    programme.limit = positive(test["MaximalPressure"]).map { Pressure($0) }
    programme.nominalPressure = positive(test["NominalStimulatingPressure"]).map { Pressure($0) }
    programme.conditioningPressure = positive(test["NominalConditioningPressure"]).map { Pressure($0) }
    programme.timeOn = positive(test["TimeOn"]).map { Seconds($0) }
    programme.timeOff = positive(test["TimeOff"]).map { Seconds($0) }
    programme.pulseCount = positive(test["NumberOfStimuli"]).flatMap { Int(exactly: $0) }
    programme.ratingCriterion = positive(test["VAS_PDT"]).map { Rating($0) }
    for key in ["PDT", "PTT", "PTL"] {
      if let value = test[key]?.number { programme.stored[key] = value }
    }
    if !programme.stored.isEmpty {
      let stored = programme.stored.sorted { $0.key < $1.key }
        .map { "\($0.key) \(DecimalText.shortest($0.value))" }.joined(separator: ", ")
      recording.issues.append(Issue(.storedThresholdIgnored, stored))
    }
    if test["SecondCuff"]?.bool == true { recording.dialect.append("the second cuff was inflated as well") }
    return programme
  }

  private static func kind(_ type: String) -> Programme.Kind? {
    switch type {
    case "AlgometryStimulusResponseResult": .ramp
    case "AlgometryTemporalSummationResult": .pulses
    case "AlgometryConditionedPainResult": .conditionedRamp
    default: nil
    }
  }

  private func positive(_ value: JSONValue?) -> Double? { value?.number.flatMap { $0 > 0 ? $0 : nil } }
}

/// Signals and time base of one LabBench test.
struct LabBenchSignals {
  struct Refusal: Error {
    let reason: String
  }

  private(set) var channels: [Channel] = []
  private(set) var timeBase = TimeBase.stamped([])
  private(set) var count = 0
  private(set) var issues: [Issue] = []

  init(_ test: JSONObject) throws(Refusal) {
    guard let pressure = test["StimPressure"]?.numbers, !pressure.isEmpty else {
      throw Refusal(reason: "there are no pressure samples")
    }
    var primary = 1
    if let told = test["PrimaryChannel"]?.number {
      guard told == 1 || told == 2 else {
        throw Refusal(reason: "PrimaryChannel is \(DecimalText.shortest(told)), expected 1 or 2")
      }
      primary = Int(told)
    }
    try add(test, "StimPressure", "cuff \(primary)", .pressure, .kilopascal, .stimulus, pressure.count)
    try add(test, "CondPressure", "cuff \(3 - primary)", .pressure, .kilopascal, .conditioning, pressure.count)
    try add(test, "VAS", "VAS", .rating, .centimetreOfRating, .stimulus, pressure.count)
    try add(test, "StimTarget", "target", .other, .kilopascal, .stimulus, pressure.count)
    try add(test, "CondTarget", "conditioning target", .other, .kilopascal, .conditioning, pressure.count)
    try setTime(test, pressure.count)
  }

  private mutating func add(
    _ test: JSONObject, _ key: String, _ name: String, _ kind: ChannelKind, _ unit: Unit, _ role: ChannelRole,
    _ expected: Int
  ) throws(Refusal) {
    guard let value = test[key] else { return }
    guard let samples = value.numbers else { throw Refusal(reason: "\(key) is not an array of numbers") }
    if samples.isEmpty { return }
    guard samples.count == expected else {
      throw Refusal(reason: "\(key) has \(samples.count) samples, StimPressure \(expected)")
    }
    channels.append(Channel(name: name, kind: kind, role: role, unit: unit, samples: samples))
    let missing = samples.count { $0.isNaN }
    if missing > 0 { issues.append(Issue(.missingSamples, key, count: missing)) }
  }

  private mutating func setTime(_ test: JSONObject, _ expected: Int) throws(Refusal) {
    guard let stamps = test["Time"]?.numbers, !stamps.isEmpty else {
      guard let interval = test["DeltaTime"]?.number, interval > 0, (1 / interval).isFinite else {
        throw Refusal(reason: "there are neither Time stamps nor a DeltaTime")
      }
      count = expected
      timeBase = .even(start: 0, rate: Hertz(1 / interval), measured: false)
      issues.append(Issue(.rateNominal, "DeltaTime \(DecimalText.shortest(interval)) s"))
      return
    }
    guard stamps.count == expected else {
      throw Refusal(reason: "Time has \(stamps.count) stamps, StimPressure \(expected) samples")
    }
    let channels = channels
    let regular: TimeStamps
    do throws(ReadError) {
      regular = try TimeStamps(
        stamps, line: { $0 + 1 },
        sameValues: { a, b in channels.allSatisfy { $0.samples[a] == $0.samples[b] } })
    } catch {
      throw Refusal(reason: error.description)
    }
    timeBase = regular.timeBase
    issues += regular.issues
    count = expected
    if let kept = regular.kept {
      count = kept.count
      for index in self.channels.indices {
        let samples = self.channels[index].samples
        self.channels[index].samples = kept.map { samples[$0] }
      }
    }
  }
}
