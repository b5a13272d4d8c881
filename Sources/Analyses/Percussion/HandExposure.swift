// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Where an accelerometer sits, which decides what its figures are about.
public enum SensorMounting: String, Sendable, Hashable, CaseIterable {
  case unstated
  /// On the handle: what ISO 5349 is about.
  case handle
  /// On the head that strikes.
  case head
}

/// Weighted vibration of the hand and the daily exposure that follows from it (ISO 5349-1, 2002/44/EC); informative, not
/// a measurement of compliance.
struct HandExposure: Sendable {
  /// A row without recording and trial.
  struct Row: Sendable {
    let name: String
    let component: String
    let value: Double?
    let unit: String
    let method: String
    let flags: Set<IssueCode>
  }

  private(set) var rows: [Row] = []

  /// Sampling that covers the weighting's band.
  private static let wholeBand = 3000.0

  /// - Parameters:
  ///   - samples: As before the sensor's low-pass; nil where it cannot be taken off.
  ///   - parts: As recorded, and their fits; used where stamps are uneven.
  init(
    _ samples: HarmonicSamples?, _ parts: [(HarmonicSamples, HarmonicFit)], names: [String], rate: Double,
    parameters: PercussionParameters
  ) {
    var flags: Set<IssueCode> = parameters.scaleError == nil ? [.uncalibrated] : []
    if rate < Self.wholeBand { flags.insert(.bandIncomplete) }
    if parameters.lowPass != nil { flags.insert(.lowPass) }
    guard let samples else {
      rows.append(
        Row(
          name: "hand_arm_vibration", component: "", value: nil, unit: "m/s2", method: "percussion.wh_transform",
          flags: flags))
      return
    }
    let isEven = samples.stamps.areEvenStamps
    let method = isEven ? "percussion.wh_transform" : "percussion.wh_harmonics"
    var squares = 0.0
    for channel in 0..<samples.channels {
      guard
        let weighted = isEven
          ? Self.transformed(samples, channel, rate) : Self.harmonic(parts, channel, parameters.lowPassModel)
      else {
        rows = [
          Row(
            name: "hand_arm_vibration", component: "", value: nil, unit: "m/s2", method: method,
            flags: flags.union([.timeGap]))
        ]
        return
      }
      squares += weighted * weighted
      if samples.channels > 1 {
        rows.append(
          Row(
            name: "hand_arm_vibration", component: names[channel], value: weighted, unit: "m/s2", method: method,
            flags: flags))
      }
    }
    // The total needs all three axes; with fewer it is a lower bound.
    if samples.channels < 3 { flags.insert(.singleAxis) }
    let total = squares.squareRoot()
    rows.append(
      Row(name: "hand_arm_vibration", component: "", value: total, unit: "m/s2", method: method, flags: flags))
    addDaily(total, parameters.exposureTime, flags)
  }

  private mutating func addDaily(_ total: Double, _ time: Seconds?, _ flags: Set<IssueCode>) {
    func add(_ name: String, _ value: Double?, _ unit: String, _ method: String) {
      guard let value, value.isFinite else { return }
      rows.append(Row(name: name, component: "", value: value, unit: unit, method: method, flags: flags))
    }
    if let time {
      let daily = try? DailyExposure.normalised(acceleration: total, hours: time.value / 3600)
      add("daily_exposure", daily, "m/s2", "percussion.daily_exposure")
    }
    let action = try? DailyExposure.hours(acceleration: total, to: DailyExposure.actionValue)
    let limit = try? DailyExposure.hours(acceleration: total, to: DailyExposure.limitValue)
    add("time_to_action_value", action, "h", "percussion.time_to_value")
    add("time_to_limit_value", limit, "h", "percussion.time_to_value")
  }

  private static func transformed(_ samples: HarmonicSamples, _ channel: Int, _ rate: Double) -> Double? {
    let own = (0..<samples.count).map { samples.value($0, channel: channel) }
    return try? VibrationWeighting.wh.rootMeanSquare(of: own, sampleRate: Hertz(rate))
  }

  /// Harmonics, weighted each by itself, and what they leave, brought to an even grid: interpolation costs amplitude, but
  /// of the little that is left. Nil when that has no grid.
  private static func harmonic(
    _ parts: [(HarmonicSamples, HarmonicFit)], _ channel: Int, _ lowPass: LowPassModel?
  ) -> Double? {
    var (sum, count) = (0.0, 0.0)
    var stamps: [Double] = []
    var left: [Double] = []
    for (samples, fit) in parts {
      // Noise adds its own power to each harmonic, 4σ²/N; what is left has it already.
      let noise = 4 * fit.noiseVariances[channel] / Double(samples.count)
      for harmonic in 1...fit.order {
        let frequency = Hertz(Double(harmonic) * fit.frequency.value)
        let gain = VibrationWeighting.wh.magnitude(at: frequency)
        let taken = lowPass?.response(at: frequency).squaredMagnitude ?? 1
        let power = fit.amplitude(harmonic, channel: channel).squaredMagnitude - noise
        sum += Double(samples.count) * gain * gain / taken * power / 2
      }
      count += Double(samples.count)
      stamps += samples.stamps
      left += HarmonicResidual(samples, fit).values[channel]
    }
    guard count > 0, let even = try? Regularisation().apply(stamps: stamps, values: left) else { return nil }
    let present = even.samples.count { !$0.isNaN }
    guard present > 0,
      let rest = try? VibrationWeighting.wh.rootMeanSquare(
        of: even.samples.map { $0.isNaN ? 0 : $0 }, sampleRate: even.sampleRate)
    else { return nil }
    let share = Double(present) / Double(even.samples.count)
    return (max(sum, 0) / count + rest * rest / share).squareRoot()
  }
}
