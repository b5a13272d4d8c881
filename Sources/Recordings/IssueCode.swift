// SPDX-License-Identifier: GPL-3.0-or-later

/// Every flag and issue Palpate can raise, in one table: code, severity, sentence.
///
/// Codes are stable names of the contract: the `flags` column is made of them.
public enum IssueCode: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  // Reading
  case encodingGuess = "encoding_guess"
  case decimalComma = "decimal_comma"
  case delimiterGuess = "delimiter_guess"
  case notANumber = "not_a_number"
  case missingSamples = "missing_samples"
  case raggedRow = "ragged_row"
  case repeatedHeader = "repeated_header"
  case truncatedFile = "truncated_file"
  case personalField = "personal_field"
  case sessionIncomplete = "session_incomplete"
  case testNotRecorded = "test_not_recorded"
  case storedThresholdIgnored = "stored_threshold_ignored"
  // Units
  case unitUnknown = "unit_unknown"
  case unitAmbiguous = "unit_ambiguous"
  case areaMissing = "area_missing"
  case signUndeclared = "sign_undeclared"
  case kgAsKgf = "kg_as_kgf"
  // Time
  case timeMissing = "time_missing"
  case rateNominal = "rate_nominal"
  case rateUnused = "rate_unused"
  case timeBackward = "time_backward"
  case timeDuplicate = "time_duplicate"
  case timeConflict = "time_conflict"
  case timeQuantised = "time_quantised"
  case timeJitter = "time_jitter"
  case timeGap = "time_gap"
  // Signal quality
  case clipped
  case rail
  case zeroSuppressed = "zero_suppressed"
  case noBaseline = "no_baseline"
  case drift
  // Contacts and ramps
  case gap
  case tap
  case bounce
  case notARamp = "not_a_ramp"
  case nonlinear
  case rateOut = "rate_out"
  case targetMissing = "target_missing"
  case hesitation
  case plateau
  case reversal
  case jab
  case overshoot
  case noContact = "no_contact"
  case contactTooLong = "contact_too_long"
  // Events
  case noMarker = "no_marker"
  case markerStuck = "marker_stuck"
  case markerPolarity = "marker_polarity"
  case doublePress = "double_press"
  case latePress = "late_press"
  case ambiguousRelease = "ambiguous_release"
  case truncated
  case held
  case vasOffset = "vas_offset"
  case vasRecross = "vas_recross"
  case noResponse = "no_response"
  // Censoring and aggregation
  case rightCensored = "right_censored"
  case leftCensored = "left_censored"
  case intervalCensored = "interval_censored"
  case fewTrials = "few_trials"
  case variable
  case trend
  case excluded
  case manualEdit = "manual_edit"
  case missingSuspect = "missing_suspect"
  // Cuff
  case stimulusLow = "stimulus_low"
  case residual
  case noBaselineTest = "no_baseline_test"
  // Percussion
  case aliasPossible = "alias_possible"
  case octaveAmbiguous = "octave_ambiguous"
  case periodDoubling = "period_doubling"
  case noPeriod = "no_period"
  case outsideBand = "outside_band"
  case short
  case unsteady
  case mains
  case clockNominal = "clock_nominal"
  case clockUnstated = "clock_unstated"
  case scaleUnstated = "scale_unstated"
  case heldSamples = "held_samples"
  case lowPass = "low_pass"
  case sensorResonance = "sensor_resonance"
  case singleAxis = "single_axis"
  case bandIncomplete = "band_incomplete"
  case uncalibrated
  case claimMissed = "claim_missed"
  case noCoherence = "no_coherence"
  case clocksUnaligned = "clocks_unaligned"
  case extrapolated
  case fewPairs = "few_pairs"
  case levelsUnmatched = "levels_unmatched"
  case rankOpen = "rank_open"
  case overflow

  public static func < (a: IssueCode, b: IssueCode) -> Bool { a.rawValue < b.rawValue }
}

public enum Severity: String, Sendable, Hashable, Codable {
  /// Worth knowing; figures stand.
  case note
  /// Figures stand but deserve a look.
  case warning
  /// Something was refused.
  case refusal
}
