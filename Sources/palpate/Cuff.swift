// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct Cuff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cuff", abstract: "Cuff algometry: detection, tolerance, temporal summation, conditioned modulation.")

  @OptionGroup(title: "Input") var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File for the results; its suffix (.csv, .json, .ndjson, .txt) or --format decides how.",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Picture of one recording: .svg, .png or .pdf.", valueName: "file"), completion: .file())
  var figure: String?

  @OptionGroup(title: "Settings") var settings: CuffSettings
  @OptionGroup(title: "Description") var describe: DescribeOptions
  @OptionGroup(title: "Presentation") var present: PresentOptions

  func run() async throws {
    var job = AnalyzeJob(input, present, describe.options(settings.given), output: output)
    job.analysis = "cuff"
    job.figure = figure
    try await job.run().end()
  }
}

/// An option for every setting of `cuff`; a test compares them with the table.
struct CuffSettings: ParsableArguments {
  @Option(name: .customLong("test"), help: ArgumentHelp(SettingHelp.text("cuff", "test")))
  var test: String?

  @Option(name: .customLong("rate-target"), help: ArgumentHelp(SettingHelp.text("cuff", "rate_target")))
  var rateTarget: String?

  @Option(name: .customLong("rate-tolerance"), help: ArgumentHelp(SettingHelp.text("cuff", "rate_tolerance")))
  var rateTolerance: String?

  @Option(name: .customLong("rating-criterion"), help: ArgumentHelp(SettingHelp.text("cuff", "rating_criterion")))
  var ratingCriterion: String?

  @Option(name: .customLong("rating-persistence"), help: ArgumentHelp(SettingHelp.text("cuff", "rating_persistence")))
  var ratingPersistence: String?

  @Option(name: .customLong("rating-hysteresis"), help: ArgumentHelp(SettingHelp.text("cuff", "rating_hysteresis")))
  var ratingHysteresis: String?

  @Option(name: .customLong("tolerance-rule"), help: ArgumentHelp(SettingHelp.text("cuff", "tolerance_rule")))
  var toleranceRule: String?

  @Option(name: .customLong("rating-end"), help: ArgumentHelp(SettingHelp.text("cuff", "rating_end")))
  var ratingEnd: String?

  @Option(name: .customLong("limit"), help: ArgumentHelp(SettingHelp.text("cuff", "limit")))
  var limit: String?

  @Option(name: .customLong("limit-tolerance"), help: ArgumentHelp(SettingHelp.text("cuff", "limit_tolerance")))
  var limitTolerance: String?

  @Option(name: .customLong("contact-threshold"), help: ArgumentHelp(SettingHelp.text("cuff", "contact_threshold")))
  var contactThreshold: String?

  @Option(name: .customLong("stimulus-tolerance"), help: ArgumentHelp(SettingHelp.text("cuff", "stimulus_tolerance")))
  var stimulusTolerance: String?

  @Option(name: .customLong("static-pressure"), help: ArgumentHelp(SettingHelp.text("cuff", "static_pressure")))
  var staticPressure: String?

  @Option(name: .customLong("residual-tolerance"), help: ArgumentHelp(SettingHelp.text("cuff", "residual_tolerance")))
  var residualTolerance: String?

  @Option(name: .customLong("early-pulses"), help: ArgumentHelp(SettingHelp.text("cuff", "early_pulses")))
  var earlyPulses: String?

  @Option(name: .customLong("late-pulses"), help: ArgumentHelp(SettingHelp.text("cuff", "late_pulses")))
  var latePulses: String?

  var given: [SettingOption] {
    let values: [(key: String, value: String?)] = [
      ("test", test),
      ("rate_target", rateTarget),
      ("rate_tolerance", rateTolerance),
      ("rating_criterion", ratingCriterion),
      ("rating_persistence", ratingPersistence),
      ("rating_hysteresis", ratingHysteresis),
      ("tolerance_rule", toleranceRule),
      ("rating_end", ratingEnd),
      ("limit", limit),
      ("limit_tolerance", limitTolerance),
      ("contact_threshold", contactThreshold),
      ("stimulus_tolerance", stimulusTolerance),
      ("static_pressure", staticPressure),
      ("residual_tolerance", residualTolerance),
      ("early_pulses", earlyPulses),
      ("late_pulses", latePulses),
    ]
    return values.compactMap { key, value in
      value.map { SettingOption(analysis: "cuff", key: key, value: $0, option: SettingHelp.option(key)) }
    }
  }
}
