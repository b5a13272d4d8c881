// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// Figures that need two sensors at once: what passes from the first accelerometer to another, and the work done on a
/// force gauge by the head.
struct SensorPair {
  private(set) var rows: [Outcome] = []

  /// Coherence below which a line says nothing.
  private static let leastCoherence = 0.5
  private static let listed = 10

  /// Transmissibility from one accelerometer to another, along the axis of motion of each.
  init(
    from input: VibrationSignal, to output: VibrationSignal, named name: String, _ joint: JointSegment,
    _ scales: SensorScales
  ) {
    let parts = joint.parts([input, output])
    if let issue = parts.firstIssue {
      rows = [Self.transmissibility(nil, of: name, joint, flags: [issue.code])]
      return
    }
    guard let (samples, fit) = joint.fitted(parts), let transfer = LineTransfer(samples, like: fit) else { return }
    rows = Self.rows(transfer, named: name, joint, scales)
  }

  static func rows(
    _ transfer: LineTransfer, named name: String, _ joint: JointSegment, _ scales: SensorScales
  ) -> [Outcome] {
    transfer.lines.prefix(listed).flatMap { line -> [Outcome] in
      var row = transmissibility(line.decibels, of: name, joint, flags: scales.flags)
      if line.coherence < leastCoherence {
        row.value = nil
        row.flags = [.noCoherence]
      } else {
        let half = scales.half(line.half)
        (row.low, row.high, row.level) = (line.decibels - half, line.decibels + half, 0.95)
      }
      row.component = String(line.harmonic)
      row.count = transfer.blockCount
      let coherence = Outcome(
        "coherence", value: line.coherence, unit: "1", method: row.method, channel: name, trial: joint.number,
        component: row.component, count: transfer.blockCount)
      return [row, coherence]
    }
  }

  private static func transmissibility(
    _ decibels: Double?, of name: String, _ joint: JointSegment, flags: Set<IssueCode>
  ) -> Outcome {
    Outcome(
      "transmissibility", value: decibels, unit: "dB", method: "percussion.line_transfer", channel: name,
      trial: joint.number, flags: flags)
  }

  /// Work per stroke and power, where force and acceleration are both at the head.
  init(
    force: VibrationSignal, head: VibrationSignal, named name: String, _ joint: JointSegment, _ scales: SensorScales
  ) {
    let parts = joint.parts([head, force])
    if let issue = parts.firstIssue {
      rows = [("work_per_stroke", "J"), ("power", "W")].map { Self.work($0, of: nil, $1, name, joint, [issue.code]) }
      return
    }
    guard let (samples, fit) = joint.fitted(parts) else { return }
    // Noise of force and of acceleration have nothing in common and add nothing to the mean of their product.
    let fits = BlockFits(samples, like: fit)?.fits ?? [fit]
    let powers = fits.map(Self.power)
    // The velocity is the acceleration over ω, and a stroke lasts 1/f.
    for (outcome, unit, figures, clocks) in [
      ("work_per_stroke", "J", zip(powers, fits).map { $0 / $1.frequency.value }, 2.0), ("power", "W", powers, 1),
    ] {
      let mean = BlockFits.mean(of: figures)
      let systematic = scales.relative(clocks * joint.clockShare) * mean.value.magnitude
      let figure = ShapeFigure(
        value: mean.value.magnitude, variance: mean.variance, degrees: mean.degrees, systematic: systematic,
        isWhite: false)
      var row = Self.work(outcome, of: figure.value, unit, name, joint, scales.flags)
      // A single block has no scatter to tell.
      if fits.count > 1 { (row.low, row.high, row.level) = (figure.low, figure.high, 0.95) }
      row.count = fits.count
      rows.append(row)
    }
  }

  private static func work(
    _ outcome: String, of value: Double?, _ unit: String, _ name: String, _ joint: JointSegment,
    _ flags: Set<IssueCode>
  ) -> Outcome {
    Outcome(
      outcome, value: value, unit: unit, method: "percussion.force_times_velocity", channel: name, trial: joint.number,
      flags: flags)
  }

  /// Mean of force times velocity in W, of acceleration (m/s²) and force (N) fitted together.
  private static func power(_ fit: HarmonicFit) -> Double {
    (1...fit.order).reduce(0) { sum, harmonic in
      // Half the real part of force times the conjugate of the velocity A/(iω).
      let acceleration = fit.amplitude(harmonic, channel: 0)
      let load = fit.amplitude(harmonic, channel: 1)
      let omega = 2 * Double.pi * fit.frequency.value * Double(harmonic)
      let velocity = Complex(acceleration.imaginary / omega, -acceleration.real / omega)
      return sum + (load * velocity.conjugate).real / 2
    }
  }
}

/// What is known of the scales of two sensors, whose errors have nothing to do with each other.
struct SensorScales {
  /// Standard uncertainty of each, as a share; nil where it is not declared.
  private let each: Double?

  init(_ parameters: PercussionParameters) { each = parameters.scaleError.map { $0.value / 100 } }

  var flags: Set<IssueCode> { each == nil ? [.scaleUnstated] : [] }

  /// Standard uncertainty of a product or a ratio of both, as a share, with that of something else.
  func relative(_ other: Double) -> Double {
    let own = each ?? 0
    return (2 * own * own + other * other).squareRoot()
  }

  /// Half of the 95 % interval of a ratio in dB, from that without the scales.
  func half(_ random: Double) -> Double {
    let scale = NormalDistribution.quantile(0.975) * relative(0) * LineTransfer.decibelsPerShare
    return (random * random + scale * scale).squareRoot()
  }
}

/// One steady segment of a recording for figures of several sensors.
struct JointSegment {
  /// From 1.
  let number: Int
  /// s.
  let start: Double
  let end: Double
  let frequency: Double
  let order: Int
  /// Standard uncertainty of the recorder's clock, as a share.
  let clockShare: Double

  /// What sensors recorded in this segment.
  func parts(_ sensors: [VibrationSignal]) -> [VibrationSignal] { sensors.map { $0.between(start, end) } }

  /// Sensors in one, each along the axis on which it moves most, and the fit of all.
  /// - Parameter parts: What each recorded in this segment.
  /// - Returns: Nil where their stamps differ, fewer than 64 samples are left or nothing can be fitted.
  func fitted(_ parts: [VibrationSignal]) -> (samples: HarmonicSamples, fit: HarmonicFit)? {
    guard let stamps = parts.first?.stamps, parts.allSatisfy({ $0.stamps == stamps }) else { return nil }
    // What one of them misses is left out of both.
    let all = parts.flatMap(\.axes)
    let present = stamps.indices.filter { index in all.allSatisfy { $0[index].isFinite } }
    let kept = present.map { stamps[$0] }
    guard kept.count >= 64 else { return nil }
    var channels: [[Double]] = []
    for part in parts {
      let axes = part.axes.map { axis in present.map { axis[$0] } }
      guard let samples = try? HarmonicSamples(stamps: kept, channels: axes), samples.count == kept.count,
        let fit = fit(samples)
      else { return nil }
      channels.append(samples.along(PrincipalAxis(fit).direction))
    }
    guard let samples = try? HarmonicSamples(stamps: kept, channels: channels), let fit = fit(samples) else {
      return nil
    }
    return (samples, fit)
  }

  private func fit(_ samples: HarmonicSamples) -> HarmonicFit? {
    (try? HarmonicFit(samples, near: Hertz(frequency), order: order)) ?? nil
  }
}

extension [VibrationSignal] {
  /// Why they cannot be put beside each other, where it is one of them that does not do.
  fileprivate var firstIssue: Issue? { lazy.compactMap(\.amplitudeIssue).first }
}
