// SPDX-License-Identifier: GPL-3.0-or-later

/// Averaged spectra of overlapping windowed segments (Welch 1967, IEEE Trans Audio Electroacoust 15:70).
public struct Welch: Sendable, Hashable {
  /// Its length is the length of a segment.
  public let window: Window
  /// Samples from the start of one segment to the next.
  public let hop: Int
  public let detrend: SegmentTrend

  /// - Parameters:
  ///   - hop: 1…`window.count`; half the window (rounded up, as SciPy does) when nil.
  public init(window: Window, hop: Int? = nil, detrend: SegmentTrend = .constant) throws(SpectrumError) {
    let hop = hop ?? (window.count - window.count / 2)
    guard hop >= 1, hop <= window.count else { throw .hop(hop, in: 1...window.count) }
    self.window = window
    self.hop = hop
    self.detrend = detrend
  }

  /// Estimates the power spectral density.
  ///
  /// - Parameters:
  ///   - samples: NaN is missing; no segment touches a missing sample.
  ///   - breaks: Indexes of samples that follow a gap in time; no segment crosses one.
  /// - Returns: The density, and where its segments lie.
  /// - Throws: ``SpectrumError`` when no segment fits, a sample is infinite, or squares overflow.
  public func density(
    of samples: Span<Double>, sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> (spectrum: Spectrum<Density>, segments: SegmentPlan) {
    try checkRate(sampleRate)
    let plan = try SegmentPlan(samples, breaks: breaks, length: window.count, hop: hop)
    var fft = try RealFFT.make(count: window.count)
    var sums = [Double](repeating: 0, count: fft.binCount)
    for start in plan.starts {
      fft.transform(samples, from: start, window: window.values.span, detrend: detrend)
      fft.addPower(to: &sums)
    }
    let spectrum = try spectrum(sums, plan, sampleRate)
    return (spectrum, plan)
  }

  /// The same for an array.
  public func density(
    of samples: [Double], sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> (spectrum: Spectrum<Density>, segments: SegmentPlan) {
    try density(of: samples.span, sampleRate: sampleRate, breaks: breaks)
  }

  /// One-sided density of sums of |X|².
  func spectrum(
    _ sums: [Double], _ plan: SegmentPlan, _ sampleRate: Hertz
  ) throws(SpectrumError) -> Spectrum<Density> {
    let scale = 1 / (sampleRate.value * window.sumOfSquares * Double(plan.starts.count))
    var values = sums
    for k in values.indices {
      values[k] *= k == 0 || 2 * k == window.count ? scale : 2 * scale
      guard values[k].isFinite else { throw .overflow }
    }
    return Spectrum(
      values: values, sampleRate: sampleRate, transformLength: window.count,
      noiseBandwidth: window.equivalentNoiseBandwidth(sampleRate: sampleRate), segmentCount: plan.starts.count,
      effectiveAverages: plan.effectiveAverages(window))
  }
}

/// Spectrum of one segment, the whole signal. It does not settle with length: every bin scatters by 100 %.
public enum Periodogram {
  /// - Parameter window: As long as `samples`.
  /// - Throws: ``SpectrumError/noSegment(length:longestRun:)`` when a sample is missing.
  public static func density(
    of samples: [Double], window: Window, sampleRate: Hertz, detrend: SegmentTrend = .constant
  ) throws(SpectrumError) -> Spectrum<Density> {
    guard window.count == samples.count else { throw .lengths(samples.count, window.count) }
    return try Welch(window: window, hop: window.count, detrend: detrend)
      .density(of: samples, sampleRate: sampleRate).spectrum
  }
}

func checkRate(_ rate: Hertz) throws(SpectrumError) {
  guard rate.value > 0, rate.value.isFinite else { throw .sampleRate(rate.value) }
}

extension RealFFT {
  /// The transform of a length, with the error of a spectrum.
  static func make(count: Int) throws(SpectrumError) -> RealFFT {
    do { return try RealFFT(count: count) } catch { throw .fft(error) }
  }
}
