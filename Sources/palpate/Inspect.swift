// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What a file holds: format, recordings, channels, units, rate, gaps; and the command to run next.")

  @Argument(help: "Recordings: files, folders, or -.", completion: .file())
  var paths: [String] = []

  @Option(help: "table, json or ndjson. Default: table.")
  var format: OutputFormat?

  @Option(help: "auto, always or never; NO_COLOR is honoured.")
  var color = ColorChoice.auto

  @OptionGroup(title: "Description") var describe: DescribeOptions

  func run() throws {
    var job = InspectJob()
    job.arguments = paths
    job.description = describe.options([])
    job.format = format
    job.color = color
    try job.run().end()
  }
}
