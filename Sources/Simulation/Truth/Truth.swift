// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// What is true of a simulated session.
public struct Truth: Sendable, Hashable {
  /// `ppt`, `cuff` or `percussion`.
  public var kind: String
  public var seed: UInt64
  /// Flags the recording as a whole must and may carry.
  public var expectedFlags: [IssueCode] = []
  public var toleratedFlags: [IssueCode] = []
  public var trials: [TrialTruth] = []
  public var tests: [CuffTestTruth] = []
  /// Conditioned minus unconditioned, kPa; nil without a conditioned ramp.
  public var modulation: ModulationTruth?
  /// Nil but for massage guns.
  public var gun: GunTruth?
}

/// One contact. Times in s from the first sample, pressures in kPa.
public struct TrialTruth: Sendable, Hashable {
  /// 1-based.
  public var trial: Int
  public var site: String
  public var side: String
  /// Where the ramp leaves zero.
  public var onset: Double
  /// Delivered pressure, tremor included, when sensation began; nil when it never did.
  public var threshold: Double?
  public var sensationTime: Double?
  /// Press of the button, also when the marker failed to record it; nil when the subject did not press.
  public var pressTime: Double?
  /// Delivered pressure at the press.
  public var pressureAtPress: Double?
  /// What a noise-free sensor without quantum shows at the press: lag, zero, drift and rail included.
  public var sensorAtPress: Double?
  /// Begin of unloading; nil when the file ends first.
  public var releaseTime: Double?
  /// End of contact, or of the file.
  public var endTime: Double
  /// Highest delivered pressure.
  public var peak: Double
  /// Rate of the undisturbed ramp in kPa/s.
  public var rate: Double
  public var faults: [String]
  public var expectedFlags: [IssueCode]
  public var toleratedFlags: [IssueCode]
  /// Outcomes that must be refused or given as a bound only.
  public var refused: [String]
}
