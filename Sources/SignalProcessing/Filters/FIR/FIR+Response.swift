// SPDX-License-Identifier: GPL-3.0-or-later

extension FIR {
  /// Value of the transfer function Σ taps[k]·exp(−2πi·k·f/rate), within ε/2 of ``largestGain``.
  ///
  /// - Parameter frequency: Between 0 and half of the sample rate.
  public func response(at frequency: Hertz, sampleRate: Hertz) throws(FilterDesignError) -> FrequencyResponse {
    let (value, _) = try sums(frequency, sampleRate)
    return FrequencyResponse(frequency: frequency, real: value.real.high, imaginary: value.imaginary.high)
  }

  /// Delay of the envelope of a narrow-band signal: minus the slope of the phase. Of symmetric taps ``delay``.
  ///
  /// - Throws: ``FilterDesignError`` when the frequency is out of range, or the gain there is zero.
  public func groupDelay(at frequency: Hertz, sampleRate: Hertz) throws(FilterDesignError) -> Seconds {
    let (value, slope) = try sums(frequency, sampleRate)
    if let delay { return Seconds(delay / sampleRate.value) }
    let size = value.squaredMagnitude
    guard size.high > 1e-60 * largestGain * largestGain else {
      throw .outOfRange("the gain at \(frequency.value) Hz is zero: its phase has no slope")
    }
    let samples = (slope.real * value.real + slope.imaginary * value.imaginary) / size
    return Seconds((samples / DoubleDouble(sampleRate.value)).high)
  }

  /// The first `count` samples of the response to a single 1: the taps, then zeros.
  public func impulseResponse(count: Int) -> [Double] {
    (0..<Swift.max(0, count)).map { $0 < taps.count ? taps[$0] : 0 }
  }

  /// The first `count` samples of the response to ones after zeros, each rounded once.
  public func stepResponse(count: Int) -> [Double] {
    var sum: DoubleDouble = 0
    return (0..<Swift.max(0, count)).map { index in
      if index < taps.count { sum = sum + DoubleDouble(taps[index]) }
      return sum.high
    }
  }

  /// Σ taps[k]·z^k and Σ k·taps[k]·z^k at z = exp(−2πi·f/rate), by Horner's rule in 106 bits.
  private func sums(
    _ frequency: Hertz, _ sampleRate: Hertz
  ) throws(FilterDesignError) -> (value: ComplexDoubleDouble, slope: ComplexDoubleDouble) {
    guard sampleRate.value.isFinite, sampleRate.value > 0 else { throw .sampleRate(sampleRate) }
    guard frequency.value >= 0, frequency.value <= sampleRate.value / 2 else {
      throw .frequency("frequency", frequency, sampleRate: sampleRate)
    }
    let (s, c) = DoubleDouble.sineAndCosine(
      ofPiTimes: DoubleDouble(frequency.value) / DoubleDouble(sampleRate.value))
    let z = ComplexDoubleDouble(c * c - s * s, -(2 * s * c))
    var value = ComplexDoubleDouble(0)
    var slope = ComplexDoubleDouble(0)
    for k in taps.indices.reversed() {
      value = value * z + ComplexDoubleDouble(DoubleDouble(taps[k]))
      slope = slope * z + ComplexDoubleDouble(DoubleDouble(taps[k]) * DoubleDouble(k))
    }
    return (value, slope)
  }
}
