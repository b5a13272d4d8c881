// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Named sessions for `palpate simulate`: one for every test vector.
public enum Scenario: String, Sendable, Hashable, CaseIterable {
  // Whole sessions and devices
  case clean, noisy, sites, force, negative, lag, drift
  case lowDrift = "low_drift"
  case tremor, quantised
  case twelveBit = "twelve_bit"
  case fast, slow
  case at10Hz = "10hz"
  case at20Hz = "20hz"
  case at50Hz = "50hz"
  case at500Hz = "500hz"
  case at1000Hz = "1000hz"
  case jitter
  case millisecondStamps = "millisecond_stamps"
  case decimalComma = "decimal_comma"
  case utf16, headerless, quoted
  case gaugeLines = "gauge_lines"
  case zeroSuppressed = "zero_suppressed"
  // Marker
  case invertedMarker = "inverted_marker"
  case pulseMarker = "pulse_marker"
  case counterMarker = "counter_marker"
  case eventMarker = "event_marker"
  case noButton = "no_button"
  case missingMarker = "missing_marker"
  case stuckMarker = "stuck_marker"
  case doublePress = "double_press"
  case latePress = "late_press"
  // Operator and device, in the second trial
  case hesitation, plateau, reversal, jab, nonlinear
  case rateOut = "rate_out"
  case bounce, tap
  case abortedRamp = "aborted_ramp"
  case overshoot, limit, rail, truncation, held, gap
  // Cuffs
  case cuffRamp = "cuff_ramp"
  case cuffNoResponse = "cuff_no_response"
  case cuffRecross = "cuff_recross"
  case cuffOffset = "cuff_offset"
  case cuffTwoCuffs = "cuff_two_cuffs"
  case cuffPulses = "cuff_pulses"
  case cuffPulsesRail = "cuff_pulses_rail"
  case cuffResidual = "cuff_residual"
  case cuffFading = "cuff_fading"
  case cuffRun = "cuff_run"
  case cuffIncomplete = "cuff_incomplete"
  // Massage guns
  case gunSteady = "gun_steady"
  case gunLevels = "gun_levels"
  case gunPhone = "gun_phone"
  case gunAlias = "gun_alias"
  case gunLogger = "gun_logger"
  case gunPrinter = "gun_printer"
  case gunLoad = "gun_load"
  case gunRegulated = "gun_regulated"
  case gunTissue = "gun_tissue"
  case gunStrikes = "gun_strikes"
  case gunWarmUp = "gun_warm_up"
  case gunSound = "gun_sound"

  /// Analysis it is for: `ppt`, `cuff` or `percussion`.
  public var analysis: String {
    if rawValue.hasPrefix("gun_") { return "percussion" }
    return rawValue.hasPrefix("cuff_") ? "cuff" : "ppt"
  }

  public func session(seed: UInt64 = 1) -> ScenarioSession {
    switch analysis {
    case "percussion": .gun(gunSession(seed))
    case "cuff": .cuff(cuffSession(seed))
    default: .ppt(algometerSession(seed))
    }
  }
}

/// A configured session, ready to run.
public enum ScenarioSession: Sendable {
  case ppt(AlgometerSession)
  case cuff(CuffSession)
  case gun(GunSession)

  public func run() -> SimulatedSession {
    switch self {
    case .ppt(let session): session.run()
    case .cuff(let session): session.run()
    case .gun(let session): session.run()
    }
  }
}
