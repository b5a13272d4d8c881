// SPDX-License-Identifier: GPL-3.0-or-later

/// Weighting whole records by their transform: every frequency is multiplied by the closed form.
extension FrequencyWeighting {
  /// The weighted record.
  ///
  /// The record is padded by one second or ``settling``, whichever is longer, so that its end does not leak into its
  /// start. The closed form ends abruptly at half of the sampling rate, which shows where the signal does not vanish
  /// towards it.
  ///
  /// - Parameters:
  ///   - samples: In any unit; at least one, none missing.
  ///   - edges: With ``WeightingEdges/silent`` remove the mean first, or its step rings.
  /// - Returns: As many samples, in the same unit, with the filter's own delay.
  public func applied(
    to samples: [Double], sampleRate: Hertz, edges: WeightingEdges = .silent
  ) throws(WeightingError) -> [Double] {
    try oversampled(samples, sampleRate: sampleRate, edges: edges, factor: 1)
  }

  /// Root mean square of the weighted record, by Parseval's theorem without going back to time.
  ///
  /// The record is taken as one period of a signal that goes on for ever: there is no transient at its start, and what is
  /// constant is weighted by the response at 0 Hz. Exact for steady signals of whole periods; the jump where end meets
  /// start counts as signal, which is small for records of many periods.
  public func rootMeanSquare(of samples: [Double], sampleRate: Hertz) throws(WeightingError) -> Double {
    try WeightingError.check(samples, sampleRate)
    let count = samples.count
    var fft = try WeightingError.transform(count: count)
    for index in samples.indices { fft.time[index] = samples[index] }
    fft.transform()
    let width = sampleRate.value / Double(count)
    var sum = 0.0
    for bin in 0..<fft.binCount {
      let pairs = bin == 0 || 2 * bin == count ? 1.0 : 2.0
      let gain = response(at: Hertz(Double(bin) * width)).squaredMagnitude
      sum += pairs * gain * fft.bins[bin].squaredMagnitude
    }
    return sum.squareRoot() / Double(count)
  }

  /// Root mean square of a weighted signal from its density: the sum of density × |H|² × bin width.
  ///
  /// A line is weighted as the window spreads it; take bins narrow against the weighting's corners.
  public func rootMeanSquare(of density: Spectrum<Density>) -> Double {
    // Relative to the largest, so that no sum overflows.
    let largest = density.values.max() ?? 0
    guard largest > 0 else { return 0 }
    var sum = 0.0
    for (bin, value) in density.values.enumerated() {
      sum += value / largest * response(at: density.frequency(ofBin: bin)).squaredMagnitude
    }
    return (sum * density.binWidth.value).squareRoot() * largest.squareRoot()
  }

  /// The weighted record at `factor` times its rate, from the first sample to the last: `factor`·(count − 1) + 1 values.
  func oversampled(
    _ samples: [Double], sampleRate: Hertz, edges: WeightingEdges, factor: Int
  ) throws(WeightingError) -> [Double] {
    try WeightingError.check(samples, sampleRate)
    let count = samples.count
    let padding = max(1, settling.value) * sampleRate.value
    guard padding < Double(RealFFT.longest) else { throw .tooLong(count: .max, longest: RealFFT.longest) }
    let pad = Int(padding.rounded(.up))
    let reach = edges == .continued ? min(count - 1, pad) : 0
    let length = FastLength.atLeast(count + 2 * reach + pad)
    var fft = try WeightingError.transform(count: length)
    // A fresh transform's samples are zero. What goes on before the start stands at the end of the circle.
    for index in samples.indices { fft.time[index] = samples[index] }
    for k in 1..<(reach + 1) {
      let share = WeightingEdges.fade(k, reach: reach)
      fft.time[length - k] = share * samples[k]
      fft.time[count - 1 + k] = share * samples[count - 1 - k]
    }
    fft.transform()
    let width = sampleRate.value / Double(length)
    for bin in 0..<fft.binCount { fft.bins[bin] = fft.bins[bin] * response(at: Hertz(Double(bin) * width)) }
    if factor == 1 { return try Self.back(&fft, count: count, scale: 1 / Double(length)) }
    var wide = try WeightingError.transform(count: factor * length)
    for bin in 0..<fft.binCount {
      // At half of the old rate a bin stands for both signs of the frequency.
      wide.bins[bin] = 2 * bin == length ? fft.bins[bin] * 0.5 : fft.bins[bin]
    }
    return try Self.back(&wide, count: factor * (count - 1) + 1, scale: 1 / Double(length))
  }

  private static func back(_ fft: inout RealFFT, count: Int, scale: Double) throws(WeightingError) -> [Double] {
    do { try fft.inverseTransform() } catch { throw .fft(error) }
    var output = [Double](repeating: 0, count: count)
    for index in output.indices { output[index] = fft.time[index] * scale }
    return output
  }
}
