// SPDX-License-Identifier: GPL-3.0-or-later

/// Filters whose passband is maximally flat.
///
/// |H|² = 1 / (1 + Ω^(2 order)), Ω the prewarped frequency relative to the cutoff. The prewarped poles are exact to
/// 1e-29; sections start with the one of highest Q.
///
/// - SeeAlso: Oppenheim & Schafer, *Discrete-Time Signal Processing*, 3rd ed., §7.2.2 and appendix B.1.
public enum Butterworth {
  /// Designs a low-pass filter.
  ///
  /// - Parameters:
  ///   - order: Number of poles, 1...32.
  ///   - cutoff: The −3.01 dB frequency. 0 < `cutoff` < `sampleRate`/2.
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
  ///   - cutoff: The −3.01 dB frequency. 0 < `cutoff` < `sampleRate`/2.
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
  ///   - low: Lower edge of the band. The −3.01 dB frequency.
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
  ///   - low: Lower edge of the band. The −3.01 dB frequency.
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
    var sections = PrototypeAngles.of(order: order).map { AnalogSection.poles(real: $0.sine, imaginary: $0.cosine) }
    if order % 2 == 1 { sections.append(.realPole(1)) }
    return sections
  }
}
