// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct Resample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Brings all channels of a recording to another, even rate.",
    discussion: """
      Even stamps are resampled by the exact ratio of the rates, without delay, behind a low-pass. Irregular or \
      interrupted stamps are first brought to an even grid by cubic pieces that never overshoot their neighbours; \
      instants in gaps are missing. What was done is told on standard error. Markers take \
      the value of the nearest sample. \
      Times are those of the recording's own stamps, in s from its own zero; dates and samples without stamps are \
      counted from the first sample, and so are stamps too large for their steps to be told apart.
      """)

  @OptionGroup(title: "Input") var signal: SignalOptions

  @Option(name: .customLong("to"), help: ArgumentHelp("The rate wanted, such as 256Hz.", valueName: "rate"))
  var rate: String

  @OptionGroup(title: "Output") var destination: SignalOutputOptions

  func run() throws {
    var job = ResampleJob()
    job.input = signal.input
    job.channels = signal.channel
    job.rate = rate
    job.output = destination.output
    job.format = destination.format
    job.figure = destination.figure
    job.quiet = destination.quiet
    try job.run().end()
  }
}
