// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Rows as a device writes them, repeated stamps and all.
public struct GunTable: Sendable, Hashable {
  public struct Column: Sendable, Hashable {
    /// `x`, `y`, `z` or `force`.
    public var name: String
    public var unit: Unit
    public var samples: [Double]
  }

  /// By the device's clock, in s.
  public var stamps: [Double] = []
  public var columns: [Column] = []
  /// Whether gravity is in the numbers.
  public var hasGravity = false
  public internal(set) var figures = GunSensorTruth()

  /// What is left when rows are dropped whose stamp is no later than the one before: a recording has no other.
  var recording: Recording {
    var kept: [Int] = []
    for (i, stamp) in stamps.enumerated() where kept.last.map({ stamps[$0] < stamp }) ?? true { kept.append(i) }
    let first = stamps.first ?? 0
    let channels = columns.map { column in
      Channel(
        name: column.name == "force" ? "Force" : "Acceleration \(column.name)",
        kind: column.name == "force" ? .force : .acceleration, unit: column.unit,
        samples: kept.map { column.samples[$0] })
    }
    return Recording(
      format: "simulated", channels: channels, timeBase: .stamped(kept.map { stamps[$0] - first }),
      sampleCount: kept.count)
  }
}

/// What was drawn for a sensor and what it did to its samples.
public struct GunSensorTruth: Sendable, Hashable {
  /// Shares: numbers are too large, stamps run too fast.
  public var scaleError = 0.0
  public var clockError = 0.0
  /// Samples at the end of the range over all, by axis.
  public var clippedShares: [String: Double] = [:]
  public var sampleCount = 0
  public var dropped = 0
  public var duplicated = 0
  /// Rows that repeat an older sample.
  public var held = 0
  /// Standard deviation of the noise in m/s².
  public var noise = 0.0
  /// Instant of time 0 of the recording by the simulation's clock: the true time of the first stamp.
  public var origin = 0.0
}
