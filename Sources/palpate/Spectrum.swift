// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

extension SpectrumMethod: ExpressibleByArgument {}
extension SpectrumScalingChoice: ExpressibleByArgument {}
extension SegmentTrendChoice: ExpressibleByArgument {}

struct Spectrum: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lines of a recording with their confidence, and whole spectra with intervals.",
    discussion: """
      Prints the lines that noise alone makes in fewer than one spectrum of a hundred: frequency between the bins, \
      amplitude (peak value of the sine), width, signal to noise, value of the spectrum with its chi-square interval. \
      With -o, the whole spectrum. Without --channel, all channels but markers.
      """)

  @OptionGroup(title: "Input") var signal: SignalOptions

  @Option(help: "welch, periodogram, multitaper, stft or lomb-scargle (for irregular stamps).")
  var method = SpectrumMethod.welch

  @Option(
    help: ArgumentHelp(
      "Samples in a segment (4096) or a time (2s). Default: 4096, or the power of two that fits four times.",
      valueName: "length"))
  var segment: String?

  @Option(help: "Share of a segment that the next one repeats. Default: 0.5.")
  var overlap: Double?

  @Option(
    help: """
      hann, hamming, blackman, blackman-harris, nuttall, flat-top, bartlett, rectangular, kaiser:BETA or tukey:TAPER. \
      Default: hann.
      """)
  var window: String?

  @Option(help: "Taken off each segment: none, constant or linear. Default: constant.")
  var detrend: SegmentTrendChoice?

  @Option(help: "density (unit2/Hz), power (unit2) or amplitude (peak value of the sine). Default: density.")
  var scaling: SpectrumScalingChoice?

  @Option(help: "Half the bandwidth of multitaper, in bins. Default: 4.")
  var timeBandwidth: Double?

  @Option(help: "Number of tapers. Default: twice the time-bandwidth less one.")
  var tapers: Int?

  @Option(help: ArgumentHelp("Frequencies of the figure and of lomb-scargle, such as 1Hz..50Hz.", valueName: "band"))
  var range: String?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("File for the whole spectrum: .csv or .json.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(help: "Of the lines printed: table, csv, json or ndjson. Default: table on a terminal, csv otherwise.")
  var format: OutputFormat?

  @Option(help: ArgumentHelp("Picture: .svg, .png or .pdf.", valueName: "file"), completion: .file())
  var figure: String?

  @Option(help: "auto, always or never; NO_COLOR is honoured.")
  var color = ColorChoice.auto

  @Flag(name: .shortAndLong, help: "With -o or --figure: print no lines.")
  var quiet = false

  func run() throws {
    var job = SpectrumJob()
    job.input = signal.input
    job.channels = signal.channel
    job.options.method = method
    job.options.segment = segment
    job.options.overlap = overlap
    job.options.window = window
    job.options.detrend = detrend
    job.options.scaling = scaling
    job.options.timeBandwidth = timeBandwidth
    job.options.tapers = tapers
    job.options.range = range
    job.output = output
    job.format = format
    job.figure = figure
    job.color = color
    job.quiet = quiet
    try job.run().end()
  }
}
