// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct PercussionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "percussion",
    abstract: "Massage guns: rate, stroke, harmonics, stability, behaviour under load, exposure of the hand.")

  @OptionGroup(title: "Input") var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File for the results; its suffix (.csv, .json, .ndjson, .txt) or --format decides how.",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Picture of one recording: .svg, .png or .pdf.", valueName: "file"), completion: .file())
  var figure: String?

  @Option(help: "What the picture shows: waveform, spectrum, track or load.")
  var plot: PercussionPlot?

  @Option(
    help: ArgumentHelp(
      """
      Recording of a second accelerometer that had a recorder of its own, such as one at the hand: gives the clocks' ratio \
      and what passes to it. Both must have recorded the device being switched on and off.
      """, valueName: "file"), completion: .file())
  var receiver: String?

  @OptionGroup(title: "Settings") var settings: PercussionSettings
  @OptionGroup(title: "Description") var describe: DescribeOptions
  @OptionGroup(title: "Presentation") var present: PresentOptions

  func run() async throws {
    var job = AnalyzeJob(input, present, describe.options(settings.given), output: output)
    job.analysis = "percussion"
    job.figure = figure
    job.plot = plot
    job.receiver = receiver
    if plot != nil, figure == nil { throw ValidationError("--plot chooses what --figure FILE draws") }
    try await job.run().end()
  }
}

extension PercussionPlot: ExpressibleByArgument {}

/// An option for every setting of `percussion`; a test compares them with the table.
struct PercussionSettings: ParsableArguments {
  @Option(name: .customLong("search-low"), help: ArgumentHelp(SettingHelp.text("percussion", "search_low")))
  var searchLow: String?

  @Option(name: .customLong("search-high"), help: ArgumentHelp(SettingHelp.text("percussion", "search_high")))
  var searchHigh: String?

  @Option(name: .customLong("shortest-segment"), help: ArgumentHelp(SettingHelp.text("percussion", "shortest_segment")))
  var shortestSegment: String?

  @Option(name: .customLong("doubling-limit"), help: ArgumentHelp(SettingHelp.text("percussion", "doubling_limit")))
  var doublingLimit: String?

  @Option(name: .customLong("clock-error"), help: ArgumentHelp(SettingHelp.text("percussion", "clock_error")))
  var clockError: String?

  @Option(name: .customLong("scale-error"), help: ArgumentHelp(SettingHelp.text("percussion", "scale_error")))
  var scaleError: String?

  @Option(name: .customLong("low-pass"), help: ArgumentHelp(SettingHelp.text("percussion", "low_pass")))
  var lowPass: String?

  @Option(name: .customLong("low-pass-order"), help: ArgumentHelp(SettingHelp.text("percussion", "low_pass_order")))
  var lowPassOrder: String?

  @Option(name: .customLong("sensor-resonance"), help: ArgumentHelp(SettingHelp.text("percussion", "sensor_resonance")))
  var sensorResonance: String?

  @Option(name: .customLong("crank-ratio"), help: ArgumentHelp(SettingHelp.text("percussion", "crank_ratio")))
  var crankRatio: String?

  @Option(name: .customLong("mounting"), help: ArgumentHelp(SettingHelp.text("percussion", "mounting")))
  var mounting: String?

  @Option(name: .customLong("exposure-time"), help: ArgumentHelp(SettingHelp.text("percussion", "exposure_time")))
  var exposureTime: String?

  var given: [SettingOption] {
    let values: [(key: String, value: String?)] = [
      ("search_low", searchLow),
      ("search_high", searchHigh),
      ("shortest_segment", shortestSegment),
      ("doubling_limit", doublingLimit),
      ("clock_error", clockError),
      ("scale_error", scaleError),
      ("low_pass", lowPass),
      ("low_pass_order", lowPassOrder),
      ("sensor_resonance", sensorResonance),
      ("crank_ratio", crankRatio),
      ("mounting", mounting),
      ("exposure_time", exposureTime),
    ]
    return values.compactMap { key, value in
      value.map { SettingOption(analysis: "percussion", key: key, value: $0, option: SettingHelp.option(key)) }
    }
  }
}
