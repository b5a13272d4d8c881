// SPDX-License-Identifier: GPL-3.0-or-later

/// Spectra of overlapping frames along a signal, and the way back.
public struct ShortTimeFFT: Sendable, Hashable {
  /// Which frames there are at the ends of a stretch without missing samples.
  public enum Edges: Sendable, Hashable {
    /// Whole frames only: no frame sees anything but samples.
    case whole
    /// Frames over the ends as well, filled with zeros, so that every sample can be had back.
    case padded
  }

  /// Values that one transform returns at most, 16 bytes each.
  static let mostValues = 1 << 28

  public let window: Window
  public let hop: Int
  public let edges: Edges

  /// - Throws: ``SpectrumError`` when `hop` is not 1…`window.count`, and for padded edges when the windows leave samples
  ///   without weight (Hann without overlap).
  public init(window: Window, hop: Int, edges: Edges = .whole) throws(SpectrumError) {
    guard hop >= 1, hop <= window.count else { throw .hop(hop, in: 1...window.count) }
    self.window = window
    self.hop = hop
    self.edges = edges
    if edges == .padded {
      // The overlapping squares repeat every hop samples.
      let weights = (0..<hop).map { first in
        stride(from: first, to: window.count, by: hop).reduce(0) { $0 + window.values[$1] * window.values[$1] }
      }
      let most = weights.max() ?? 0
      guard weights.allSatisfy({ $0 > ShortTimeSpectrum.leastWeight * most }) else { throw .notInvertible }
    }
  }

  /// Transforms frame after frame; nothing is detrended.
  ///
  /// - Parameters:
  ///   - samples: NaN is missing; no frame touches a missing sample or crosses a gap.
  ///   - breaks: Indexes of samples that follow a gap in time.
  public func transform(
    _ samples: [Double], sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> ShortTimeSpectrum {
    var spectrum = ShortTimeSpectrum(
      values: [], frames: [], sampleCount: 0, sampleRate: sampleRate, window: window)
    try transform(samples.span, sampleRate: sampleRate, breaks: breaks, into: &spectrum)
    return spectrum
  }

  /// The same into a spectrum whose memory is used again where it is of the right size.
  public func transform(
    _ samples: Span<Double>, sampleRate: Hertz, breaks: [Int] = [], into spectrum: inout ShortTimeSpectrum
  ) throws(SpectrumError) {
    try checkRate(sampleRate)
    let runs = try SampleRuns(samples, breaks: breaks)
    var fft = try RealFFT.make(count: window.count)
    let length = window.count
    let scale = 1 / window.sum
    let frames = try frames(runs.ranges, binCount: fft.binCount)
    let bins = fft.binCount
    var values: [Complex] = []
    swap(&values, &spectrum.values)
    if values.count != frames.count * bins {
      values = unsafe .uninitialised(count: frames.count * bins) {
        unsafe $0.initialize(repeating: .zero, count: frames.count * bins)
      }
    }
    var isFinite = true
    for (index, frame) in frames.enumerated() {
      if frame.run.lowerBound <= frame.start, frame.start + length <= frame.run.upperBound {
        fft.transform(samples, from: frame.start, window: window.values.span, detrend: .none)
      } else {
        let padded = (frame.start..<(frame.start + length)).map { frame.run.contains($0) ? samples[$0] : 0 }
        fft.transform(padded.span, from: 0, window: window.values.span, detrend: .none)
      }
      let isFrameFinite = unsafe values.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return true }
        return unsafe fft.writeBins(to: base + index * bins, scale: scale)
      }
      isFinite = isFinite && isFrameFinite
    }
    guard isFinite else { throw .overflow }
    spectrum = ShortTimeSpectrum(
      values: values, frames: frames, sampleCount: samples.count, sampleRate: sampleRate, window: window)
  }

  private func frames(_ runs: [Range<Int>], binCount: Int) throws(SpectrumError) -> [ShortTimeSpectrum.Frame] {
    let length = window.count
    var frames: [ShortTimeSpectrum.Frame] = []
    for run in runs {
      var start = run.lowerBound
      if edges == .padded { start -= (length - 1) / hop * hop }
      while edges == .padded ? start < run.upperBound : start + length <= run.upperBound {
        frames.append(.init(start: start, run: run))
        guard frames.count <= Self.mostValues / binCount else { throw .tooManyFrames(binCount: binCount) }
        start += hop
      }
    }
    guard !frames.isEmpty else {
      throw .noSegment(length: edges == .padded ? 1 : length, longestRun: runs.map(\.count).max() ?? 0)
    }
    return frames
  }
}

/// Frames of a short-time transform, as X/Σw: |value| is half the peak amplitude of a sine, all of it at 0 Hz and half
/// the rate. SciPy's `stft` calls this scaling `spectrum`.
public struct ShortTimeSpectrum: Sendable {
  public struct Frame: Sendable, Hashable {
    /// Index of the frame's first sample; negative for padded frames at the start.
    public let start: Int
    /// The stretch without missing samples that the frame belongs to.
    public let run: Range<Int>
  }

  /// Weight under which samples are not had back, as a share of the largest: rounding would grow beyond 1e-10.
  static let leastWeight = 1e-12

  /// Frame after frame, ``binCount`` values each.
  public var values: [Complex]
  public let frames: [Frame]
  /// Samples in the signal.
  public let sampleCount: Int
  public let sampleRate: Hertz
  public let window: Window

  public var binCount: Int { window.count / 2 + 1 }

  public func frequency(ofBin bin: Int) -> Hertz { Hertz(Double(bin) * sampleRate.value / Double(window.count)) }

  /// Time of the middle of a frame, from the first sample, for signals without gaps in time.
  public func centre(ofFrame frame: Int) -> Seconds {
    Seconds((Double(frames[frame].start) + Double(window.count) / 2) / sampleRate.value)
  }

  /// One frame as a density; padded frames at the ends read too low.
  public func density(ofFrame frame: Int) -> Spectrum<Density> {
    let sum = window.sum
    let scale = sum * sum / (sampleRate.value * window.sumOfSquares)
    let densities = (0..<binCount).map { bin in
      let paired = bin != 0 && 2 * bin != window.count
      return values[frame * binCount + bin].squaredMagnitude * scale * (paired ? 2 : 1)
    }
    return Spectrum(
      values: densities, sampleRate: sampleRate, transformLength: window.count,
      noiseBandwidth: window.equivalentNoiseBandwidth(sampleRate: sampleRate), segmentCount: 1, effectiveAverages: 1)
  }

  /// The signal whose frames come closest to these in the least-squares sense (Griffin & Lim 1984, IEEE Trans ASSP
  /// 32:236): the signal itself when nothing was changed.
  ///
  /// - Returns: ``sampleCount`` samples; NaN where no frame gives enough weight.
  public func inverse() throws(SpectrumError) -> [Double] {
    var fft = try RealFFT.make(count: window.count)
    var sums = [Double](repeating: 0, count: sampleCount)
    var weights = sums
    let scale = window.sum / Double(window.count)
    for (index, frame) in frames.enumerated() {
      for bin in 0..<binCount { fft.bins[bin] = values[index * binCount + bin] }
      do { try fft.inverseTransform() } catch { throw .fft(error) }
      let low = max(frame.start, frame.run.lowerBound)
      let high = min(frame.start + window.count, frame.run.upperBound)
      for sample in low..<high {
        let weight = window.values[sample - frame.start]
        sums[sample] += weight * fft.time[sample - frame.start] * scale
        weights[sample] += weight * weight
      }
    }
    let least = Self.leastWeight * (weights.max() ?? 0)
    for sample in sums.indices { sums[sample] = weights[sample] > least ? sums[sample] / weights[sample] : .nan }
    return sums
  }
}
