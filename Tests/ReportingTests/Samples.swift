// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import Reporting
import SignalProcessing

/// Hand-made reports with every kind of figure: values, intervals, bounds, refusals, text that needs care.
enum Samples {
  static func report(_ name: String, _ outcomes: [Outcome], description: Description = Description()) -> RecordingReport
  {
    var recording = Recording(
      format: "delimited",
      channels: [
        Channel(name: "Pressure", kind: .pressure, unit: .kilopascal, samples: [0, 1, 2]),
        Channel(name: "BTN", kind: .marker, unit: nil, samples: [0, 0, 1]),
      ], timeBase: .even(start: 0, rate: Hertz(100), measured: true), sampleCount: 3)
    recording.description = description
    recording.issues = [Issue(.decimalComma), Issue(.timeGap, "line 12: 0.5 s", count: 2)]
    var report = RecordingReport(name: name, sha256: String(repeating: "ab", count: 32), recording: recording)
    var findings = Findings(analysis: "ppt")
    findings.outcomes = outcomes
    findings.events = [Event(kind: "press", start: 2.5, trial: 1, attributes: ["source": "BTN"])]
    findings.settings = [
      SettingNote(key: "rate_target", value: "50 kPa/s", defaultValue: "", origin: "own design: never guessed")
    ]
    report.findings = [findings]
    return report
  }

  static let value = Outcome(
    "pressure_pain_threshold", value: 401.234_567_891, unit: "kPa", method: "ppt.button.interpolated",
    channel: "Pressure", trial: 1, low: 398.05, high: 404.31, level: 0.95, count: 120)
  static let bound = Outcome(
    "pressure_pain_threshold", value: nil, unit: "kPa", method: "ppt.button.interpolated", channel: "Pressure",
    trial: 2, low: 97.912_3, flags: [.rightCensored, .rail])
  static let refused = Outcome(
    "threshold_release", value: nil, unit: "kPa", method: "ppt.release.changepoint", channel: "Pressure", trial: 2,
    flags: [.ambiguousRelease])
  static let summary = Outcome(
    "pressure_pain_threshold", value: 0.1 + 0.2, unit: "kPa", method: "ppt.mean3", channel: "Pressure", count: 3,
    flags: [.variable])
  static let tenth = Outcome(
    "ramp_rate", value: 49.99, unit: "kPa/s", method: "ppt.ramp.least_squares", channel: "Pressure", trial: 10)

  static let all = [tenth, refused, bound, value, summary]
}
