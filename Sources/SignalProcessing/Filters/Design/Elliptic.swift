// SPDX-License-Identifier: GPL-3.0-or-later

/// Filters with equal ripples in passband and stopband: the steepest of a given order.
///
/// |H|² = 1 / (1 + ε² R²(Ω)), R the elliptic rational function of the order; the stopband edge follows from order and
/// ripples.
///
/// - SeeAlso: Orfanidis, *Lecture notes on elliptic filter design* (2006).
public enum Elliptic {
  /// Designs a low-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, above `passbandRipple`, to 300.
  ///   - cutoff: Where the loss first exceeds `passbandRipple`. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func lowpass(
    order: Int, passbandRipple: Double, stopbandAttenuation: Double, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(
      .low(cutoff), order, passbandRipple: passbandRipple, stopbandAttenuation: stopbandAttenuation,
      sampleRate: sampleRate)
  }

  /// Designs a high-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, above `passbandRipple`, to 300.
  ///   - cutoff: Where the loss first exceeds `passbandRipple`. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func highpass(
    order: Int, passbandRipple: Double, stopbandAttenuation: Double, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(
      .high(cutoff), order, passbandRipple: passbandRipple, stopbandAttenuation: stopbandAttenuation,
      sampleRate: sampleRate)
  }

  /// Designs a band-pass filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, above `passbandRipple`, to 300.
  ///   - low: Lower edge of the band. Where the loss first exceeds `passbandRipple`.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandpass(
    order: Int, passbandRipple: Double, stopbandAttenuation: Double, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(
      .band(low, high), order, passbandRipple: passbandRipple, stopbandAttenuation: stopbandAttenuation,
      sampleRate: sampleRate)
  }

  /// Designs a band-stop filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - passbandRipple: Largest loss in the passband in dB, 1e-6...30.
  ///   - stopbandAttenuation: Least loss in the stopband in dB, above `passbandRipple`, to 300.
  ///   - low: Lower edge of the band. Where the loss first exceeds `passbandRipple`.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandstop(
    order: Int, passbandRipple: Double, stopbandAttenuation: Double, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(
      .stop(low, high), order, passbandRipple: passbandRipple, stopbandAttenuation: stopbandAttenuation,
      sampleRate: sampleRate)
  }

  private static func design(
    _ band: Passband, _ order: Int, passbandRipple: Double, stopbandAttenuation: Double, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try band.check(order: order)
    try RippleLimits.check(passbandRipple: passbandRipple, stopbandAttenuation: stopbandAttenuation)
    let powerRatio = DoubleDouble(powerRatioOf: passbandRipple)
    let gain = order % 2 == 0 ? (1 / powerRatio).squareRoot : 1
    let prototype = prototype(
      order: order, epsilon: (powerRatio - 1).squareRoot,
      attenuation: (DoubleDouble(powerRatioOf: stopbandAttenuation) - 1).squareRoot)
    return try band.sections(prototype: prototype, gain: gain, sampleRate: sampleRate)
  }

  static func prototype(order: Int, epsilon: DoubleDouble, attenuation: DoubleDouble) -> [AnalogSection] {
    let ripples = EllipticModulus(modulus: epsilon / attenuation)
    if order == 1 { return [.realPole(1 / epsilon)] }
    let filter = ripples.solvingDegreeEquation(order: order)
    // Shift of the poles off the axis: v0 K, from sn(j v0 order K1, k1) = j / ε.
    let shift = ripples.areaSine(1 / epsilon) / DoubleDouble(order)
    let (sinh, cosh) = (shift.hyperbolicSine, shift.hyperbolicCosine)
    var sections = PrototypeAngles.of(order: order).map { angle in
      let pole = filter.ascended(ComplexDoubleDouble(angle.cosine * cosh, angle.sine * sinh))
      let zero = 1 / (filter.modulus * filter.ascended(ComplexDoubleDouble(angle.cosine)).real)
      return AnalogSection.poles(real: pole.imaginary, imaginary: pole.real, zero: zero)
    }
    if order % 2 == 1 {
      sections.append(.realPole(filter.ascended(ComplexDoubleDouble(0, sinh)).imaginary))
    }
    return sections
  }
}
