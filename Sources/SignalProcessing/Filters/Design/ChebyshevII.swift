// SPDX-License-Identifier: GPL-3.0-or-later

/// Filters with a monotone passband and equal ripples in the stopband.
///
/// |H|² = 1 / (1 + 1 / (ε² T²(1/Ω))), ε² = 1 / (10^(attenuation/10) − 1).
///
/// - SeeAlso: Oppenheim & Schafer, *Discrete-Time Signal Processing*, 3rd ed., appendix B.2.
public enum ChebyshevII {
  /// Designs a low-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, 1...300.
  ///   - cutoff: Where the loss first reaches `stopbandAttenuation`, the edge of the stopband as in SciPy. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func lowpass(
    order: Int, stopbandAttenuation: Double, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.low(cutoff), order, stopbandAttenuation: stopbandAttenuation, sampleRate: sampleRate)
  }

  /// Designs a high-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, 1...300.
  ///   - cutoff: Where the loss first reaches `stopbandAttenuation`, the edge of the stopband as in SciPy. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func highpass(
    order: Int, stopbandAttenuation: Double, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.high(cutoff), order, stopbandAttenuation: stopbandAttenuation, sampleRate: sampleRate)
  }

  /// Designs a band-pass filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, 1...300.
  ///   - low: Lower edge of the band. Where the loss first reaches `stopbandAttenuation`, the edge of the stopband as in SciPy.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandpass(
    order: Int, stopbandAttenuation: Double, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.band(low, high), order, stopbandAttenuation: stopbandAttenuation, sampleRate: sampleRate)
  }

  /// Designs a band-stop filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, 1...300.
  ///   - low: Lower edge of the band. Where the loss first reaches `stopbandAttenuation`, the edge of the stopband as in SciPy.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandstop(
    order: Int, stopbandAttenuation: Double, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.stop(low, high), order, stopbandAttenuation: stopbandAttenuation, sampleRate: sampleRate)
  }

  private static func design(
    _ band: Passband, _ order: Int, stopbandAttenuation: Double, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try band.check(order: order)
    try RippleLimits.check(stopbandAttenuation: stopbandAttenuation)
    let attenuation = (DoubleDouble(powerRatioOf: stopbandAttenuation) - 1).squareRoot
    return try band.sections(prototype: prototype(order: order, attenuation: attenuation), sampleRate: sampleRate)
  }

  static func prototype(order: Int, attenuation: DoubleDouble) -> [AnalogSection] {
    let mu = attenuation.areaHyperbolicSine / DoubleDouble(order)
    let (sinh, cosh) = (mu.hyperbolicSine, mu.hyperbolicCosine)
    var sections = PrototypeAngles.of(order: order).map { angle in
      // Reciprocals of the poles of the first kind; the zeros are those of T(1/Ω).
      let (real, imaginary) = (sinh * angle.sine, cosh * angle.cosine)
      let size = real * real + imaginary * imaginary
      return AnalogSection.poles(real: real / size, imaginary: imaginary / size, zero: 1 / angle.cosine)
    }
    if order % 2 == 1 { sections.append(.realPole(1 / sinh)) }
    return sections
  }
}
