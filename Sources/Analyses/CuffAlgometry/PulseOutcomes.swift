// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// Rows of a pulse train on one cuff: every pulse as delivered, and temporal summation.
struct PulseOutcomes {
  let load: LoadSignal
  let pulses: [CuffPulse]
  let rating: CuffRating?
  let programme: Programme?
  let parameters: CuffParameters
  private let edits: [Edit]
  private let rail: Double?

  init(
    _ load: LoadSignal, pulses: [CuffPulse], rating: CuffRating?, programme: Programme?, edits: [Edit],
    parameters: CuffParameters
  ) {
    self.edits = edits
    self.load = load
    self.pulses = pulses
    self.rating = rating
    self.programme = programme
    self.parameters = parameters
    rail = Self.rail(load, pulses)
  }

  /// The declared end of the range, else a maximum that three or more samples share exactly and that lies above the
  /// plateaus of its pulses by over 1 % and five steps: overshoots of different height would not end on one number, while a gentle
  /// overshoot of a regular train may.
  private static func rail(_ load: LoadSignal, _ pulses: [CuffPulse]) -> Double? {
    if let range = load.range { return range.upperBound }
    guard let highest = load.pressure.max(), !pulses.isEmpty else { return nil }
    let shared = load.pressure.count { $0 == highest }
    let reaching = pulses.filter { $0.highest == highest }
    let isOvershoot = reaching.allSatisfy { $0.highest > 1.01 * $0.plateau + 5 * load.quantum }
    return shared >= 3 && isOvershoot && !reaching.isEmpty ? highest : nil
  }

  private var nominal: Double? { programme?.nominalPressure?.value }

  /// Whether a manual edit sets the pulse aside.
  private func isExcluded(_ k: Int) -> Bool { edits.contains { $0.trial == k + 1 && $0.exclude } }

  /// The rating of a pulse as read, or as a manual edit has it.
  private func edited(_ response: Double?, _ k: Int) -> Double? {
    edits.last { $0.trial == k + 1 && $0.outcome == "pulse_rating" }?.value ?? response
  }

  private func isDelivered(_ pulse: CuffPulse) -> Bool {
    nominal.map { pulse.plateau >= $0 * (1 - parameters.stimulusTolerance.value / 100) } ?? true
  }

  /// Rating at the end of each cycle: just before the next pulse leaves its residual; after the last pulse one median
  /// cycle later.
  private var responses: [Double?] {
    guard let rating, pulses.count > 1 else { return pulses.map { _ in nil } }
    let feet = pulses.map(\.foot)
    let cycle = Median.of(zip(feet.dropFirst(), feet).map { $0 - $1 })
    return pulses.indices.map { k in rating.value(at: k + 1 < feet.count ? feet[k + 1] : feet[k] + cycle) }
  }

  private func row(
    _ name: String, _ value: Double?, _ unit: String, _ method: String, trial: Int? = nil, count: Int? = nil,
    flags: Set<IssueCode> = []
  ) -> Outcome {
    Outcome(
      name, value: value, unit: unit, method: method, channel: load.channel, trial: trial, count: count, flags: flags)
  }

  var rows: [Outcome] {
    let responses = responses
    var rows = [summation(responses)]
    for (k, pulse) in pulses.enumerated() {
      var flags: Set<IssueCode> = []
      if let rail, pulse.highest >= rail - load.quantum / 2 { flags.insert(.clipped) }
      if !isDelivered(pulse) { flags.insert(.stimulusLow) }
      let rest = parameters.staticPressure.value + parameters.residualTolerance.value
      if k > 0, pulse.residual > rest { flags.insert(.residual) }
      let trial = k + 1
      rows.append(row("pulse_pressure", pulse.plateau, "kPa", "cuff.pulse.plateau_median", trial: trial, flags: flags))
      if let nominal {
        rows.append(
          row(
            "pulse_pressure_ratio", 100 * pulse.plateau / nominal, "%", "cuff.delivered_over_nominal", trial: trial,
            flags: flags.intersection([.stimulusLow])))
      }
      rows.append(
        row(
          "pulse_residual", pulse.residual, "kPa", "cuff.pulse.residual", trial: trial,
          flags: flags.intersection([.residual])))
      if rating != nil {
        rows.append(
          row(
            "pulse_rating", responses[k], "cm", "cuff.rating_end_of_cycle", trial: trial,
            flags: responses[k] == nil ? [.noResponse] : []))
      }
    }
    return rows
  }

  /// Mean rating of the late minus that of the early delivered pulses.
  private func summation(_ responses: [Double?]) -> Outcome {
    let name = "temporal_summation"
    let method = "cuff.late_minus_early"
    func refuse(_ code: IssueCode) -> Outcome { row(name, nil, "cm", method, flags: [code]) }
    guard rating != nil else { return refuse(.noResponse) }
    if responses.allSatisfy({ ($0 ?? 0) == 0 }) { return refuse(.missingSuspect) }
    let planned = programme?.pulseCount ?? pulses.count
    guard pulses.count >= parameters.earlyPulses + parameters.latePulses, pulses.count == planned else {
      return refuse(.fewTrials)
    }
    let early = Array(pulses.indices.prefix(parameters.earlyPulses))
    let late = Array(pulses.indices.suffix(parameters.latePulses))
    let used = { (set: [Int]) in
      set.filter { self.isDelivered(self.pulses[$0]) && !self.isExcluded($0) }
        .compactMap { self.edited(responses[$0], $0) }
    }
    let first = used(early)
    let last = used(late)
    guard first.count * 2 > early.count, last.count * 2 > late.count else { return refuse(.stimulusLow) }
    var flags: Set<IssueCode> = []
    if (early + late).contains(where: { !isDelivered(pulses[$0]) }) { flags.insert(.stimulusLow) }
    if (early + late).contains(where: { k in edits.contains { $0.trial == k + 1 } }) { flags.insert(.manualEdit) }
    return row(
      name, Moments.mean(last) - Moments.mean(first), "cm", method, count: first.count + last.count, flags: flags)
  }

  var events: [Event] {
    pulses.enumerated().map { k, pulse in
      Event(kind: "pulse", start: pulse.rise, end: pulse.fall, trial: k + 1, attributes: ["channel": load.channel])
    }
  }
}
