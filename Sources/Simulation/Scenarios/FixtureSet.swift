// SPDX-License-Identifier: GPL-3.0-or-later

/// The files of `Fixtures/sessions`, as the simulator makes them today.
public enum FixtureSet {
  private static let plain: [(name: String, scenario: Scenario)] = [
    ("ppt_clean_100hz", .clean), ("ppt_noisy", .noisy), ("ppt_no_button", .noButton), ("ppt_sites", .sites),
    ("ppt_force_semicolon_decimal_comma", .force), ("ppt_negative_force", .negative),
    ("ppt_wagner", .gaugeLines), ("ppt_utf16_tab", .utf16), ("ppt_headerless", .headerless),
    ("ppt_quoted_cr", .quoted), ("ppt_millisecond_stamps", .millisecondStamps), ("ppt_jitter", .jitter),
    ("ppt_inverted_marker", .invertedMarker), ("ppt_counter_marker", .counterMarker),
    ("ppt_zero_suppressed", .zeroSuppressed), ("ppt_drift", .drift), ("ppt_lag", .lag), ("ppt_20hz", .at20Hz),
    ("ppt_twelve_bit", .twelveBit), ("ppt_faults_rail", .rail),
    ("cuff_ramp", .cuffRamp), ("cuff_no_response", .cuffNoResponse), ("cuff_recross", .cuffRecross),
    ("cuff_two_cuffs", .cuffTwoCuffs), ("cuff_pulses_rail", .cuffPulsesRail), ("cuff_pulses_residual", .cuffResidual),
    ("cuff_pulses_fading", .cuffFading), ("cuff_run", .cuffRun), ("cuff_incomplete", .cuffIncomplete),
  ]

  /// Every file, sorted by name. Seeds differ, so that no two sessions share their noise.
  public static var all: [SimulatedFile] {
    var files: [SimulatedFile] = []
    for (index, entry) in plain.enumerated() {
      files += entry.scenario.files(name: entry.name, seed: UInt64(index) + 1)
    }
    for (index, scenario) in Scenario.allCases.enumerated() where scenario.plantedFault != nil {
      files += scenario.files(name: "ppt_faults_\(scenario.rawValue)", seed: UInt64(index) + 1001)
    }
    files += Scenario.cuffRun.files(name: "cuff_session", seed: 2001, form: .subjectXML)
    let guns = Scenario.allCases.filter { $0.analysis == "percussion" }
    for (index, scenario) in guns.enumerated() {
      files += scenario.files(name: scenario.rawValue, seed: UInt64(index) + 3001)
    }
    return files.sorted { $0.name < $1.name }
  }
}
