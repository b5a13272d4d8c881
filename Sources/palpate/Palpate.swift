// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

@main
struct Palpate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Figures a researcher can publish, from recordings of tissue-pressure sensors.",
    discussion: """
      palpate analyze session.csv   every analysis that applies, as a table
      palpate inspect session.csv   what a file holds, and what to run next
      palpate filter session.csv --lowpass 10Hz -o out.csv
      palpate spectrum session.csv  lines, with their confidence
      palpate list flags            what the words in the table mean

      Units are written with their numbers (1cm2, 50kPa/s, 100Hz). Results go to standard output, messages to \
      standard error. Exit codes: 0 whole, 1 some inputs failed, 64 usage, 65 data invalid, 66 no input, \
      73 cannot create output, 74 input/output error, 75 output folder busy, 78 configuration, 129/130/143 interrupted.
      """,
    version: PalpateVersion.text,
    subcommands: [
      Analyze.self, PPT.self, Cuff.self, PercussionCommand.self, Compare.self, Inspect.self, Filter.self, Spectrum.self,
      Resample.self, Convert.self,
      Stream.self, List.self,
      Simulate.self,
    ])

  static func main() async {
    Interruption.install()
    await main(nil)
  }
}

extension ExitStatus {
  /// Ends the command with this status.
  func end() throws {
    if self != .whole { throw ExitCode(rawValue) }
  }
}

extension OutputFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}
extension ProgressChoice: ExpressibleByArgument {}
