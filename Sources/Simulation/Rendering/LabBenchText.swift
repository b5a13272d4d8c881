// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// The tests of one or more sessions as a LabBench-like JSON file: one line, one object.
public enum LabBenchText {
  public static func bytes(_ recordings: [Recording]) -> [UInt8] {
    let sessions = recordings.reduce(into: [String]()) { if !$0.contains($1.session) { $0.append($1.session) } }
    let groups = sessions.map { name in recordings.filter { $0.session == name } }
    let complete = groups.map { group in !group.contains { $0.programme?.kind == Programme.Kind.none } }
    let file = JSONText.object([
      ("valid", .array(groups.map { _ in .bool(true) })),
      ("id", .strings(sessions)),
      ("completed", .array(complete.map(JSONText.bool))),
      ("data", .array(groups.map { .object($0.map { (test($0), content($0)) }) })),
    ])
    return Array(file.compact.utf8)
  }

  private static func test(_ recording: Recording) -> String {
    let parts = recording.member.split(separator: "/")
    return parts.last.map(String.init) ?? "SR01"
  }

  private static func content(_ recording: Recording) -> JSONText {
    let kind = recording.programme?.kind ?? .none
    var members: [(String, JSONText)] = [
      ("ID", .string(test(recording))), ("Type", .string(type(kind))), ("Operator", .string("")),
    ]
    guard kind != .none, let programme = recording.programme, let stimulus = recording.channels.first else {
      members += [("RunningTime", .number(0)), ("Iteration", .number(0))]
      return .object(members)
    }
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    members += [
      ("RunningTime", .number(stamps.last ?? 0)), ("Iteration", .number(1)), ("ProtocolID", .string("simulated")),
      ("Instruments", .object([("Algometer", .string("simulated-0"))])), ("Time", .numbers(stamps.map(stamp))),
      ("StimPressure", .numbers(stimulus.samples)),
    ]
    if let conditioning = recording.channels.first(where: { $0.role == .conditioning }) {
      members += [("CondPressure", .numbers(conditioning.samples))]
    }
    members += [("StimTarget", .array([]))]
    if kind == .conditionedRamp { members += [("CondTarget", .array([]))] }
    if case .even(_, let rate, _) = recording.timeBase { members += [("DeltaTime", .number(1 / rate.value))] }
    members += [
      ("MaximalPressure", JSONText(programme.limit?.value)),
      ("VAS", .numbers(recording.channels(.rating).first?.samples ?? [])),
    ]
    members += kind == .pulses ? pulses(programme, recording) : ramp(programme)
    if kind != .conditionedRamp { members += [("SecondCuff", .bool(false))] }
    return .object(members + [("PrimaryChannel", .number(stimulus.name == "cuff 2" ? 2 : 1))])
  }

  private static func ramp(_ programme: Programme) -> [(String, JSONText)] {
    [("VAS_PDT", JSONText(programme.ratingCriterion?.value))]
      + ["PDT", "PTL", "PTT"].map { ($0, JSONText(programme.stored[$0])) }
  }

  private static func pulses(_ programme: Programme, _ recording: Recording) -> [(String, JSONText)] {
    let on = programme.timeOn?.value ?? 0
    let period = on + (programme.timeOff?.value ?? 0)
    let count = programme.pulseCount ?? 0
    let rating = recording.channels(.rating).first?.samples ?? []
    var responses: [Double] = []
    if case .even(_, let rate, _) = recording.timeBase {
      for i in 1...max(count, 1) {
        let index = Int(Double(i) * period * rate.value) - 1
        if rating.indices.contains(index) { responses.append(rating[index]) }
      }
    }
    return [
      ("TimeOn", .number(on)), ("TimeOff", .number(period - on)), ("NumberOfStimuli", .number(Double(count))),
      ("NominalStimulatingPressure", JSONText(programme.nominalPressure?.value)),
      ("Responses", .numbers(responses)),
      ("ResponseTime", .numbers((0..<count).map { Double($0) * period })),
    ]
  }

  private static func type(_ kind: Programme.Kind) -> String {
    switch kind {
    case .ramp: "AlgometryStimulusResponseResult"
    case .pulses: "AlgometryTemporalSummationResult"
    case .conditionedRamp: "AlgometryConditionedPainResult"
    case .none: "NullResult"
    }
  }

  /// Stamps with four decimals, as LabBench writes them.
  private static func stamp(_ t: Double) -> Double { (t * 10000).rounded() / 10000 }
}
