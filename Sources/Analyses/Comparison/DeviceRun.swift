// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// One steady segment of one recording of a device, with its figures, ready to be compared with others.
public struct DeviceRun: Sendable, Hashable {
  /// What a device was set to when a figure was taken.
  public struct Condition: Sendable, Hashable {
    public var speedLevel: String
    public var head: String
    public var load: String

    public init(speedLevel: String = "", head: String = "", load: String = "") {
      self.speedLevel = speedLevel
      self.head = head
      self.load = load
    }
  }

  public struct Figure: Sendable, Hashable {
    public let value: Double
    public let low: Double?
    public let high: Double?
    public let unit: String
  }

  public let device: String
  public let condition: Condition
  /// By outcome name.
  public let figures: [String: Figure]

  /// Outcomes that are compared.
  public static let outcomes = [
    "percussion_rate", "rate_deviation", "stroke_length", "stroke_deviation", "acceleration_peak", "acceleration_rms",
    "harmonic_distortion", "cycle_jitter", "rate_under_load", "stall_force", "hand_arm_vibration", "sound_level",
  ]

  /// The runs of a recording: one a segment, and the figures of the whole recording with each of them.
  ///
  /// - Parameter name: The recording, which names the device where the description does not.
  public static func all(_ description: Description, name: String, _ findings: Findings) -> [DeviceRun] {
    let pairs = Claims.pairs(description.setting)
    let segments = findings.events.filter { $0.kind == "segment" }
    let trials = segments.isEmpty ? [nil] : segments.map(\.trial)
    let device = description.device.isEmpty ? name : description.device
    return trials.enumerated().compactMap { index, trial in
      var figures: [String: Figure] = [:]
      for row in findings.outcomes where outcomes.contains(row.name) && (row.trial == trial || row.trial == nil) {
        // Components other than the figure itself are parts of it; of sound levels the A-weighted one is compared.
        guard row.component.isEmpty || row.component == "LAeq", let value = row.value, figures[row.name] == nil else {
          continue
        }
        figures[row.name] = Figure(value: value, low: row.low, high: row.high, unit: row.unit)
      }
      guard !figures.isEmpty else { return nil }
      let seen = segments.indices.contains(index) ? segments[index].attributes["speed_level"] ?? "" : ""
      return DeviceRun(
        device: device,
        condition: Condition(
          speedLevel: pairs["speed_level"] ?? seen, head: pairs["head"] ?? "", load: pairs["load"] ?? ""),
        figures: figures)
    }
  }
}
