// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What a device was told to deliver, where the file says so.
public struct Programme: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// A rising pressure with a continuous rating.
    case ramp
    /// A train of equal pulses.
    case pulses
    /// A ramp on one cuff while another holds a painful pressure.
    case conditionedRamp = "conditioned_ramp"
    /// The file lists the test but holds nothing.
    case none
  }

  public var kind: Kind
  /// For a test without data: what it would have been, where the file tells.
  public var planned: Kind?
  public var nominalRate: PressureRate?
  /// End of the ramp: the pressure at which the device stops by itself.
  public var limit: Pressure?
  /// Nominal pressure of the pulses.
  public var nominalPressure: Pressure?
  /// Nominal pressure of the conditioning cuff.
  public var conditioningPressure: Pressure?
  public var timeOn: Seconds?
  public var timeOff: Seconds?
  public var pulseCount: Int?
  /// Rating at which the device calls pain detected.
  public var ratingCriterion: Rating?
  /// What ended the test, where the file or the user says so.
  public var stop: StopReason
  /// Thresholds the device stored; never used as results, reported in the notes only.
  public var stored: [String: Double]

  public init(kind: Kind) {
    self.kind = kind
    self.stop = .unknown
    self.stored = [:]
  }
}

/// What ended a ramp.
public enum StopReason: String, Sendable, Hashable, Codable, CaseIterable {
  case subject, programme, limit, unknown
}
