// SPDX-License-Identifier: GPL-3.0-or-later
import Reporting
import SignalProcessing

extension FilterPlan {
  /// The option that asks for the filter.
  var option: String {
    switch self {
    case .recursive(let plan, _): Self.option(plan.band)
    case .finite(let band, _, _): Self.option(band)
    case .notch: "--notch"
    case .savitzkyGolay: "--savitzky-golay"
    case .median: "--median"
    case .hampel: "--hampel"
    case .movingMean: "--moving-mean"
    case .movingRMS: "--moving-rms"
    case .detrend: "--detrend"
    case .envelope: "--envelope"
    }
  }

  private static func option(_ band: Band) -> String {
    switch band {
    case .low: "--lowpass"
    case .high: "--highpass"
    case .pass: "--bandpass"
    case .stop: "--bandstop"
    }
  }

  /// Designs the filter for a rate.
  func prepare(rate: Hertz) throws(Failure) -> PreparedFilter {
    do throws(FilterDesignError) {
      switch self {
      case .recursive(let plan, let running): return try plan.prepare(running, rate)
      case .notch(let centres, let quality, let running): return try Self.notch(centres, quality, running, rate)
      case .finite(let band, let taps, let window): return try Self.finite(band, taps, window, rate)
      case .savitzkyGolay(let length, let order, let derivative):
        let window = length.samples(rate)
        if window >= 1, window <= order {
          throw FilterDesignError.specification(
            "a polynomial of order \(order) needs a longer window than \(length.text(rate)): expected such as "
              + "--savitzky-golay \(order + 1 + order % 2) --polynomial \(order)")
        }
        let filter = try SavitzkyGolay(window: window, order: order, derivative: derivative, sampleRate: rate)
        let what = derivative == 0 ? "smoothing" : "derivative \(derivative)"
        return PreparedFilter(
          kernel: .savitzkyGolay(filter),
          title: "Savitzky–Golay \(what), window \(length.text(rate)), polynomial of order \(order)",
          derivative: derivative, rate: rate)
      case .median(let length):
        return PreparedFilter(
          kernel: .median(try MovingWindow(length: length.samples(rate))),
          title: "running median of \(length.text(rate))",
          rate: rate)
      case .hampel(let length, let threshold):
        return PreparedFilter(
          kernel: .hampel(try Hampel(length: length.samples(rate), threshold: threshold)),
          title: "Hampel filter of \(length.text(rate)), threshold \(FigureText.plain(threshold)) SD", rate: rate)
      case .movingMean(let length):
        return PreparedFilter(
          kernel: .movingMean(try MovingWindow(length: length.samples(rate))),
          title: "moving mean of \(length.text(rate))",
          rate: rate)
      case .movingRMS(let length):
        return PreparedFilter(
          kernel: .movingRMS(try MovingWindow(length: length.samples(rate))),
          title: "moving RMS of \(length.text(rate))",
          rate: rate)
      case .detrend(let trend):
        return PreparedFilter(
          kernel: .detrend(trend == .linear ? .line : .mean),
          title: trend == .linear ? "least-squares line removed" : "mean removed", rate: rate)
      case .envelope(let low, let high):
        var title = "envelope (magnitude of the analytic signal)"
        if let low, let high { title += " of \(Self.text(low)) to \(Self.text(high))" }
        return PreparedFilter(
          kernel: .envelope(low.flatMap { low in high.map { (low, $0) } }), title: title,
          remarks: ["the band is cut off sharply, so both ends of a stretch see each other"], rate: rate)
      }
    } catch {
      throw Failure(.usage, option, "\(error.description) (the recording has \(Self.text(rate)))")
    }
  }

  static func text(_ frequency: Hertz) -> String { "\(FigureText.plain(frequency.value)) Hz" }

  private static func notch(
    _ centres: [Hertz], _ quality: Double, _ running: Running, _ rate: Hertz
  ) throws(FilterDesignError) -> PreparedFilter {
    var sections: [Section] = []
    for centre in centres { sections += try Resonance.notch(centre: centre, quality: quality, sampleRate: rate) }
    let widths = centres.map {
      "\(text($0)) (\(text(Hertz($0.value / quality))) wide at "
        + (running == .zeroPhase ? "−6.02 dB)" : "−3.01 dB)")
    }
    var filter = try prepared(sections, running, rate)
    filter.title = "notch at \(widths.joined(separator: ", "))" + (running == .zeroPhase ? ", zero-phase" : "")
    return filter
  }

  private static func finite(
    _ band: Band, _ taps: Int, _ window: FIRWindow, _ rate: Hertz
  ) throws(FilterDesignError) -> PreparedFilter {
    let design: WindowedFIR.Band =
      switch band {
      case .low(let f): .lowpass(f)
      case .high(let f): .highpass(f)
      case .pass(let low, let high): .bandpass(low, high)
      case .stop(let low, let high): .bandstop(low, high)
      }
    let filter = try WindowedFIR(design, count: taps, window: window, sampleRate: rate)
    let reach = FigureText.plain(Double(taps / 2) / rate.value)
    // A window smears the edge: what is left there is worked out, not assumed.
    let losses = try band.frequencies.map { (edge) throws(FilterDesignError) in
      let gain = try filter.fir.response(at: edge, sampleRate: rate).magnitude
      // −300 dB is where rounding takes over.
      return "\(FigureText.plain(20 * max(gain, 1e-15).logarithm10)) dB at \(FilterPlan.text(edge))"
    }
    return PreparedFilter(
      kernel: .finite(filter), title: "\(band.title), FIR with \(taps) taps, \(losses.joined(separator: " and "))",
      remarks: ["no delay; \(taps / 2) samples (\(reach) s) at either end of a stretch become missing"], rate: rate)
  }

  /// Sections made to run, with what is to be said of the way they run.
  static func prepared(
    _ sections: [Section], _ running: Running, _ rate: Hertz
  ) throws(FilterDesignError) -> PreparedFilter {
    switch running {
    case .zeroPhase:
      let filter = try ZeroPhase(sections)
      return PreparedFilter(
        kernel: .zeroPhase(filter), title: "",
        remarks: [
          "no delay, not causal; stretches of \(filter.padding) samples or fewer become missing"
        ], rate: rate)
    case .forward(let start):
      var remarks: [String] = []
      if let settling = try settling(sections) {
        let time = "\(settling) samples (\(FigureText.plain(Double(settling) / rate.value)) s)"
        switch start {
        case .settled:
          remarks.append(
            "each stretch starts as if its first sample had been there for ever; \(time) until a jump is forgotten to 0.1 %"
          )
        case .atRest: remarks.append("each stretch starts at rest; its first \(time) hold the start-up transient")
        }
      } else {
        remarks.append("a start-up transient takes more than \(longestSettling) samples")
      }
      return PreparedFilter(
        kernel: .forward(sections, start == .settled ? .settled : .atRest), title: "", remarks: remarks, rate: rate)
    }
  }

  private static let longestSettling = 200_000

  /// Samples after which the impulse response stays below a thousandth of its peak.
  private static func settling(_ sections: [Section]) throws(FilterDesignError) -> Int? {
    var count = 1024
    while count <= longestSettling {
      let response = try sections.impulseResponse(count: count)
      let peak = response.reduce(0) { max($0, $1.magnitude) }
      let last = response.lastIndex { $0.magnitude > peak / 1000 } ?? 0
      // Quiet for as long again: the end has been seen.
      if last < count / 2 { return last + 1 }
      count *= 2
    }
    return nil
  }
}

extension FilterPlan.Length {
  /// Odd by nature where it was given as a time.
  func samples(_ rate: Hertz) -> Int {
    switch self {
    case .samples(let count): count
    case .time(let time): 2 * Int(min(time.value * rate.value / 2, 1e9).rounded(.down)) + 1
    }
  }

  /// The nearest number of samples, of either parity: for segments, which have no middle.
  func nearest(_ rate: Hertz) -> Int {
    switch self {
    case .samples(let count): count
    case .time(let time): Int(min(time.value * rate.value, 1e9).rounded())
    }
  }

  func text(_ rate: Hertz) -> String {
    let count = samples(rate)
    return "\(count) samples (\(FigureText.plain(Double(count) / rate.value)) s)"
  }
}

extension FilterPlan.Band {
  var title: String {
    switch self {
    case .low: "low-pass"
    case .high: "high-pass"
    case .pass: "band-pass"
    case .stop: "band-stop"
    }
  }

  var frequencies: [Hertz] {
    switch self {
    case .low(let f), .high(let f): [f]
    case .pass(let low, let high), .stop(let low, let high): [low, high]
    }
  }

  var edges: String {
    switch self {
    case .low(let f), .high(let f): FilterPlan.text(f)
    case .pass(let low, let high), .stop(let low, let high): "\(FilterPlan.text(low)) and \(FilterPlan.text(high))"
    }
  }
}
