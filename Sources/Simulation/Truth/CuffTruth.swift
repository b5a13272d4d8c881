// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// One test of a cuff session. Pressures in kPa, ratings in cm, times in s.
public struct CuffTestTruth: Sendable, Hashable {
  /// Member of the recording.
  public var member: String
  /// `ramp`, `pulses` or `conditioned_ramp`.
  public var kind: String
  public var channel: String
  /// Delivered rate of the ramp in kPa/s.
  public var rate: Double?
  public var rampStart: Double?
  public var criterion: Double?
  /// Delivered pressure when the rating reached the criterion for good.
  public var detection: Double?
  public var detectionTime: Double?
  /// Delivered pressure at the stop; nil when the programme ended the test.
  public var tolerance: Double?
  public var toleranceTime: Double?
  /// Rating at the stop.
  public var limitRating: Double?
  public var stop: StopReason?
  /// Highest delivered pressure.
  public var peak: Double
  public var pulses: [PulseTruth] = []
  /// Mean rating of the last three pulses minus that of the first three.
  public var temporalSummation: Double?
  public var conditioningPressure: Double?
  public var expectedFlags: [IssueCode] = []
  public var toleratedFlags: [IssueCode] = []
}

/// One pulse of a train.
public struct PulseTruth: Sendable, Hashable {
  public var start: Double
  /// Delivered pressure at the end of the on phase.
  public var plateau: Double
  /// Delivered pressure just before the pulse.
  public var residual: Double
  /// Rating at the end of the cycle.
  public var rating: Double
}

/// Change by conditioning.
public struct ModulationTruth: Sendable, Hashable {
  public var detection: Double?
  public var tolerance: Double?
}
