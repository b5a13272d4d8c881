// SPDX-License-Identifier: GPL-3.0-or-later
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
  init(from input: VibrationSignal, to output: VibrationSignal, named name: String, segment: Int, _ joint: JointSegment)
  {
    guard let samples = joint.pair(input, output),
      let fit = (try? HarmonicFit(samples, near: Hertz(joint.frequency), order: joint.order)) ?? nil,
      let transfer = LineTransfer(samples, like: fit)
    else { return }
    rows = Self.rows(transfer, named: name, segment: segment)
  }

  static func rows(_ transfer: LineTransfer, named name: String, segment: Int) -> [Outcome] {
    transfer.lines.prefix(listed).flatMap { line -> [Outcome] in
      var row = Outcome(
        "transmissibility", value: line.decibels, unit: "dB", method: "percussion.line_transfer", channel: name,
        trial: segment, component: String(line.harmonic), count: transfer.blockCount)
      if line.coherence < leastCoherence {
        row.value = nil
        row.flags = [.noCoherence]
      } else {
        (row.low, row.high, row.level) = (line.decibels - line.half, line.decibels + line.half, 0.95)
      }
      let coherence = Outcome(
        "coherence", value: line.coherence, unit: "1", method: "percussion.line_transfer", channel: name,
        trial: segment, component: String(line.harmonic), count: transfer.blockCount)
      return [row, coherence]
    }
  }

  /// Work per stroke and power, where force and acceleration are both at the head.
  init(force: VibrationSignal, head: VibrationSignal, named name: String, segment: Int, _ joint: JointSegment) {
    guard let samples = joint.pair(head, force),
      let fit = (try? HarmonicFit(samples, near: Hertz(joint.frequency), order: joint.order)) ?? nil
    else { return }
    var power = 0.0
    for harmonic in 1...fit.order {
      // Half the real part of force times the conjugate of the velocity A/(iω).
      let acceleration = fit.amplitude(harmonic, channel: 0)
      let load = fit.amplitude(harmonic, channel: 1)
      let omega = 2 * Double.pi * fit.frequency.value * Double(harmonic)
      let velocity = Complex(acceleration.imaginary / omega, -acceleration.real / omega)
      power += (load * velocity.conjugate).real / 2
    }
    let work = power.magnitude / fit.frequency.value
    rows = [("work_per_stroke", work, "J"), ("power", power.magnitude, "W")].map { name, value, symbol in
      Outcome(
        name, value: value, unit: symbol, method: "percussion.force_times_velocity", channel: name,
        trial: segment, count: fit.count)
    }
  }
}

/// One steady segment of a recording for figures of several sensors.
struct JointSegment {
  /// s.
  let start: Double
  let end: Double
  let frequency: Double
  let order: Int

  /// Two sensors in one, each along the axis on which it moves most in this segment.
  func pair(_ first: VibrationSignal, _ second: VibrationSignal) -> HarmonicSamples? {
    var stamps: [Double] = []
    var channels: [[Double]] = []
    let parts = [first, second].map { $0.between(start, end) }
    guard parts[0].stamps == parts[1].stamps else { return nil }
    // What one of them misses is left out of both.
    let all = parts.flatMap(\.axes)
    let present = parts[0].stamps.indices.filter { index in all.allSatisfy { $0[index].isFinite } }
    for whole in parts {
      guard whole.unitIssue == nil, !whole.isClipped else { return nil }
      let part = (stamps: present.map { whole.stamps[$0] }, axes: whole.axes.map { axis in present.map { axis[$0] } })
      guard part.stamps.count >= 64, let samples = try? HarmonicSamples(stamps: part.stamps, channels: part.axes),
        samples.count == part.stamps.count,
        let fit = (try? HarmonicFit(samples, near: Hertz(frequency), order: order)) ?? nil
      else { return nil }
      stamps = part.stamps
      channels.append(samples.along(PrincipalAxis(fit).direction))
    }
    return try? HarmonicSamples(stamps: stamps, channels: channels)
  }
}
