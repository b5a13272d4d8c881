// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

extension ListJob.What: ExpressibleByArgument {}

struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Analyses, formats, filters, outcome names, methods, settings and flags, each with its meaning and source.")

  @Argument(
    help:
      "Which list: analyses, formats, filters, outcomes, methods, settings, flags, scenarios. Default: all but the last."
  )
  var what: [ListJob.What] = []

  @Option(help: "table, json, ndjson or csv (one list). Default: table.")
  var format: OutputFormat?

  @Option(help: "auto, always or never; NO_COLOR is honoured.")
  var color = ColorChoice.auto

  func run() throws {
    var job = ListJob()
    job.what = what
    job.format = format
    job.color = color
    try job.run().end()
  }
}
