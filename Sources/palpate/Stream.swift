// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

extension StreamAnalysis: ExpressibleByArgument {}

struct Stream: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Analyses a live stream: CSV or NDJSON lines in, NDJSON out.",
    discussion: """
      Lines come on standard input: a table with a header of names and units, or objects with such keys; without a \
      header say what the columns are (--declare 1=time:s --declare 2=force:N). One JSON object a line goes out as \
      soon as it is certain, its type event, outcome, issue or sample. Memory stays bounded however long the stream.

      Latency at the sampling rate R: a trial of ppt comes floor(2.300001 R) + 1 samples after the end of its contact \
      (2.3 s), or as soon as the next contact begins; ramp_feedback comes with its last sample, and its rate is that \
      of 0.25 s before; a contact comes 0.2 s after its end; a recursive filter has none, a window or FIR of n samples \
      has (n - 1) / 2; spectral peaks come with the last sample of their newest segment. Stamped streams begin after \
      33 rows, all after 8.

      Gaps in time and numbers too large to work with are told as issues. A last line without an end counts when its \
      last number has as many digits as those before; else it is left out and told (truncated_file). SIGINT, SIGTERM \
      and SIGHUP finish the stream (130, 143, 129); so does a reader that goes (0).
      """)

  @Option(help: "ppt, contact, filter or spectrum.")
  var analysis: StreamAnalysis

  @Option(help: "Period of the rate feedback during a contact, such as 0.1s, or off. Default: 0.2s.")
  var feedback: String?

  @Option(
    help: ArgumentHelp("Segment of a spectrum: samples (1024) or a time (2s). Default: 1024.", valueName: "length"))
  var segment: String?

  @Option(help: "Segments averaged in a spectrum, at most. Default: 4.")
  var averages: Int?

  @OptionGroup(title: "Settings of ppt") var settings: PPTSettings
  @OptionGroup(title: "Filters by frequency") var bands: BandOptions
  @OptionGroup(title: "Filters by neighbourhood") var smoothing: SmoothingOptions
  @OptionGroup(title: "Description") var describe: DescribeOptions

  func run() throws {
    var job = StreamJob()
    job.analysis = analysis
    job.feedback = feedback
    job.description = describe.options(settings.given)
    job.spectrum.segment = segment
    job.spectrum.averages = averages
    bands.set(&job.filter)
    smoothing.set(&job.filter)
    try job.run().end()
  }
}
