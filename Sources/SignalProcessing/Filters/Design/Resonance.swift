// SPDX-License-Identifier: GPL-3.0-or-later

/// Second-order filters about one frequency, with their −3.01 dB bandwidth exact at the sample rate.
public enum Resonance {
  /// Removes one frequency: gain 0 at `centre`, 1 at 0 Hz and at half of the sample rate. SciPy's `iirnotch`.
  ///
  /// - Parameters:
  ///   - centre: 0 < `centre` < `sampleRate`/2.
  ///   - quality: `centre` divided by the −3.01 dB bandwidth, which must be less than `sampleRate`/2; to 10,000.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func notch(centre: Hertz, quality: Double, sampleRate: Hertz) throws(FilterDesignError) -> [Section] {
    let (c1, c0) = try denominator(centre, quality, sampleRate)
    return [try Section(AnalogSection(n2: 1, n1: 0, n0: c0, c1: c1, c0: c0))]
  }

  /// Keeps one frequency: gain 1 at `centre`, 0 at 0 Hz and at half of the sample rate. SciPy's `iirpeak`.
  ///
  /// - Parameters:
  ///   - centre: 0 < `centre` < `sampleRate`/2.
  ///   - quality: `centre` divided by the −3.01 dB bandwidth, which must be less than `sampleRate`/2; to 10,000.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public static func peak(centre: Hertz, quality: Double, sampleRate: Hertz) throws(FilterDesignError) -> [Section] {
    let (c1, c0) = try denominator(centre, quality, sampleRate)
    return [try Section(AnalogSection(n2: 0, n1: c1, n0: 0, c1: c1, c0: c0))]
  }

  private static func denominator(
    _ centre: Hertz, _ quality: Double, _ sampleRate: Hertz
  ) throws(FilterDesignError) -> (c1: DoubleDouble, c0: DoubleDouble) {
    let k = try Passband.prewarped("centre", centre, sampleRate)
    guard quality > 0, quality <= 10_000 else {
      throw .specification("quality \(quality): expected more than 0, at most 10,000")
    }
    let width = DoubleDouble(centre.value) / DoubleDouble(quality) / DoubleDouble(sampleRate.value)
    guard width.high < 0.5 else {
      throw .frequency("bandwidth", Hertz(centre.value / quality), sampleRate: sampleRate)
    }
    let c0 = k * k
    return (DoubleDouble.tangent(ofPiTimes: width) * (1 + c0), c0)
  }
}
