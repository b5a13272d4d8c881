// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Rows of one ramp on one cuff.
struct CuffRampOutcomes {
  let ramp: CuffRampSignal
  let stop: CuffStop
  let quality: RampQuality?
  let rating: CuffRating?
  let crossings: RatingCrossings?
  let criterion: Double
  let target: Double?
  let parameters: CuffParameters
  private let flags: Set<IssueCode>

  /// Pressure change over which local rates are taken: 0.5 s of a slow cuff would show the sensor's steps only.
  static let slopeTravel = 5.0

  init(_ ramp: CuffRampSignal, recording: Recording, rating: CuffRating?, parameters: CuffParameters) {
    self.ramp = ramp
    self.rating = rating
    self.parameters = parameters
    let programme = recording.programme
    criterion = (parameters.ratingCriterion ?? programme?.ratingCriterion)?.value ?? 1
    target = (programme?.nominalRate ?? parameters.rateTarget)?.value
    let limit = (programme?.limit ?? parameters.limit)?.value
    stop = CuffStop(
      ramp: ramp, recording: recording, rating: rating, limit: limit, parameters: parameters, criterion: criterion)
    let window = ramp.times[0]...max(stop.time, ramp.times[0])
    crossings = rating?.crossings(in: window, criterion: criterion, parameters)
    quality = RampQuality(
      times: ramp.times, pressure: ramp.pressure, eventTime: stop.time, reading: ramp.pressure[ramp.peak],
      noise: ramp.baseline.noise, interval: ramp.interval, target: target, tolerance: parameters.rateTolerance.value,
      slopeWindow: Self.slopeTravel / (target ?? 1), checksShape: false)
    var flags: Set<IssueCode> = quality?.flags ?? []
    let stopTime = stop.time
    if let last = ramp.times.lastIndex(where: { $0 <= stopTime }), last > 0,
      (ramp.contact.start + 1...ramp.contact.start + last).contains(where: ramp.load.hasGap(before:))
    {
      flags.insert(.gap)
    }
    if !(quality?.isRamp ?? false) { flags.insert(.notARamp) }
    let top = FlatTop(
      times: ramp.times, load: Array(ramp.load.pressure[ramp.contact.start..<ramp.contact.end]),
      quantum: ramp.load.quantum, interval: ramp.interval, baseline: 0)
    if top?.isHighest ?? false, (top?.start ?? .infinity) < stopTime { flags.insert(.rail) }
    self.flags = flags
  }

  var rows: [Outcome] { detectionRows + [tolerance, limitRating] + rateRows }

  var event: Event {
    Event(
      kind: "ramp", start: ramp.contact.startTime, end: stop.time,
      attributes: ["channel": ramp.channel, "stop": "\(stop.reason)"])
  }

  private var refusal: Set<IssueCode> { flags.intersection([.gap, .notARamp]) }
  private var endPressure: Double { ramp.pressure[ramp.peak] }

  private func row(
    _ name: String, _ value: Double?, _ unit: String, _ method: String, half: Double? = nil, count: Int? = nil,
    flags: Set<IssueCode>
  ) -> Outcome {
    Outcome(
      name, value: value, unit: unit, method: method, channel: ramp.channel,
      low: value.flatMap { v in half.map { v - $0 } }, high: value.flatMap { v in half.map { v + $0 } },
      level: value != nil && half != nil ? TrialOutcomes.level : nil, count: count, flags: flags)
  }

  private func half(bracket: Double, interpolated: Bool = true) -> Double {
    ReadingError(
      rate: quality?.line.slope ?? 0, bracket: bracket, baseline: ramp.baseline, quantum: ramp.load.quantum,
      isInterpolated: interpolated
    ).halfWidth
  }

  /// The pressure at the stop. The cuff empties at once, so nothing after the stop may be interpolated: the last sample
  /// before it is carried on along the ramp line.
  private var pressureAtStop: Double? {
    guard let last = ramp.last(at: stop.time), let line = quality?.line else { return nil }
    return last.pressure + line.slope * (stop.time - last.time)
  }

  private var criterionText: String { "\(DecimalText.shortest(criterion))cm" }

  private var detectionRows: [Outcome] {
    let name = "pain_detection_threshold"
    let method = "cuff.rating_\(criterionText).first_persistent"
    guard refusal.isEmpty else { return [row(name, nil, "kPa", method, flags: refusal)] }
    guard let crossings, let rating else { return [row(name, nil, "kPa", method, flags: [.noResponse])] }
    var flags: Set<IssueCode> = []
    if isOffset(rating) { flags.insert(.vasOffset) }
    if crossings.startsAbove { return [row(name, nil, "kPa", method, flags: [.vasOffset])] }
    if crossings.count > 1 { flags.insert(.vasRecross) }
    guard let time = crossings.firstPersistent, let value = ramp.pressure(at: time) else {
      var bound = row(name, nil, "kPa", method, flags: flags.union([.rightCensored]))
      bound.low = endPressure
      return [bound]
    }
    var rows = [row(name, value, "kPa", method, half: half(bracket: ramp.interval), flags: flags)]
    if crossings.count > 1, let last = crossings.last, let value = ramp.pressure(at: last) {
      rows.append(
        row(
          "pain_detection_threshold_last", value, "kPa", "cuff.rating_\(criterionText).last_crossing",
          half: half(bracket: ramp.interval), flags: flags))
    }
    return rows
  }

  /// The rating stands above a twentieth of a cm when the inflation begins.
  private func isOffset(_ rating: CuffRating) -> Bool {
    (rating.value(at: ramp.contact.startTime) ?? 0) > 0.1
  }

  private var toleranceMethod: String {
    switch stop.reason {
    case .button: "cuff.stop_button"
    case .endOfScale: "cuff.rating_end"
    case .endOfRamp: "cuff.end_of_ramp"
    case .programme, .noResponse: "cuff.stop_reason"
    }
  }

  private var tolerance: Outcome {
    let name = "pain_tolerance_threshold"
    guard refusal.isEmpty else { return row(name, nil, "kPa", toleranceMethod, flags: refusal) }
    let rail = flags.intersection([.rail])
    if stop.isSubject, let value = pressureAtStop, rail.isEmpty {
      let half = half(bracket: stop.width, interpolated: false)
      return row(name, value, "kPa", toleranceMethod, half: half, flags: flags)
    }
    var bound = row(name, nil, "kPa", toleranceMethod, flags: flags.union([.rightCensored]))
    bound.low = endPressure
    return bound
  }

  private var limitRating: Outcome {
    let name = "pain_tolerance_limit"
    let method = "cuff.rating_at_stop"
    guard refusal.isEmpty else { return row(name, nil, "cm", method, flags: refusal) }
    guard let rating else { return row(name, nil, "cm", method, flags: [.noResponse]) }
    guard stop.isSubject, let value = rating.value(at: stop.time) else {
      return row(name, nil, "cm", method, flags: [.rightCensored])
    }
    return row(name, value, "cm", method, flags: [])
  }

  private var rateRows: [Outcome] {
    guard let quality, refusal.isEmpty else {
      return [row("ramp_rate", nil, "kPa/s", "ramp.least_squares", flags: refusal.union([.notARamp]))]
    }
    let line = quality.line
    var rows = [
      row(
        "ramp_rate", line.slope, "kPa/s", "ramp.least_squares", half: TrialOutcomes.z * line.slopeError,
        count: line.count, flags: flags.intersection([.rateOut, .nonlinear])),
      row("ramp_rate_theil_sen", quality.theilSen, "kPa/s", "ramp.theil_sen", count: line.count, flags: []),
      row("peak_pressure", endPressure, "kPa", "cuff.peak", flags: flags.intersection([.rail])),
    ]
    if let target {
      rows.append(row("ramp_rate_ratio", 100 * line.slope / target, "%", "cuff.delivered_over_nominal", flags: []))
    }
    if let cv = quality.rateCV { rows.append(row("ramp_rate_cv", cv, "%", "ramp.local_slopes_5kPa", flags: [])) }
    if let share = quality.compliance {
      rows.append(row("rate_compliance", share, "%", "ramp.local_slopes_5kPa", flags: []))
    }
    return rows
  }
}
