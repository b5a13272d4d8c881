// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

/// Which recordings.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "Recordings: files, folders (walked in order, hidden files, *.toml and *.truth.json left out), or -.",
    completion: .file())
  var paths: [String] = []

  @Option(
    name: .customLong("files0-from"), help: "File with more paths, each ended by NUL, as find -print0 writes them.")
  var files0From: String?
}

/// What the recordings are.
struct DescribeOptions: ParsableArguments {
  @Option(
    name: .customLong("protocol"), help: "Description and settings (TOML) that win over those beside the recordings.",
    completion: .file(extensions: ["toml"]))
  var protocolFile: String?

  @Option(
    help: ArgumentHelp(
      "What a column is, by header or 1-based number: 2=force:N, BTN=marker. Repeatable.",
      valueName: "name=quantity:unit"))
  var declare: [String] = []

  @Option(help: "Channel to use where several compete. Repeatable.")
  var channel: [String] = []

  @Option(help: "Contact area of the probe, such as 1cm2.")
  var area: String?

  @Option(help: "Sampling rate of files without a time column, such as 100Hz.")
  var sampleRate: String?

  @Flag(help: "Take mass units as force: kg means kgf.")
  var massIsForce = false

  func options(_ settings: [SettingOption]) -> DescriptionOptions {
    var options = DescriptionOptions()
    options.protocolFile = protocolFile
    options.declare = declare
    options.channels = channel
    options.area = area
    options.sampleRate = sampleRate
    options.massIsForce = massIsForce
    options.settings = settings
    return options
  }
}

/// How results and messages look.
struct PresentOptions: ParsableArguments {
  @Option(help: "table, csv, json or ndjson. Default: table on a terminal, csv otherwise.")
  var format: OutputFormat?

  @Option(help: "auto, always or never; NO_COLOR is honoured.")
  var color = ColorChoice.auto

  @Option(help: "On standard error: auto, bar, plain, json or none.")
  var progress = ProgressChoice.auto

  @Option(help: "Recordings worked on at once. Default: number of processors. Results do not depend on it.")
  var workers: Int?

  @Flag(name: .shortAndLong, help: "Tell what was read and which analyses ran.")
  var verbose = false

  @Flag(name: .shortAndLong, help: "Only results and errors.")
  var quiet = false
}

extension AnalyzeJob {
  init(_ input: InputOptions, _ present: PresentOptions, _ description: DescriptionOptions, output: String?) {
    self.init()
    arguments = input.paths
    files0From = input.files0From
    self.description = description
    format = present.format
    color = present.color
    progress = present.progress
    workers = present.workers
    quiet = present.quiet
    verbose = present.verbose
    self.output = output
  }
}
