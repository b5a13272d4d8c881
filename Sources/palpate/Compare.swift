// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Massage guns, speed levels and heads side by side against their claims.",
    discussion: """
      Each recording is analysed as palpate percussion does. Its device, speed level, head, load and claims come from \
      the description beside it: device in [recording]; claimed_rate, claimed_stroke, speed_level, head and load in \
      [percussion]. Rows: what each device measures in each condition; differences of two devices, and of two heads, \
      over the conditions they share, with bootstrap intervals from five pairs on; places among the devices, given \
      only where 95 % intervals are apart.
      """)

  @OptionGroup(title: "Input") var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "File for the comparison; its suffix (.csv, .json, .ndjson, .txt) or --format decides how.",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(help: ArgumentHelp("Picture of the devices: .svg, .png or .pdf.", valueName: "file"), completion: .file())
  var figure: String?

  @Option(help: "Outcome that the picture shows.")
  var outcome = "percussion_rate"

  @OptionGroup(title: "Settings") var settings: PercussionSettings
  @OptionGroup(title: "Description") var describe: DescribeOptions
  @OptionGroup(title: "Presentation") var present: PresentOptions

  func run() async throws {
    let job = AnalyzeJob(input, present, describe.options(settings.given), output: output)
    var comparison = CompareJob(job)
    comparison.figure = figure
    comparison.outcome = outcome
    try await comparison.run().end()
  }
}
