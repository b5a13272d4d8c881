// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension FilterPlan {
  /// Reads the options: exactly one filter, and only options that mean something for it.
  init(_ options: FilterOptions) throws(Failure) {
    let asked = Self.asked(options)
    guard let filter = asked.first else {
      throw Failure(.usage, "filter", "expected a filter, such as --lowpass 10Hz; see palpate list filters")
    }
    if asked.count > 1 {
      throw Failure(
        .usage, asked.joined(separator: " "),
        "expected one filter a run; chain runs by a pipe: palpate filter FILE \(asked[0]) … | palpate filter - "
          + "\(asked[1]) …")
    }
    try Self.checkSecondary(options, filter: filter)
    switch filter {
    case "--lowpass", "--highpass", "--bandpass", "--bandstop": self = try Self.banded(options, filter)
    case "--notch": self = try Self.notch(options)
    default: self = try Self.smoothing(options, filter)
    }
  }

  private static func asked(_ options: FilterOptions) -> [String] {
    let all: [(String, Bool)] = [
      ("--lowpass", options.lowpass != nil), ("--highpass", options.highpass != nil),
      ("--bandpass", options.bandpass != nil), ("--bandstop", options.bandstop != nil),
      ("--notch", !options.notch.isEmpty), ("--savitzky-golay", options.savitzkyGolay != nil),
      ("--median", options.median != nil), ("--hampel", options.hampel != nil),
      ("--moving-mean", options.movingMean != nil), ("--moving-rms", options.movingRMS != nil),
      ("--detrend", options.detrend != nil), ("--envelope", options.envelope != nil),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// An option without effect would be a misunderstanding.
  private static func checkSecondary(_ options: FilterOptions, filter: String) throws(Failure) {
    let bands = ["--lowpass", "--highpass", "--bandpass", "--bandstop"]
    let isBand = bands.contains(filter)
    let isFinite = options.fir != nil
    let secondary: [(name: String, isGiven: Bool, fits: Bool, goesWith: String)] = [
      ("--q", options.quality != nil, filter == "--notch", "--notch"),
      ("--order", options.order != nil, isBand && !isFinite, "a recursive band filter"),
      ("--family", options.family != nil, isBand && !isFinite, "a recursive band filter"),
      ("--ripple", options.ripple != nil, isBand && options.family?.needsRipple == true, "chebyshev1 or elliptic"),
      (
        "--attenuation", options.attenuation != nil, isBand && options.family?.needsAttenuation == true,
        "chebyshev2 or elliptic"
      ),
      ("--zero-phase", options.zeroPhase, (isBand || filter == "--notch") && !isFinite, "a recursive filter"),
      ("--cutoff-corrected", options.cutoffCorrected, isBand && options.zeroPhase, "--zero-phase"),
      (
        "--start", options.start != nil, (isBand || filter == "--notch") && !isFinite && !options.zeroPhase,
        "a recursive filter that runs forwards only"
      ),
      ("--fir", isFinite, isBand, "--lowpass, --highpass, --bandpass or --bandstop"),
      ("--fir-window", options.firWindow != nil, isFinite, "--fir"),
      ("--polynomial", options.polynomial != nil, filter == "--savitzky-golay", "--savitzky-golay"),
      ("--derivative", options.derivative != nil, filter == "--savitzky-golay", "--savitzky-golay"),
      ("--threshold", options.threshold != nil, filter == "--hampel", "--hampel"),
    ]
    for option in secondary where option.isGiven && !option.fits {
      throw Failure(
        .usage, option.name, "goes with \(option.goesWith), not with \(filter)" + (isFinite ? " --fir" : ""))
    }
  }

  // MARK: Bands

  private static func banded(_ options: FilterOptions, _ filter: String) throws(Failure) -> FilterPlan {
    let band: Band
    switch filter {
    case "--lowpass": band = .low(try frequency(options.lowpass ?? "", filter))
    case "--highpass": band = .high(try frequency(options.highpass ?? "", filter))
    case "--bandpass":
      let (low, high) = try range(options.bandpass ?? "", filter)
      band = .pass(low, high)
    default:
      let (low, high) = try range(options.bandstop ?? "", filter)
      band = .stop(low, high)
    }
    if let taps = options.fir { return .finite(band, taps: taps, window: try window(options.firWindow)) }
    var plan = Recursive(band: band)
    plan.family = options.family ?? .butterworth
    plan.order = options.order ?? 4
    plan.ripple = try options.ripple.map { (text) throws(Failure) in try decibels(text, "--ripple") }
    plan.attenuation = try options.attenuation.map { (text) throws(Failure) in try decibels(text, "--attenuation") }
    for (isNeeded, value, option, example) in [
      (plan.family.needsRipple, plan.ripple, "--ripple", "0.5dB"),
      (plan.family.needsAttenuation, plan.attenuation, "--attenuation", "40dB"),
    ] where isNeeded && value == nil {
      throw Failure(
        .usage, "--family \(plan.family.rawValue)", "needs \(option), such as \(option) \(example)")
    }
    plan.cutoffCorrected = options.cutoffCorrected
    if plan.cutoffCorrected {
      switch band {
      case .low, .high: break
      case .pass, .stop:
        throw Failure(.usage, "--cutoff-corrected", "is defined for --lowpass and --highpass")
      }
      guard plan.family == .butterworth else {
        throw Failure(.usage, "--cutoff-corrected", "is defined for the butterworth family")
      }
    }
    return .recursive(plan, options.zeroPhase ? .zeroPhase : .forward(options.start ?? .settled))
  }

  private static func notch(_ options: FilterOptions) throws(Failure) -> FilterPlan {
    guard let quality = options.quality else {
      throw Failure(.usage, "--notch", "needs --q, the frequency divided by the width of the notch, such as --q 30")
    }
    var centres: [Hertz] = []
    for text in options.notch { centres.append(try frequency(text, "--notch")) }
    return .notch(centres, quality: quality, options.zeroPhase ? .zeroPhase : .forward(options.start ?? .settled))
  }

  // MARK: Smoothing

  private static func smoothing(_ options: FilterOptions, _ filter: String) throws(Failure) -> FilterPlan {
    switch filter {
    case "--savitzky-golay":
      return .savitzkyGolay(
        try length(options.savitzkyGolay ?? "", filter), order: options.polynomial ?? 3,
        derivative: options.derivative ?? 0)
    case "--median": return .median(try length(options.median ?? "", filter))
    case "--hampel": return .hampel(try length(options.hampel ?? "", filter), threshold: options.threshold ?? 3)
    case "--moving-mean": return .movingMean(try length(options.movingMean ?? "", filter))
    case "--moving-rms": return .movingRMS(try length(options.movingRMS ?? "", filter))
    case "--detrend": return .detrend(options.detrend ?? .constant)
    default:
      if options.envelope == "whole" { return .envelope(nil, nil) }
      let (low, high) = try range(options.envelope ?? "", filter)
      return .envelope(low, high)
    }
  }

  // MARK: Values

  static func frequency(_ text: String, _ option: String) throws(Failure) -> Hertz {
    try DescriptionOptions.quantity(text, option: "\(option) \(text)", within: 1e-9...1e12)
  }

  /// `15Hz..60Hz`.
  static func range(_ text: String, _ option: String) throws(Failure) -> (Hertz, Hertz) {
    let parts = text.split(separator: "..", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw Failure(.usage, "\(option) \(text)", "expected two frequencies, such as 15Hz..60Hz")
    }
    let (low, high) = (try frequency(String(parts[0]), option), try frequency(String(parts[1]), option))
    guard low < high else { throw Failure(.usage, "\(option) \(text)", "the frequencies must ascend") }
    return (low, high)
  }

  private static func decibels(_ text: String, _ option: String) throws(Failure) -> Double {
    let measure: Measure
    do throws(MeasureError) {
      measure = try Measure(parsing: text)
    } catch {
      throw Failure(.usage, option, error.description)
    }
    guard measure.unit.dimension == .soundLevel else {
      throw Failure(.usage, option, "expected decibels, such as 1dB, found '\(text)'")
    }
    return measure.number
  }

  /// Samples (`51`) or a time (`50ms`).
  static func length(_ text: String, _ option: String) throws(Failure) -> Length {
    if let samples = Int(text) { return .samples(samples) }
    guard text.contains(where: \.isLetter) else {
      throw Failure(.usage, "\(option) \(text)", "expected a whole number of samples, or a time such as 50ms")
    }
    return .time(try DescriptionOptions.quantity(text, option: "\(option) \(text)", within: 1e-9...1e6))
  }

  /// `hamming`, `kaiser:8.6`.
  private static func window(_ text: String?) throws(Failure) -> FIRWindow {
    guard let text else { return .hamming }
    let shapes: [(String, FIRWindow)] = [
      ("hamming", .hamming), ("hann", .hann), ("blackman", .blackman), ("rectangular", .rectangular),
    ]
    if let shape = shapes.first(where: { $0.0 == text }) { return shape.1 }
    if text.hasPrefix("kaiser:"), let beta = Double(text.dropFirst(7)), beta.isFinite { return .kaiser(beta: beta) }
    let nearest = Nearest.of(text, among: shapes.map(\.0)).map { "; did you mean \($0)?" } ?? ""
    let listed = shapes.map(\.0).joined(separator: ", ")
    throw Failure(.usage, "--fir-window \(text)", "expected \(listed) or kaiser:BETA such as kaiser:8.6\(nearest)")
  }
}
