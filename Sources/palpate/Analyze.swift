// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct Analyze: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads recordings, runs every analysis that applies, prints the outcome table.",
    discussion: """
      A recording is described by its headers, else by NAME.toml beside it, palpate.toml in its folder, --protocol, \
      and options, the later winning. A file met twice is read once. A file that cannot be read does not stop the \
      others. With -o DIR: outcomes.csv, outcomes.json, report.txt and the provenance of each recording.
      """)

  @OptionGroup(title: "Input") var input: InputOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the results.", valueName: "dir"), completion: .directory)
  var output: String?

  @Option(
    help: ArgumentHelp(
      "A setting of an analysis: ppt.rate_target=50kPa/s. Repeatable; see palpate list settings.",
      valueName: "analysis.key=value"))
  var set: [String] = []

  @OptionGroup(title: "Description") var describe: DescribeOptions
  @OptionGroup(title: "Presentation") var present: PresentOptions

  func run() async throws {
    let settings: [SettingOption]
    do {
      settings = try set.map(SettingHelp.parse)
    } catch {
      throw ValidationError("\(error)")
    }
    try await AnalyzeJob(input, present, describe.options(settings), output: output).run().end()
  }
}
