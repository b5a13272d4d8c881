// SPDX-License-Identifier: GPL-3.0-or-later

/// Value of a transfer function at one frequency.
public struct FrequencyResponse: Sendable, Hashable {
  public let frequency: Hertz
  public let real: Double
  public let imaginary: Double

  /// Gain, 1 for unchanged.
  public var magnitude: Double { (real * real + imaginary * imaginary).squareRoot() }
}

extension [Section] {
  /// Value of the cascade's transfer function; each part is exact to about 1e-15 of the magnitude.
  ///
  /// - Parameter frequency: Between 0 and half of the sample rate.
  public func response(at frequency: Hertz, sampleRate: Hertz) throws(FilterDesignError) -> FrequencyResponse {
    let (sine, cosine) = try halfAngle(frequency, sampleRate)
    var value = ComplexDoubleDouble(1)
    for section in self {
      let s = section.exact
      let numerator = s.polynomial(s.n2, s.n1, s.n0, sine, cosine)
      value = value * numerator / s.polynomial(1, s.c1, s.c0, sine, cosine)
    }
    return FrequencyResponse(frequency: frequency, real: value.real.high, imaginary: value.imaginary.high)
  }

  /// Delay of the envelope of a narrow-band signal: minus the slope of the phase.
  ///
  /// - Parameter frequency: Between 0 and half of the sample rate, not a zero of the filter's response, where the
  ///   phase jumps and the jump is left out.
  public func groupDelay(at frequency: Hertz, sampleRate: Hertz) throws(FilterDesignError) -> Seconds {
    let (sine, cosine) = try halfAngle(frequency, sampleRate)
    var samples: DoubleDouble = 0
    for section in self {
      let s = section.exact
      samples = samples + s.phaseSlope(1, s.c1, s.c0, sine, cosine)
      if !s.n1.isZero { samples = samples - s.phaseSlope(s.n2, s.n1, s.n0, sine, cosine) }
    }
    return Seconds((samples / DoubleDouble(sampleRate.value)).high)
  }

  private func halfAngle(
    _ frequency: Hertz, _ sampleRate: Hertz
  ) throws(FilterDesignError) -> (sine: DoubleDouble, cosine: DoubleDouble) {
    guard sampleRate.value.isFinite, sampleRate.value > 0 else { throw .sampleRate(sampleRate) }
    guard frequency.value >= 0, frequency.value <= sampleRate.value / 2 else {
      throw .frequency("frequency", frequency, sampleRate: sampleRate)
    }
    return DoubleDouble.sineAndCosine(ofPiTimes: DoubleDouble(frequency.value) / DoubleDouble(sampleRate.value))
  }
}

extension AnalogSection {
  /// p2 s² + p1 s + p0 at s = j tan, times cos².
  fileprivate func polynomial(
    _ p2: DoubleDouble, _ p1: DoubleDouble, _ p0: DoubleDouble, _ sine: DoubleDouble, _ cosine: DoubleDouble
  ) -> ComplexDoubleDouble {
    ComplexDoubleDouble(p0 * cosine * cosine - p2 * sine * sine, p1 * sine * cosine)
  }

  /// Slope of the phase of p2 s² + p1 s + p0 in samples.
  fileprivate func phaseSlope(
    _ p2: DoubleDouble, _ p1: DoubleDouble, _ p0: DoubleDouble, _ sine: DoubleDouble, _ cosine: DoubleDouble
  ) -> DoubleDouble {
    let size = polynomial(p2, p1, p0, sine, cosine).squaredMagnitude
    if size.isZero { return 0 }
    return p1 * (p0 * cosine * cosine + p2 * sine * sine) / (2 * size)
  }
}
