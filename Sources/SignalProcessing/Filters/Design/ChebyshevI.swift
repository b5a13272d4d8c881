// SPDX-License-Identifier: GPL-3.0-or-later

/// Filters with equal ripples in the passband and a monotone stopband.
///
/// |H|² = 1 / (1 + ε² T²(Ω)), T the Chebyshev polynomial of the order, ε² = 10^(ripple/10) − 1.
///
/// - SeeAlso: Oppenheim & Schafer, *Discrete-Time Signal Processing*, 3rd ed., appendix B.2.
public enum ChebyshevI {
  /// Designs a low-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - cutoff: Where the loss first exceeds `passbandRipple`. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func lowpass(
    order: Int, passbandRipple: Double, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.low(cutoff), order, passbandRipple: passbandRipple, sampleRate: sampleRate)
  }

  /// Designs a high-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - cutoff: Where the loss first exceeds `passbandRipple`. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func highpass(
    order: Int, passbandRipple: Double, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.high(cutoff), order, passbandRipple: passbandRipple, sampleRate: sampleRate)
  }

  /// Designs a band-pass filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - low: Lower edge of the band. Where the loss first exceeds `passbandRipple`.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandpass(
    order: Int, passbandRipple: Double, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.band(low, high), order, passbandRipple: passbandRipple, sampleRate: sampleRate)
  }

  /// Designs a band-stop filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - low: Lower edge of the band. Where the loss first exceeds `passbandRipple`.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandstop(
    order: Int, passbandRipple: Double, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.stop(low, high), order, passbandRipple: passbandRipple, sampleRate: sampleRate)
  }

  private static func design(
    _ band: Passband, _ order: Int, passbandRipple: Double, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try band.check(order: order)
    try RippleLimits.check(passbandRipple: passbandRipple)
    let powerRatio = DoubleDouble(powerRatioOf: passbandRipple)
    // An even order starts at the bottom of a ripple.
    let gain = order % 2 == 0 ? (1 / powerRatio).squareRoot : 1
    return try band.sections(
      prototype: prototype(order: order, inverseEpsilon: (1 / (powerRatio - 1)).squareRoot), gain: gain,
      sampleRate: sampleRate)
  }

  static func prototype(order: Int, inverseEpsilon: DoubleDouble) -> [AnalogSection] {
    let mu = inverseEpsilon.areaHyperbolicSine / DoubleDouble(order)
    let (sinh, cosh) = (mu.hyperbolicSine, mu.hyperbolicCosine)
    var sections = PrototypeAngles.of(order: order).map {
      AnalogSection.poles(real: sinh * $0.sine, imaginary: cosh * $0.cosine)
    }
    if order % 2 == 1 { sections.append(.realPole(sinh)) }
    return sections
  }
}
