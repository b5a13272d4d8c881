// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

extension FilterFamily: ExpressibleByArgument {}
extension FilterStart: ExpressibleByArgument {}
extension TrendChoice: ExpressibleByArgument {}
extension SignalFormat: ExpressibleByArgument {}

/// One recording, and what it is.
struct SignalOptions: ParsableArguments {
  @Argument(help: "The recording: a file, or -.", completion: .file())
  var path: String

  @Option(
    name: .customLong("recording"),
    help: ArgumentHelp("Which recording of a file that holds several.", valueName: "name"))
  var member: String?

  @Option(help: "Channel to work on: name, header or column number. Repeatable.")
  var channel: [String] = []

  @Option(
    help: ArgumentHelp(
      "What a column is, by header or 1-based number: 2=force:N, BTN=marker. Repeatable.",
      valueName: "name=quantity:unit"))
  var declare: [String] = []

  @Option(help: "Sampling rate of files without a time column, such as 100Hz.")
  var sampleRate: String?

  @Option(
    name: .customLong("protocol"), help: "Description (TOML) that wins over those beside the recording.",
    completion: .file(extensions: ["toml"]))
  var protocolFile: String?

  @Flag(help: "Take mass units as force: kg means kgf.")
  var massIsForce = false

  var input: SignalInput {
    var input = SignalInput()
    input.path = path
    input.member = member
    input.description.declare = declare
    input.description.sampleRate = sampleRate
    input.description.protocolFile = protocolFile
    input.description.massIsForce = massIsForce
    return input
  }
}

/// Where samples go.
struct SignalOutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("File for the samples: .csv or .ndjson, with .gz packed. Default: - (CSV).", valueName: "file"),
    completion: .file())
  var output = "-"

  @Option(help: "csv or ndjson; wins over the suffix.")
  var format: SignalFormat?

  @Option(
    help: ArgumentHelp("Picture: .svg, .png or .pdf; samples are then printed only when asked for.", valueName: "file"),
    completion: .file())
  var figure: String?

  @Flag(name: .shortAndLong, help: "Only results and errors.")
  var quiet = false
}

struct Filter: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Filters channels of a recording: bands, notches, smoothing, outliers, trends, envelope.",
    discussion: """
      One filter a run; a second one is a second run: palpate filter a.csv --hampel 7 | palpate filter - --lowpass 10Hz.
      Without --channel every channel but markers is filtered; the others pass unchanged. Missing samples stay missing \
      and gaps in time split the signal. What the filter is, and where its transients are, is told on standard error. \
      Times are those of the recording's own stamps, in s from its own zero; dates and samples without stamps are \
      counted from the first sample, and so are stamps too large for their steps to be told apart.
      """)

  @OptionGroup(title: "Input") var signal: SignalOptions
  @OptionGroup(title: "Bands") var bands: BandOptions
  @OptionGroup(title: "Smoothing") var smoothing: SmoothingOptions
  @OptionGroup(title: "Output") var destination: SignalOutputOptions

  func run() throws {
    var job = FilterJob()
    job.input = signal.input
    job.channels = signal.channel
    bands.set(&job.options)
    smoothing.set(&job.options)
    job.output = destination.output
    job.format = destination.format
    job.figure = destination.figure
    job.quiet = destination.quiet
    try job.run().end()
  }
}

/// Filters by frequency.
struct BandOptions: ParsableArguments {
  @Option(help: "Keep what is slower, such as 10Hz.")
  var lowpass: String?

  @Option(help: "Keep what is faster, such as 20Hz.")
  var highpass: String?

  @Option(help: "Keep a band, such as 15Hz..60Hz.")
  var bandpass: String?

  @Option(help: "Remove a band, such as 48Hz..52Hz.")
  var bandstop: String?

  @Option(help: "Remove one frequency, such as 50Hz; with --q. Repeatable.")
  var notch: [String] = []

  @Option(name: .customLong("q"), help: "Frequency of the notch divided by its width at −3.01 dB.")
  var quality: Double?

  @Option(help: "As SciPy counts: a band filter has twice as many poles. Default: 4.")
  var order: Int?

  @Option(help: "butterworth, chebyshev1, chebyshev2, bessel or elliptic. Default: butterworth.")
  var family: FilterFamily?

  @Option(help: "Largest loss in the passband (chebyshev1, elliptic), such as 0.5dB.")
  var ripple: String?

  @Option(help: "Least loss in the stopband (chebyshev2, elliptic), such as 40dB.")
  var attenuation: String?

  @Flag(help: "Run forwards and backwards: no delay, twice the order and the loss.")
  var zeroPhase = false

  @Flag(help: "With --zero-phase: −3.01 dB at the given frequency for both passes together (Butterworth).")
  var cutoffCorrected = false

  @Option(help: "settled (as if the first sample had been there for ever) or at-rest (zeros). Default: settled.")
  var start: FilterStart?

  @Option(help: ArgumentHelp("A filter of finite length and linear phase, without delay.", valueName: "taps"))
  var fir: Int?

  @Option(help: "hamming, hann, blackman, rectangular or kaiser:BETA. Default: hamming.")
  var firWindow: String?

  func set(_ options: inout FilterOptions) {
    options.lowpass = lowpass
    options.highpass = highpass
    options.bandpass = bandpass
    options.bandstop = bandstop
    options.notch = notch
    options.quality = quality
    options.order = order
    options.family = family
    options.ripple = ripple
    options.attenuation = attenuation
    options.zeroPhase = zeroPhase
    options.cutoffCorrected = cutoffCorrected
    options.start = start
    options.fir = fir
    options.firWindow = firWindow
  }
}

/// Filters by neighbourhood. Lengths are samples (`51`) or a time (`50ms`).
struct SmoothingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Fit a polynomial to every window: samples (51) or a time (50ms).", valueName: "length"))
  var savitzkyGolay: String?

  @Option(help: "Order of the Savitzky–Golay polynomial. Default: 3.")
  var polynomial: Int?

  @Option(help: "Derivative by Savitzky–Golay, per second to this power. Default: 0.")
  var derivative: Int?

  @Option(help: ArgumentHelp("Running median.", valueName: "length"))
  var median: String?

  @Option(help: ArgumentHelp("Replace outliers by the median beside them.", valueName: "length"))
  var hampel: String?

  @Option(help: "What --hampel takes for an outlier, in standard deviations. Default: 3.")
  var threshold: Double?

  @Option(help: ArgumentHelp("Moving average.", valueName: "length"))
  var movingMean: String?

  @Option(name: .customLong("moving-rms"), help: ArgumentHelp("Moving root of the mean square.", valueName: "length"))
  var movingRMS: String?

  @Option(help: "Remove the mean (constant) or the least-squares line (linear).")
  var detrend: TrendChoice?

  @Option(help: ArgumentHelp("Strength of a band over time: 15Hz..60Hz, or whole.", valueName: "band"))
  var envelope: String?

  func set(_ options: inout FilterOptions) {
    options.savitzkyGolay = savitzkyGolay
    options.polynomial = polynomial
    options.derivative = derivative
    options.median = median
    options.hampel = hampel
    options.threshold = threshold
    options.movingMean = movingMean
    options.movingRMS = movingRMS
    options.detrend = detrend
    options.envelope = envelope
  }
}
