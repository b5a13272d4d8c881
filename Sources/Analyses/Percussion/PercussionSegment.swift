// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The rows of one steady segment of one sensor.
struct PercussionSegment {
  let number: Int
  let sensor: VibrationSensor
  let signal: VibrationSignal
  let samples: HarmonicSamples
  let parameters: PercussionParameters
  let claims: Claims
  let reading: RateReading
  private(set) var rows: [Outcome] = []

  /// Harmonics listed.
  private static let listed = 10

  init(
    number: Int, _ samples: HarmonicSamples, _ sensor: VibrationSensor, _ signal: VibrationSignal, isNominal: Bool,
    claims: Claims, _ parameters: PercussionParameters
  ) {
    self.number = number
    self.sensor = sensor
    self.signal = signal
    self.samples = samples
    self.parameters = parameters
    self.claims = claims
    reading = RateReading(
      samples, samplingRate: signal.rate, rounding: signal.rounding, isNominal: isNominal, segment: number, parameters)
    addRate()
    addStability()
    if sensor.isAcceleration { addShape() }
  }

  private func row(
    _ name: String, _ value: Double?, _ unit: String, _ method: String, component: String = "", half: Double? = nil,
    flags: Set<IssueCode> = []
  ) -> Outcome {
    var outcome = Outcome(
      name, value: value, unit: unit, method: method, channel: sensor.name, trial: number, component: component,
      count: samples.count, flags: flags)
    if let value, let half {
      outcome.low = value - half
      outcome.high = value + half
      outcome.level = 0.95
    }
    return outcome
  }

  private mutating func addRate() {
    var flags = reading.flags
    if signal.heldShare > 0.2 { flags.insert(.heldSamples) }
    if signal.isClipped { flags.insert(.clipped) }
    let method = "percussion.harmonic_nls"
    let frequency = reading.frequency
    let half = frequency == nil ? nil : Optional(reading.halfWidth)
    rows.append(row("percussion_frequency", frequency, "Hz", method, half: half, flags: flags))
    rows.append(
      row("percussion_rate", frequency.map { 60 * $0 }, "1/min", method, half: half.map { 60 * $0 }, flags: flags))
    for alternative in reading.alternatives {
      rows.append(
        row(
          "frequency_alternative", alternative.frequency, "Hz", "percussion.alternative",
          component: alternative.component, flags: flags))
    }
    if reading.isDoubled, let share = reading.oddShare {
      rows.append(
        row("alternate_strikes", 100 * share, "%", "percussion.odd_over_even_harmonics", flags: [.periodDoubling]))
    }
    if let claim = claims.rate?.value, let frequency, let half {
      var own = flags
      if abs(claim - frequency) > half + undeclaredClock * claim { own.insert(.claimMissed) }
      rows.append(
        row(
          "rate_deviation", 100 * (frequency / claim - 1), "%", "percussion.measured_over_claimed",
          half: 100 * half / claim, flags: own))
    }
  }

  /// How far the clock may be off where nothing is declared.
  private var undeclaredClock: Double { reading.flags.contains(.clockUnstated) ? Claims.worstClock : 0 }

  private mutating func addStability() {
    guard let fit = reading.fit else { return }
    let flags = reading.flags.intersection([.short, .clockNominal, .clockUnstated])
    for own in RateStability(samples, fit, blocks: reading.parts).rows {
      var outcome = row(own.name, own.value, own.unit, own.method, component: own.component, flags: flags)
      (outcome.low, outcome.high, outcome.count) = (own.low, own.high, own.count)
      if own.low != nil { outcome.level = 0.95 }
      rows.append(outcome)
    }
  }

  /// Figures of the waveform, refused where they would be wrong.
  private mutating func addShape() {
    guard let fit = reading.fit, let frequency = reading.frequency else { return }
    var flags = reading.flags.subtracting([.clockUnstated, .clockNominal, .mains, .unsteady])
    if samples.channels == 1 { flags.insert(.singleAxis) }
    if parameters.scaleError == nil { flags.insert(.scaleUnstated) }
    if parameters.lowPass != nil { flags.insert(.lowPass) }
    var refusals: Set<IssueCode> = []
    if let issue = signal.unitIssue { refusals.insert(issue.code) }
    if signal.isClipped { refusals.insert(.clipped) }
    if signal.heldShare > 0.2 { refusals.insert(.heldSamples) }
    // The second harmonic must be seen; where it is not, it folds onto lower lines.
    if signal.rate < 4 * frequency { refusals.insert(.aliasPossible) }
    if let resonance = parameters.sensorResonance?.value, frequency > resonance / 5 {
      refusals.insert(.sensorResonance)
    }
    // What the blocks' rates scatter by is in the scatter of their figures.
    let error = reading.blocks == nil ? reading.uncertainty / frequency : reading.clockShare
    let parts = reading.blocks.map { Array(zip($0.parts, $0.fits)) } ?? [(samples, fit)]
    let shapes = refusals.isEmpty ? parts.compactMap { StrokeShape($0, $1, rateError: error, parameters) } : []
    guard !shapes.isEmpty else {
      let why = refusals.isEmpty ? [.noPeriod] : refusals
      for (name, unit, method) in Self.shapeNames {
        rows.append(row(name, nil, unit, method, flags: flags.union(why)))
      }
      if parameters.mounting == .handle {
        rows.append(
          row("hand_arm_vibration", nil, "m/s2", "percussion.wh_harmonics", flags: flags.union(why)))
      }
      return
    }
    addStroke(shapes, flags)
    let restored = parameters.lowPassModel.map { samples.restored(parts, from: $0) } ?? samples
    let band = BandCover(shapes[0], rate: signal.rate)
    if band != .full { flags.insert(.bandIncomplete) }
    if band == .open {
      for (name, unit, method) in Self.shapeNames.dropFirst() {
        rows.append(row(name, nil, unit, method, flags: flags))
      }
    } else {
      addHarmonics(shapes, flags)
      addPeaks(shapes, restored, flags)
    }
    if parameters.mounting == .handle { addExposure(fit, restored) }
  }

  private mutating func addExposure(_ fit: HarmonicFit, _ restored: HarmonicSamples?) {
    let parts = reading.parts.map { Array(zip($0.parts, $0.fits)) } ?? [(samples, fit)]
    let exposure = HandExposure(
      restored, parts, names: sensor.channels.map(\.name), rate: signal.rate, parameters: parameters)
    for own in exposure.rows {
      rows.append(row(own.name, own.value, own.unit, own.method, component: own.component, flags: own.flags))
    }
  }

  private static let shapeNames = [
    ("stroke_length", "mm", "percussion.harmonic_displacement"),
    ("acceleration_peak", "m/s2", "percussion.cycle_maxima"),
    ("harmonic_distortion", "%", "percussion.harmonics_over_fundamental"),
    ("crest_factor", "1", "percussion.peak_over_rms"),
  ]

  private static func mean(_ shapes: [StrokeShape], _ figure: (StrokeShape) -> Double) -> Double {
    shapes.reduce(0) { $0 + figure($1) } / Double(shapes.count)
  }

  private mutating func addStroke(_ shapes: [StrokeShape], _ flags: Set<IssueCode>) {
    guard let stroke = ShapeFigure(mean: shapes.map(\.stroke)) else { return }
    var own = flags
    if !stroke.isWhite { own.insert(.unsteady) }
    let method = "percussion.harmonic_displacement"
    rows.append(row("stroke_length", stroke.value, "mm", method, half: stroke.half, flags: own))
    rows.append(row("velocity_peak", Self.mean(shapes, \.peakVelocity), "m/s", method, flags: flags))
    if samples.channels > 1 {
      let share = 100 * Self.mean(shapes, \.axis.share)
      rows.append(row("axis_share", share, "%", "percussion.principal_axis", flags: flags))
    }
    if let claim = claims.stroke?.value {
      let undeclared = 2 * undeclaredClock + (parameters.scaleError == nil ? Claims.worstScale : 0)
      if abs(claim - stroke.value) > stroke.half + undeclared * claim { own.insert(.claimMissed) }
      rows.append(
        row(
          "stroke_deviation", 100 * (stroke.value / claim - 1), "%", "percussion.measured_over_claimed",
          half: 100 * stroke.half / claim, flags: own))
    }
  }

  private mutating func addHarmonics(_ shapes: [StrokeShape], _ flags: Set<IssueCode>) {
    func row(
      _ name: String, _ figure: ShapeFigure, _ unit: String, _ method: String, _ component: String,
      _ flags: Set<IssueCode>
    ) -> Outcome {
      var own = self.row(name, figure.value, unit, method, component: component, half: 0, flags: flags)
      (own.low, own.high) = (figure.low, figure.high)
      return own
    }
    let powers = BlockPowers(shapes)
    let most = shapes.map(\.fit.order).min() ?? 0
    for harmonic in 1...max(1, min(Self.listed, most)) {
      let own = shapes.map { $0.amplitude(harmonic) }
      let systematic = own.reduce(0) { $0 + $1.systematic } / Double(own.count)
      guard let figure = powers?.amplitude(harmonic, systematic: systematic) ?? own.first else { continue }
      rows.append(row("harmonic_amplitude", figure, "m/s2", "percussion.harmonic_nls", String(harmonic), flags))
    }
    rows.append(
      self.row("jerk_peak", Self.mean(shapes, \.peakJerk), "m/s3", "percussion.harmonic_displacement", flags: flags))
    let plain = flags.subtracting([.scaleUnstated])
    let method = "percussion.harmonics_over_fundamental"
    let whole = powers.map { $0.distortion { shapes[0].distortionCorrection($0) } } ?? shapes[0].distortion
    guard let distortion = whole else {
      rows.append(self.row("harmonic_distortion", nil, "%", method, flags: plain.union([.aliasPossible])))
      return
    }
    var outcome = row("harmonic_distortion", distortion, "%", method, "", plain)
    outcome.low = outcome.low.map { max($0, 0) }
    rows.append(outcome)
    if let ratio = parameters.crankRatio?.value {
      var excess = self.row("distortion_excess", distortion.value - ratio, "%", method, half: 0, flags: plain)
      (excess.low, excess.high) = (distortion.low - ratio, distortion.high - ratio)
      rows.append(excess)
    }
  }

  private mutating func addPeaks(_ shapes: [StrokeShape], _ restored: HarmonicSamples?, _ flags: Set<IssueCode>) {
    guard let shape = shapes.first else { return }
    guard let restored else {
      for (name, unit, method) in [("acceleration_rms", "m/s2", "percussion.rms")] + Self.shapeNames
      where name.hasPrefix("acceleration") || name == "crest_factor" {
        rows.append(row(name, nil, unit, method, flags: flags))
      }
      return
    }
    let along = restored.along(shape.axis.direction)
    let stamps = restored.stamps
    guard let strikes = CycleMaxima(stamps: stamps, samples: along, frequency: shape.fit.frequency) else { return }
    let plain = flags.subtracting([.scaleUnstated])
    let method = strikes.isOversampled ? "percussion.cycle_maxima" : "percussion.cycle_maxima.samples"
    rows.append(row("acceleration_rms", strikes.rms, "m/s2", "percussion.rms", flags: flags))
    var peak = row("acceleration_peak", strikes.median, "m/s2", method, flags: flags)
    peak.count = strikes.count
    rows.append(peak)
    guard strikes.rms > 0 else { return }
    rows.append(row("crest_factor", strikes.median / strikes.rms, "1", "percussion.peak_over_rms", flags: plain))
    rows.append(row("kurtosis", strikes.kurtosis, "1", "percussion.fourth_moment", flags: plain))
    // Only what strikes has a contact; a crank's wave has a crest factor of at most 1.9.
    guard strikes.median > 3 * strikes.rms, reading.blocks == nil,
      let pulse = ContactPulse(stamps: stamps, samples: along, frequency: shape.fit.frequency)
    else { return }
    rows.append(row("contact_time", 1000 * pulse.width, "ms", "percussion.mean_cycle_width", flags: plain))
  }
}
