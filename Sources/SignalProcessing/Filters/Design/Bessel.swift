// SPDX-License-Identifier: GPL-3.0-or-later

/// Filters whose group delay is maximally flat at 0 Hz before the bilinear transform.
///
/// Normalised by phase as in SciPy's `norm='phase'`: at the cutoff the analogue phase is half of its final value, and
/// the loss there grows with the order. Band and high-pass forms, and cutoffs near half of the sample rate, keep the
/// magnitude but not the flat delay.
///
/// - SeeAlso: Thomson, *Delay networks having maximally flat frequency characteristics*, Proc. IEE 96 (1949) 487–490.
public enum Bessel {
  /// Designs a low-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - cutoff: Where the phase is half of its final value. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func lowpass(
    order: Int, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.low(cutoff), order, sampleRate: sampleRate)
  }

  /// Designs a high-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - cutoff: Where the phase is half of its final value. 0 < `cutoff` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: ⌈`order`/2⌉ sections; the one-pole section of an odd order last.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func highpass(
    order: Int, cutoff: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.high(cutoff), order, sampleRate: sampleRate)
  }

  /// Designs a band-pass filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - low: Lower edge of the band. Where the phase is half of its final value.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandpass(
    order: Int, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.band(low, high), order, sampleRate: sampleRate)
  }

  /// Designs a band-stop filter.
  ///
  /// - Parameters:
  ///   - order: Poles for each edge, 1...16: the filter has twice as many.
  ///   - low: Lower edge of the band. Where the phase is half of its final value.
  ///   - high: Upper edge; 0 < `low` < `high` < `sampleRate`/2.
  ///   - sampleRate: Sampling frequency of the signal to be filtered.
  /// - Returns: `order` sections.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func bandstop(
    order: Int, from low: Hertz, to high: Hertz, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try design(.stop(low, high), order, sampleRate: sampleRate)
  }

  private static func design(
    _ band: Passband, _ order: Int, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    try band.check(order: order)
    return try band.sections(prototype: prototype(order: order), sampleRate: sampleRate)
  }

  static func prototype(order: Int) -> [AnalogSection] {
    // (2n)! / (n! 2^n) = 1 · 3 · 5 … (2n − 1) is the constant term; its n-th root is the scale.
    var logarithm: DoubleDouble = 0
    for k in 1...order { logarithm = logarithm + DoubleDouble(2 * k - 1).logarithm }
    let scale = (-(logarithm / DoubleDouble(order))).exponential
    let roots = BesselRoots.of(order: order)
    var sections = roots.filter { !$0.imaginary.isZero }.map {
      AnalogSection.poles(real: -($0.real * scale), imaginary: $0.imaginary * scale)
    }
    for root in roots where root.imaginary.isZero { sections.append(.realPole(-(root.real * scale))) }
    return sections
  }
}
