// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a recording in another form, sample for sample: CSV, NDJSON or WAV.",
    discussion: """
      Text holds the shortest decimals that read back to the same numbers; .gz packs it. WAV holds 64-bit floats unless \
      --wav-format says otherwise; integers need a declared --full-scale, and nothing is ever clipped. What a WAV file \
      cannot say (names, units, scales) goes to OUT.wav.toml beside it. \
      Times are those of the recording's own stamps, in s from its own zero; dates and samples without stamps are \
      counted from the first sample, and so are stamps too large for their steps to be told apart.
      """)

  @OptionGroup(title: "Input") var signal: SignalOptions

  @Argument(help: "The file to write: .csv, .ndjson (with .gz packed) or .wav; or -.", completion: .file())
  var output: String

  @Option(help: "csv, ndjson or wav; wins over the suffix.")
  var format: SignalFormat?

  @Option(help: "float64, float32, pcm16 or pcm24. Default: float64.")
  var wavFormat: String?

  @Option(help: ArgumentHelp("What integers reach, such as 100N; one for each unit. Repeatable.", valueName: "value"))
  var fullScale: [String] = []

  @Flag(name: .shortAndLong, help: "Only results and errors.")
  var quiet = false

  func run() throws {
    var job = ConvertJob()
    job.input = signal.input
    job.channels = signal.channel
    job.output = output
    job.format = format
    job.waveFormat = wavFormat
    job.fullScales = fullScale
    job.quiet = quiet
    try job.run().end()
  }
}
