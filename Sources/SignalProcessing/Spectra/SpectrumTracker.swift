// SPDX-License-Identifier: GPL-3.0-or-later

/// A spectrum of the last segments of a stream.
public struct TrackedSpectrum: Sendable {
  /// Samples it is made of, counted from the start of the stream.
  public let samples: Range<Int>
  public let spectrum: Spectrum<Density>
  /// Its lines, where they were asked for.
  public let peaks: [SpectralPeak]
}

/// Spectra along a stream: whenever a segment is complete, the average of the last ones.
///
/// Segments and their average are those of ``Welch`` over the same samples; as many as asked for are averaged, fewer at
/// the start of a stretch. A spectrum comes with the last sample of its newest segment: the first sample of that segment
/// waits for ``latency`` more. A missing sample (NaN, or beyond 1e140, whose squares would overflow) ends a stretch.
/// Memory is bounded by two segments of samples and the spectra averaged.
public struct SpectrumTracker: ~Copyable, StreamProcessor {
  public typealias Output = [TrackedSpectrum]

  public let welch: Welch
  /// Segments averaged at most.
  public let averages: Int
  public let sampleRate: Hertz
  public var latency: Int { welch.window.count - 1 }

  /// Samples of larger magnitude are missing.
  public static let limit = 1e140

  private let finder: SpectralPeaks?
  private var fft: RealFFT
  /// Samples of the stretch from the first of the next segment on.
  private var held: [Double] = []
  /// |X|² of the last segments, the oldest first.
  private var powers: [[Double]] = []
  /// Where so many segments of one stretch lie: from one to `averages` of them.
  private let plans: [SegmentPlan]
  /// Samples taken so far.
  private var position = 0

  /// - Parameters:
  ///   - averages: 1...1000.
  ///   - peaks: Finds the lines of each spectrum; made for the window of `welch`.
  public init(
    _ welch: Welch, averages: Int, sampleRate: Hertz, peaks: SpectralPeaks? = nil
  ) throws(SpectrumError) {
    try checkRate(sampleRate)
    guard (1...1000).contains(averages) else { throw .setting("averages", averages, in: 1...1000) }
    if let peaks, peaks.window != welch.window { throw .lengths(peaks.window.count, welch.window.count) }
    self.init(welch, averages, sampleRate, peaks, fft: try RealFFT.make(count: welch.window.count))
  }

  private init(
    _ welch: Welch, _ averages: Int, _ sampleRate: Hertz, _ finder: SpectralPeaks?, fft: consuming RealFFT
  ) {
    self.welch = welch
    self.averages = averages
    self.sampleRate = sampleRate
    self.finder = finder
    self.fft = fft
    plans = (1...averages).map { SegmentPlan(length: welch.window.count, hop: welch.hop, segments: $0) }
  }

  public mutating func process(_ input: Span<Double>, into output: inout [TrackedSpectrum]) {
    for index in input.indices {
      let value = input[index]
      position += 1
      guard abs(value) <= Self.limit else {
        forget()
        continue
      }
      held.append(value)
      if held.count == welch.window.count { complete(into: &output) }
    }
  }

  public mutating func finish(into output: inout [TrackedSpectrum]) {
    forget()
    position = 0
  }

  private mutating func forget() {
    held.removeAll(keepingCapacity: true)
    powers.removeAll(keepingCapacity: true)
  }

  private mutating func complete(into output: inout [TrackedSpectrum]) {
    var segment: [Double] = []
    swap(&segment, &held)
    let window = welch.window.values
    fft.transform(segment.span, from: 0, window: window.span, detrend: welch.detrend)
    segment.removeFirst(welch.hop)
    swap(&segment, &held)
    if powers.count == averages { powers.removeFirst() }
    var power = [Double](repeating: 0, count: fft.binCount)
    fft.addPower(to: &power)
    powers.append(power)
    // Added anew each time, oldest first: nothing is left of what is no longer averaged.
    var sums = [Double](repeating: 0, count: fft.binCount)
    for power in powers { for k in sums.indices { sums[k] += power[k] } }
    let plan = plans[powers.count - 1]
    // The limit of the samples keeps sums finite.
    guard let spectrum = try? welch.spectrum(sums, plan, sampleRate) else { return }
    let peaks = (try? finder?.find(in: spectrum, segments: plan)) ?? []
    let count = (powers.count - 1) * welch.hop + welch.window.count
    output.append(
      TrackedSpectrum(samples: (position - count)..<position, spectrum: spectrum, peaks: peaks))
  }
}
