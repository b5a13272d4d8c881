// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Turns the reading of a trial into rows.
struct TrialOutcomes {
  let trial: TrialReading
  let number: Int
  let load: LoadSignal
  let parameters: PPTParameters
  let bound: Bound
  private let flags: Set<IssueCode>

  static let level = 0.95
  /// Normal quantile of the two-sided 95 % interval.
  static let z = 1.959963984540054

  init(_ trial: TrialReading, number: Int, load: LoadSignal, parameters: PPTParameters) {
    self.trial = trial
    self.number = number
    self.load = load
    self.parameters = parameters
    bound = Bound(trial, load: load, limit: parameters.limit?.value)
    var flags = trial.flags
    if trial.isPeakClipped(by: load) { flags.insert(.rail) }
    if case .atLeast(_, let more) = bound { flags.formUnion(more) }
    if case .atMost(_, let more) = bound { flags.formUnion(more) }
    // The limit ended the trial, not a subject who failed to press.
    if flags.contains(.rightCensored) { flags.remove(.noMarker) }
    self.flags = flags
  }

  var rows: [Outcome] {
    var rows = [threshold]
    if case .press = trial.event { rows.append(rampLine) }
    if parameters.reactionCorrection, case .press = trial.event { rows.append(reactionCorrected) }
    if parameters.secondEvent != .mistake, case .press = trial.event { rows.append(tolerance) }
    if case .peak = trial.event, bound == .none { rows += releaseRows }
    // A peak may hide among samples that are missing.
    let isWhole = trial.contact.gaps == 0
    rows.append(
      row(
        "peak_pressure", isWhole ? trial.peak : nil, "kPa", "ppt.peak",
        flags: isWhole ? flags.intersection([.rail, .noBaseline, .truncated]) : [.gap]))
    rows += rampRows
    rows.append(row("contact_onset", trial.onset, "s", "ppt.onset.back_extrapolated", flags: onsetFlags))
    rows.append(
      row("threshold_time", hasEvent ? trial.eventTime : nil, "s", method, flags: hasEvent ? [] : refusalFlags))
    return rows
  }

  private var hasEvent: Bool {
    if case .peak = trial.event { return false }
    return true
  }

  private var method: String {
    switch trial.event {
    case .press: trial.flags.contains(.held) ? "ppt.button.held" : "ppt.button.interpolated"
    case .rating: "ppt.rating.first_persistent"
    case .freeze: "ppt.freeze"
    case .peak: "ppt.button.interpolated"
    }
  }

  /// Reasons that make a pressure at the event meaningless.
  private var refusalFlags: Set<IssueCode> {
    flags.intersection([.gap, .notARamp, .noMarker, .markerStuck, .rightCensored, .truncated, .rail])
  }

  private var onsetFlags: Set<IssueCode> {
    flags.intersection([.noBaseline, .bounce, .nonlinear, .notARamp])
  }

  private func row(
    _ name: String, _ value: Double?, _ unit: String, _ method: String, half: Double? = nil, count: Int? = nil,
    flags: Set<IssueCode> = []
  ) -> Outcome {
    Outcome(
      name, value: value, unit: unit, method: method, channel: load.channel, trial: number,
      low: value.flatMap { v in half.map { v - $0 } }, high: value.flatMap { v in half.map { v + $0 } },
      level: value != nil && half != nil ? Self.level : nil, count: count, flags: flags)
  }

  private func halfWidth(bracket width: Double, interpolated: Bool = true) -> Double {
    ReadingError(
      rate: trial.ramp?.line.slope ?? 0, bracket: width, baseline: trial.baseline, quantum: load.quantum,
      isInterpolated: interpolated, residual: trial.ramp?.line.residualSD ?? 0
    ).halfWidth
  }

  private var threshold: Outcome {
    let name = "pressure_pain_threshold"
    if case .atLeast(let low, _) = bound {
      var outcome = row(name, nil, "kPa", method, flags: flags)
      outcome.low = flags.contains(.notARamp) ? nil : low
      return outcome
    }
    if case .atMost(let high, _) = bound {
      var outcome = row(name, nil, "kPa", method, flags: flags)
      outcome.high = high
      return outcome
    }
    let isRefused = !hasEvent || !flags.isDisjoint(with: [.gap, .notARamp])
    var half: Double?
    if case .press(let press) = trial.event {
      half = trial.flags.contains(.held) ? halfWidth(bracket: 0, interpolated: false) : halfWidth(bracket: press.width)
    } else if hasEvent {
      half = halfWidth(bracket: 0)
    }
    return row(name, isRefused ? nil : trial.reading, "kPa", method, half: half, flags: flags)
  }

  private var rampLine: Outcome {
    let name = "threshold_ramp_line"
    let method = "ppt.button.ramp_line"
    guard case .press(let press) = trial.event, let ramp = trial.ramp, bound == .none,
      flags.isDisjoint(with: [.gap, .notARamp, .nonlinear, .latePress])
    else {
      let why = flags.intersection([.gap, .notARamp, .nonlinear, .latePress, .rightCensored, .leftCensored, .rail])
      return row(name, nil, "kPa", method, flags: why.isEmpty ? [.notARamp] : why)
    }
    let line = ramp.line
    let timing = line.slope * press.width
    let distance = press.time - line.meanX
    let spread = line.residualSD * line.residualSD * (1 / Double(line.count) + distance * distance / line.spreadX)
    return row(
      name, line.at(press.time), "kPa", method, half: Self.z * (timing * timing / 12 + spread).squareRoot(),
      count: line.count)
  }

  private var reactionCorrected: Outcome {
    let name = "reaction_corrected_threshold"
    let method = "ppt.button.minus_rate_times_delay"
    guard let reading = threshold.value, let ramp = trial.ramp, case .press(let press) = trial.event else {
      return row(name, nil, "kPa", method, flags: refusalFlags.isEmpty ? flags : refusalFlags)
    }
    let rate = ramp.line.slope
    let half = halfWidth(bracket: press.width)
    let delay = Self.z * rate * parameters.subjectDelaySD.value
    return row(
      name, reading - rate * parameters.subjectDelay.value, "kPa", method,
      half: (half * half + delay * delay).squareRoot())
  }

  private var tolerance: Outcome {
    let name = "pressure_pain_tolerance"
    let isRelease = parameters.secondEvent == .releaseIsTolerance
    let method = isRelease ? "ppt.button_release.interpolated" : "ppt.second_press.interpolated"
    guard let edge = isRelease ? trial.buttonRelease : trial.laterPresses.first else {
      return row(name, nil, "kPa", method, flags: [.noResponse])
    }
    guard flags.isDisjoint(with: [.gap, .notARamp]), edge.time <= trial.peakTime + TrialReader.lateBy,
      let raw = load.interpolated(at: edge.time)
    else { return row(name, nil, "kPa", method, flags: flags.intersection([.gap, .notARamp]).union([.latePress])) }
    let value = raw - trial.baseline.at(edge.time)
    if let limit = parameters.limit?.value, value >= limit - load.quantum {
      var outcome = row(name, nil, "kPa", method, flags: [.rightCensored])
      outcome.low = trial.peak
      return outcome
    }
    return row(name, value, "kPa", method, half: halfWidth(bracket: edge.width))
  }

  /// The pressure where unloading begins, and the bounds of the threshold that the declared delays leave.
  private var releaseRows: [Outcome] {
    let name = "threshold_release"
    let method = "ppt.release.delay_quantiles"
    let shape = flags.intersection([.gap, .notARamp])
    guard shape.isEmpty, let ramp = trial.ramp, let release = trial.release else {
      return [row(name, nil, "kPa", method, flags: shape.isEmpty ? [.ambiguousRelease] : shape)]
    }
    guard -release.unloadingRate >= 3 * ramp.line.slope, halves(after: release) else {
      return [row(name, nil, "kPa", method, flags: [.ambiguousRelease])]
    }
    let noise = trial.baseline.noise
    let bounds = SensationBounds(
      times: Array(load.times[trial.range]),
      pressure: trial.range.map { load.pressure[$0] - trial.baseline.at(load.times[$0]) }, corner: release.time,
      interval: load.interval,
      noise: Self.z * (noise * noise / 2 + load.quantum * load.quantum / 12).squareRoot(), parameters: parameters)
    guard let bounds else { return [row(name, nil, "kPa", method, flags: [.ambiguousRelease])] }
    var outcome = row(name, nil, "kPa", method, flags: flags.union([.intervalCensored]))
    outcome.low = bounds.low
    outcome.high = bounds.high
    outcome.level = Self.level
    let pressure = row(
      "release_pressure", release.pressure, "kPa", "ppt.release.change_point", flags: flags.intersection([.noBaseline]))
    return [outcome, pressure]
  }

  /// Whether the load halves within half a second of the corner.
  private func halves(after release: Release) -> Bool {
    for i in trial.range where load.times[i] >= release.time {
      if load.times[i] > release.time + 0.5 { return false }
      if load.pressure[i] - trial.baseline.at(load.times[i]) <= release.pressure / 2 { return true }
    }
    return trial.contact.endTime <= release.time + 0.5
  }

  private var rampRows: [Outcome] {
    guard let ramp = trial.ramp, !flags.contains(.notARamp), !flags.contains(.gap) else {
      let why = flags.intersection([.notARamp, .gap])
      return [row("ramp_rate", nil, "kPa/s", "ramp.least_squares", flags: why.isEmpty ? [.notARamp] : why)]
    }
    var rows = [
      row(
        "ramp_rate", ramp.line.slope, "kPa/s", "ramp.least_squares", half: Self.z * ramp.line.slopeError,
        count: ramp.line.count, flags: flags.intersection([.rateOut, .nonlinear])),
      row("ramp_rate_theil_sen", ramp.theilSen, "kPa/s", "ramp.theil_sen", count: ramp.line.count),
    ]
    if let cv = ramp.rateCV {
      rows.append(
        row(
          "ramp_rate_cv", cv, "%", "ramp.local_slopes_0.5s",
          flags: flags.intersection([.hesitation, .plateau, .reversal, .jab])))
    }
    if let compliance = ramp.compliance {
      rows.append(row("rate_compliance", compliance, "%", "ramp.local_slopes_0.5s"))
    } else if parameters.rateTarget == nil {
      rows.append(row("rate_compliance", nil, "%", "ramp.local_slopes_0.5s", flags: [.targetMissing]))
    }
    return rows
  }
}
