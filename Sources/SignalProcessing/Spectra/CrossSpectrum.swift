// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Averaged spectra of two signals of one clock: cross-spectrum, coherence and frequency response, with random errors.
///
/// Bendat & Piersol, *Random Data*, 4th ed., chapters 6 and 9. The cross-spectrum is conj(X)·Y as in SciPy, so that a
/// delayed `y` has a falling phase.
public struct CrossSpectrum: Sendable {
  /// unit(x)·unit(y)/Hz, one-sided.
  public let values: [Complex]
  public let input: Spectrum<Density>
  public let output: Spectrum<Density>
  public let segments: SegmentPlan

  public var binCount: Int { values.count }
  public var effectiveAverages: Double { input.effectiveAverages }
  public func frequency(ofBin bin: Int) -> Hertz { input.frequency(ofBin: bin) }

  /// |Gxy|²/(Gxx·Gyy), 0…1; nil where either signal has no power.
  ///
  /// It is too high by about (1 − γ²)²/n on average; see ``coherenceThreshold(probability:)``.
  public func coherence(ofBin bin: Int) -> Double? {
    let (a, b) = (input.values[bin].squareRoot(), output.values[bin].squareRoot())
    guard a > 0, b > 0 else { return nil }
    let ratio = values[bin].magnitude / a / b
    return min(ratio * ratio, 1)
  }

  /// The coherence that two unrelated signals exceed with the given probability in one bin, 1 − p^(1/(n − 1)).
  public func coherenceThreshold(probability: Double) throws(SpectrumError) -> Double {
    guard probability > 0, probability < 1 else { throw .level(probability) }
    return -expm1(log(probability) / (effectiveAverages - 1))
  }

  /// Standard error of the coherence, √2·(1 − γ²)·γ/√n; nil where there is none.
  public func coherenceError(ofBin bin: Int) -> Double? {
    coherence(ofBin: bin).map { 2.0.squareRoot() * (1 - $0) * $0.squareRoot() / effectiveAverages.squareRoot() }
  }

  /// Gxy/Gxx: unbiased by noise on `y`, too small with noise on `x`; nil where `x` has no power.
  public func responseH1(ofBin bin: Int) -> Complex? {
    input.values[bin] > 0 ? values[bin] / input.values[bin] : nil
  }

  /// Gyy/Gyx: unbiased by noise on `x`, too large with noise on `y`; nil where the signals share nothing.
  public func responseH2(ofBin bin: Int) -> Complex? {
    // One over the conjugate of z is z/|z|², in two steps against underflow.
    let magnitude = values[bin].magnitude
    guard magnitude > 0 else { return nil }
    return values[bin] / magnitude * (output.values[bin] / magnitude)
  }

  /// Standard error of |H| as a share of |H|, and of the phase in radians: √(1 − γ²)/(γ·√(2n)), for small errors.
  public func responseError(ofBin bin: Int) -> Double? {
    guard let coherence = coherence(ofBin: bin), coherence > 0 else { return nil }
    return ((1 - coherence) / (2 * coherence * effectiveAverages)).squareRoot()
  }
}

extension Welch {
  /// Estimates how two signals of one clock are related.
  ///
  /// - Parameters:
  ///   - x: The input, or the reference.
  ///   - y: The output; as long as `x`. A sample missing in either is missing in both.
  /// - Throws: ``SpectrumError/oneAverage`` when there is a single segment, besides the reasons of a density.
  public func crossSpectrum(
    from x: Span<Double>, to y: Span<Double>, sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> CrossSpectrum {
    try checkRate(sampleRate)
    let plan = try SegmentPlan(x, companion: y, breaks: breaks, length: window.count, hop: hop)
    guard plan.starts.count > 1 else { throw .oneAverage }
    var fftX = try RealFFT.make(count: window.count)
    var fftY = try RealFFT.make(count: window.count)
    var sumsX = [Double](repeating: 0, count: fftX.binCount)
    var sumsY = sumsX
    var products = [Complex](repeating: .zero, count: fftX.binCount)
    for start in plan.starts {
      fftX.transform(x, from: start, window: window.values.span, detrend: detrend)
      fftY.transform(y, from: start, window: window.values.span, detrend: detrend)
      fftX.addPower(to: &sumsX)
      fftY.addPower(to: &sumsY)
      fftX.addProduct(with: fftY, to: &products)
    }
    let scale = 1 / (sampleRate.value * window.sumOfSquares * Double(plan.starts.count))
    for k in products.indices {
      products[k] = products[k] * (k == 0 || 2 * k == window.count ? scale : 2 * scale)
      guard products[k].real.isFinite, products[k].imaginary.isFinite else { throw .overflow }
    }
    return CrossSpectrum(
      values: products, input: try spectrum(sumsX, plan, sampleRate), output: try spectrum(sumsY, plan, sampleRate),
      segments: plan)
  }

  /// The same for arrays.
  public func crossSpectrum(
    from x: [Double], to y: [Double], sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> CrossSpectrum {
    try crossSpectrum(from: x.span, to: y.span, sampleRate: sampleRate, breaks: breaks)
  }
}
