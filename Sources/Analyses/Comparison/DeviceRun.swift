// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// One steady segment of one recording of a device with its figures, or the figures of the recording as a whole, ready to be
/// compared with others.
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
    /// 95 % interval; nil where there is none.
    public let low: Double?
    public let high: Double?
    public let unit: String
    public let flags: Set<IssueCode>
  }

  public let device: String
  /// The speed level is empty until it is declared or told from the rates by ``leveled(_:)``.
  public private(set) var condition: Condition
  /// By outcome name.
  public let figures: [String: Figure]
  /// Rates in Hz by which the level is told: of the segment, or of all segments for figures of the whole recording. Empty where
  /// the level is declared.
  let rates: [Double]
  /// How many levels the rates of the device tell; nil where the level is declared, or empty.
  private(set) var levelsTold: Int?

  /// Outcomes that are compared.
  public static let outcomes = [
    "percussion_rate", "rate_deviation", "stroke_length", "stroke_deviation", "acceleration_peak", "acceleration_rms",
    "harmonic_distortion", "cycle_jitter", "rate_under_load", "stall_force", "hand_arm_vibration", "sound_level",
  ]

  /// The runs of a recording: one a segment, and one with the figures of the whole recording.
  ///
  /// Of several accelerometers in one recording only the first counts, as all of them felt the same segments.
  /// - Parameter name: The recording, which names the device where the description does not.
  public static func all(_ description: Description, name: String, _ findings: Findings) -> [DeviceRun] {
    let pairs = Claims.pairs(description.setting)
    let device = description.device.isEmpty ? name : description.device
    let condition = Condition(
      speedLevel: pairs["speed_level"] ?? "", head: pairs["head"] ?? "", load: pairs["load"] ?? "")
    let first = findings.outcomes.first { $0.name == "percussion_frequency" }
    let segments = findings.outcomes.filter {
      $0.name == "percussion_frequency" && $0.trial != nil && $0.channel == first?.channel
    }
    func run(_ rows: [Outcome], _ rates: [Double]) -> DeviceRun? {
      let figures = figures(rows)
      guard !figures.isEmpty else { return nil }
      return DeviceRun(
        device: device, condition: condition, figures: figures, rates: condition.speedLevel.isEmpty ? rates : [],
        levelsTold: nil)
    }
    var runs = segments.compactMap { segment in
      run(
        findings.outcomes.filter { $0.trial == segment.trial && $0.channel == segment.channel },
        segment.value.map { [$0] } ?? [])
    }
    if let whole = run(findings.outcomes.filter { $0.trial == nil }, segments.compactMap(\.value)) {
      runs.append(whole)
    }
    return runs
  }

  private static func figures(_ rows: [Outcome]) -> [String: Figure] {
    var figures: [String: Figure] = [:]
    for row in rows where outcomes.contains(row.name) {
      // Components other than the figure itself are parts of it; of sound levels the A-weighted one is compared.
      guard row.component.isEmpty || row.component == "LAeq", let value = row.value, figures[row.name] == nil else {
        continue
      }
      figures[row.name] = Figure(value: value, low: row.low, high: row.high, unit: row.unit, flags: row.flags)
    }
    return figures
  }

  /// The runs with the speed levels that are not declared, told by the rates of all runs of a device under one load.
  ///
  /// Figures of a whole recording belong to its level where all its segments are of one, and to none where it holds several. Beside
  /// declared levels the others are named `undeclared 1` …, so that no number stands for two things.
  static func leveled(_ runs: [DeviceRun]) -> [DeviceRun] {
    struct Group: Hashable { let device, load: String }
    var leveled = runs
    let groups = Dictionary(grouping: runs.indices) { Group(device: runs[$0].device, load: runs[$0].condition.load) }
    for group in groups.values {
      let all = SpeedLevels.numbers(group.flatMap { runs[$0].rates })
      let mark = group.contains { !runs[$0].condition.speedLevel.isEmpty } ? "undeclared " : ""
      var numbers = all[...]
      for index in group {
        let own = Set(numbers.prefix(runs[index].rates.count))
        numbers = numbers.dropFirst(runs[index].rates.count)
        guard own.count == 1, let level = own.first else { continue }
        leveled[index].condition.speedLevel = mark + String(level)
        leveled[index].levelsTold = all.max()
      }
    }
    return leveled
  }
}
