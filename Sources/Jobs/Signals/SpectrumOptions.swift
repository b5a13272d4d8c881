// SPDX-License-Identifier: GPL-3.0-or-later
import Reporting
import SignalProcessing

public enum SpectrumMethod: String, Sendable, Hashable, CaseIterable {
  case welch, periodogram, multitaper, stft
  case lombScargle = "lomb-scargle"
}

public enum SpectrumScalingChoice: String, Sendable, Hashable, CaseIterable {
  case density, power, amplitude

  var reported: SpectrumReport.Scaling {
    switch self {
    case .density: .density
    case .power: .power
    case .amplitude: .amplitude
    }
  }
}

public enum SegmentTrendChoice: String, Sendable, Hashable, CaseIterable {
  case none, constant, linear

  var trend: SegmentTrend {
    switch self {
    case .none: .none
    case .constant: .constant
    case .linear: .linear
    }
  }

  var title: String {
    switch self {
    case .none: "nothing removed"
    case .constant: "mean of each segment removed"
    case .linear: "line of each segment removed"
    }
  }
}

/// The options of `palpate spectrum`, as typed.
public struct SpectrumOptions: Sendable, Hashable {
  public var method = SpectrumMethod.welch
  /// Samples or a time; nil = 4096 samples, or the largest power of two that fits four segments.
  public var segment: String?
  public var overlap: Double?
  public var window: String?
  public var detrend: SegmentTrendChoice?
  /// Nil = density; Lomb–Scargle has none, and gives amplitudes.
  public var scaling: SpectrumScalingChoice?
  public var timeBandwidth: Double?
  public var tapers: Int?
  /// Frequencies of the figure and, for Lomb–Scargle, of the search.
  public var range: String?

  public init() {}
}

/// The options read and found to fit together.
struct SpectrumPlan: Sendable {
  let method: SpectrumMethod
  let segment: FilterPlan.Length?
  let overlap: Double
  let shape: Window.Shape
  let shapeName: String
  let detrend: SegmentTrendChoice
  let scaling: SpectrumReport.Scaling
  let timeBandwidth: Double
  let tapers: Int?
  let range: ClosedRange<Double>?

  init(_ options: SpectrumOptions) throws(Failure) {
    let method = options.method
    let segmented = [.welch, .multitaper, .stft].contains(method)
    let windowed = [.welch, .periodogram, .stft].contains(method)
    for (name, isGiven, fits) in [
      ("--segment", options.segment != nil, segmented),
      ("--overlap", options.overlap != nil, method == .welch || method == .stft),
      ("--window", options.window != nil, windowed),
      ("--detrend", options.detrend != nil, method != .stft && method != .lombScargle),
      ("--time-bandwidth", options.timeBandwidth != nil, method == .multitaper),
      ("--tapers", options.tapers != nil, method == .multitaper),
    ] where isGiven && !fits {
      throw Failure(.usage, name, "has no meaning for --method \(method.rawValue)")
    }
    let overlap = options.overlap ?? 0.5
    guard overlap >= 0, overlap < 1 else {
      throw Failure(.usage, "--overlap", "expected 0 to less than 1, such as 0.5, found \(overlap)")
    }
    if method == .lombScargle, options.scaling == .density {
      throw Failure(.usage, "--scaling density", "Lomb–Scargle has no density; write amplitude or power")
    }
    self.method = method
    self.overlap = overlap
    segment = try options.segment.map { (text) throws(Failure) in try FilterPlan.length(text, "--segment") }
    shapeName = options.window ?? "hann"
    shape = try Self.shape(shapeName)
    detrend = options.detrend ?? .constant
    scaling = options.scaling?.reported ?? (method == .lombScargle ? .amplitude : .density)
    timeBandwidth = options.timeBandwidth ?? 4
    tapers = options.tapers
    range = try options.range.map { (text) throws(Failure) in
      let (low, high) = try FilterPlan.range(text, "--range")
      return low.value...high.value
    }
  }

  private static func shape(_ text: String) throws(Failure) -> Window.Shape {
    let shapes: [(String, Window.Shape)] = [
      ("hann", .hann), ("hamming", .hamming), ("blackman", .blackman), ("blackman-harris", .blackmanHarris),
      ("nuttall", .nuttall), ("flat-top", .flatTop), ("bartlett", .bartlett), ("rectangular", .rectangular),
    ]
    if let found = shapes.first(where: { $0.0 == text }) { return found.1 }
    if text.hasPrefix("kaiser:"), let beta = Double(text.dropFirst(7)), beta.isFinite { return .kaiser(beta: beta) }
    if text.hasPrefix("tukey:"), let taper = Double(text.dropFirst(6)), taper.isFinite { return .tukey(taper: taper) }
    let nearest = Nearest.of(text, among: shapes.map(\.0)).map { "; did you mean \($0)?" } ?? ""
    throw Failure(
      .usage, "--window \(text)",
      "expected \(shapes.map(\.0).joined(separator: ", ")), kaiser:BETA or tukey:TAPER\(nearest)")
  }

  /// Samples in a segment for a recording whose longest stretch without gaps or missing samples has `longest`.
  func segmentLength(longest: Int, rate: Hertz) -> Int {
    if let segment { return segment.nearest(rate) }
    // Four segments side by side, seven with half overlap: fewer say nothing of their scatter.
    var length = 4096
    while length > 16, 4 * length > longest { length /= 2 }
    return length
  }
}
