// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// A fault planted into one trial. Shares are of the trial's true threshold; times in s, pressures in kPa.
public enum AlgometerFault: Sendable, Hashable {
  /// The operator nearly stops: `rateShare` of the rate for `duration`.
  case hesitation(at: Double = 0.5, duration: Double = 0.5, rateShare: Double = 0.05)
  /// The operator stands still.
  case plateau(at: Double = 0.5, duration: Double = 1.5)
  /// The load falls by `drop` (share of the load) within 0.2 s.
  case reversal(at: Double = 0.6, drop: Double = 0.08)
  /// The rate is multiplied from `lead` before the press on.
  case jab(factor: Double = 3, lead: Double = 0.4)
  /// The rate changes by `factor`, smoothly within 0.3 s. At two thirds of the ramp least-squares and Theil–Sen slopes
  /// differ by about 15 %; an even bend or one in the middle would leave them equal.
  case nonlinear(at: Double = 0.65, factor: Double = 2)
  /// The whole ramp is run at another rate.
  case rate(factor: Double = 1.6)
  /// Contact is lost for `duration`; then the load is back on the same line.
  case bounce(at: Double = 0.1, duration: Double = 0.1)
  /// A contact of `duration` and `height`, beginning `lead` before the trial.
  case tap(duration: Double = 0.15, lead: Double = 1, height: Double = 60)
  /// The operator gives up and unloads as slowly as he loaded; no press.
  case abortedRamp(at: Double = 0.4)
  /// A second press while the load is still on.
  case doublePress(gap: Double = 0.5)
  /// The press comes `delay` after the peak, with part of the load still on.
  case latePress(delay: Double = 0.3)
  /// The button is down from `lead` before contact until after it.
  case stuckMarker(lead: Double = 0.7)
  /// The subject reacts, but no press is recorded.
  case missingMarker
  /// The operator goes on loading for `delay` after the press.
  case overshoot(delay: Double = 1.2)
  /// The operator stops at `level` without a response.
  case limit(level: Double)
  /// The file ends on the ramp.
  case truncation(at: Double = 0.7)
  /// The device freezes its reading at the press for `duration`.
  case held(duration: Double = 1)
  /// Samples of `duration` are missing.
  case gap(at: Double = 0.5, duration: Double = 0.3)

  /// Flags the trial must carry.
  public var expectedFlags: [IssueCode] {
    switch self {
    case .hesitation: [.hesitation]
    case .plateau: [.plateau]
    case .reversal: [.reversal]
    case .jab: [.jab]
    case .nonlinear: [.nonlinear]
    case .rate: [.rateOut]
    case .bounce: [.bounce]
    case .tap: []
    case .abortedRamp: [.ambiguousRelease, .noMarker]
    case .doublePress: [.doublePress]
    case .latePress: [.latePress]
    case .stuckMarker: [.markerStuck]
    case .missingMarker: [.intervalCensored, .noMarker]
    case .overshoot: [.overshoot]
    case .limit: [.rightCensored]
    case .truncation: [.rightCensored, .truncated]
    case .held: [.held]
    case .gap: [.gap]
    }
  }

  /// Flags the recording must carry: a tap is no trial of its own.
  public var expectedRecordingFlags: [IssueCode] {
    if case .tap = self { [.tap] } else { [] }
  }

  /// Flags the trial may carry as well, being true of it too.
  public var toleratedFlags: [IssueCode] {
    switch self {
    case .hesitation: [.nonlinear, .rateOut]
    case .plateau: [.hesitation, .nonlinear, .rateOut]
    case .reversal: [.hesitation, .nonlinear, .rateOut]
    case .jab: [.nonlinear, .overshoot, .rateOut]
    case .nonlinear: [.jab, .overshoot, .rateOut]
    case .rate: [.overshoot]
    case .bounce: [.reversal]
    case .abortedRamp: [.notARamp]
    case .doublePress: [.overshoot]
    case .stuckMarker: [.intervalCensored, .noMarker]
    case .missingMarker, .latePress, .overshoot: []
    case .tap: [.tap]
    case .limit: [.noMarker, .noResponse]
    case .truncation: [.noMarker, .noBaseline]
    case .held: []
    case .gap: [.timeGap]
    }
  }

  /// Outcomes that cannot be given for the trial as a number.
  public var refusedOutcomes: [String] {
    switch self {
    case .abortedRamp: ["pressure_pain_threshold", "threshold_release"]
    case .missingMarker, .stuckMarker: ["pressure_pain_threshold"]
    case .gap: ["pressure_pain_threshold"]
    default: []
    }
  }

  /// Name in the truth file.
  public var name: String {
    switch self {
    case .hesitation: "hesitation"
    case .plateau: "plateau"
    case .reversal: "reversal"
    case .jab: "jab"
    case .nonlinear: "nonlinear"
    case .rate: "rate"
    case .bounce: "bounce"
    case .tap: "tap"
    case .abortedRamp: "aborted_ramp"
    case .doublePress: "double_press"
    case .latePress: "late_press"
    case .stuckMarker: "stuck_marker"
    case .missingMarker: "missing_marker"
    case .overshoot: "overshoot"
    case .limit: "limit"
    case .truncation: "truncation"
    case .held: "held"
    case .gap: "gap"
    }
  }
}
