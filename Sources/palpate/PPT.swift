// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct PPT: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ppt", abstract: "Pressure-pain thresholds, ramps and trial series of hand-held algometry.")

  @OptionGroup(title: "Input") var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File for the results; its suffix (.csv, .json, .ndjson, .txt) or --format decides how.",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Picture of one recording: .svg, .png or .pdf.", valueName: "file"), completion: .file())
  var figure: String?

  @OptionGroup(title: "Settings") var settings: PPTSettings
  @OptionGroup(title: "Description") var describe: DescribeOptions
  @OptionGroup(title: "Presentation") var present: PresentOptions

  func run() async throws {
    var job = AnalyzeJob(input, present, describe.options(settings.given), output: output)
    job.analysis = "ppt"
    job.figure = figure
    try await job.run().end()
  }
}

/// An option for every setting of `ppt`; a test compares them with the table.
struct PPTSettings: ParsableArguments {
  @Option(name: .customLong("rate-target"), help: ArgumentHelp(SettingHelp.text("ppt", "rate_target")))
  var rateTarget: String?

  @Option(name: .customLong("rate-tolerance"), help: ArgumentHelp(SettingHelp.text("ppt", "rate_tolerance")))
  var rateTolerance: String?

  @Option(name: .customLong("trial-rule"), help: ArgumentHelp(SettingHelp.text("ppt", "trial_rule")))
  var trialRule: String?

  @Option(name: .customLong("censoring"), help: ArgumentHelp(SettingHelp.text("ppt", "censoring")))
  var censoring: String?

  @Option(name: .customLong("limit"), help: ArgumentHelp(SettingHelp.text("ppt", "limit")))
  var limit: String?

  @Option(name: .customLong("second-event"), help: ArgumentHelp(SettingHelp.text("ppt", "second_event")))
  var secondEvent: String?

  @Option(name: .customLong("subject-delay"), help: ArgumentHelp(SettingHelp.text("ppt", "subject_delay")))
  var subjectDelay: String?

  @Option(name: .customLong("subject-delay-sd"), help: ArgumentHelp(SettingHelp.text("ppt", "subject_delay_sd")))
  var subjectDelaySD: String?

  @Option(name: .customLong("operator-delay"), help: ArgumentHelp(SettingHelp.text("ppt", "operator_delay")))
  var operatorDelay: String?

  @Option(name: .customLong("operator-delay-sd"), help: ArgumentHelp(SettingHelp.text("ppt", "operator_delay_sd")))
  var operatorDelaySD: String?

  @Flag(inversion: .prefixedNo, help: ArgumentHelp(SettingHelp.text("ppt", "reaction_correction")))
  var reactionCorrection: Bool?

  @Flag(inversion: .prefixedNo, help: ArgumentHelp(SettingHelp.text("ppt", "device_holds")))
  var deviceHolds: Bool?

  @Option(name: .customLong("rating-criterion"), help: ArgumentHelp(SettingHelp.text("ppt", "rating_criterion")))
  var ratingCriterion: String?

  @Option(name: .customLong("contact-threshold"), help: ArgumentHelp(SettingHelp.text("ppt", "contact_threshold")))
  var contactThreshold: String?

  @Option(name: .customLong("drift-limit"), help: ArgumentHelp(SettingHelp.text("ppt", "drift_limit")))
  var driftLimit: String?

  var given: [SettingOption] {
    let values: [(key: String, value: String?)] = [
      ("rate_target", rateTarget),
      ("rate_tolerance", rateTolerance),
      ("trial_rule", trialRule),
      ("censoring", censoring),
      ("limit", limit),
      ("second_event", secondEvent),
      ("subject_delay", subjectDelay),
      ("subject_delay_sd", subjectDelaySD),
      ("operator_delay", operatorDelay),
      ("operator_delay_sd", operatorDelaySD),
      ("reaction_correction", reactionCorrection.map { $0 ? "true" : "false" }),
      ("device_holds", deviceHolds.map { $0 ? "true" : "false" }),
      ("rating_criterion", ratingCriterion),
      ("contact_threshold", contactThreshold),
      ("drift_limit", driftLimit),
    ]
    return values.compactMap { key, value in
      value.map { SettingOption(analysis: "ppt", key: key, value: $0, option: SettingHelp.option(key)) }
    }
  }
}
