// SPDX-License-Identifier: GPL-3.0-or-later

/// Tapers for the design of filters, symmetric.
public enum FIRWindow: Sendable, Hashable {
  case rectangular, hann, hamming, blackman
  /// - Parameter beta: 0...50; larger is smoother.
  case kaiser(beta: Double)

  /// Kaiser's window for an attenuation in dB, 0...300.
  ///
  /// - SeeAlso: Oppenheim & Schafer, *Discrete-Time Signal Processing*, 3rd ed., eq. 7.75.
  public static func kaiser(attenuation: Double) -> FIRWindow {
    if attenuation > 50 { return .kaiser(beta: 0.1102 * (attenuation - 8.7)) }
    if attenuation <= 21 { return .kaiser(beta: 0) }
    let over = DoubleDouble(attenuation - 21)
    return .kaiser(beta: 0.5842 * (over.logarithm * 0.4).exponential.high + 0.07886 * (attenuation - 21))
  }

  func value(_ index: Int, of count: Int) -> DoubleDouble {
    if count == 1 { return 1 }
    let last = DoubleDouble(count - 1)
    // Cosines of 2π and 4π index / (count − 1), by symmetry from the first half.
    let half = min(index, count - 1 - index)
    let (s, c) = DoubleDouble.sineAndCosine(ofPiTimes: DoubleDouble(half) / last)
    let once = c * c - s * s
    switch self {
    case .rectangular: return 1
    case .hann: return s * s
    case .hamming: return DoubleDouble(54) / 100 - DoubleDouble(46) / 100 * once
    case .blackman:
      return DoubleDouble(42) / 100 - once.scaled(exponent: -1) + DoubleDouble(8) / 100 * (2 * once * once - 1)
    case .kaiser(let beta):
      let x = DoubleDouble(2 * index) / last - 1
      let inside = ((1 - x) * (1 + x)).squareRoot
      return Self.bessel(DoubleDouble(beta) * inside) / Self.bessel(DoubleDouble(beta))
    }
  }

  /// Modified Bessel function I0 by its series: all terms are positive.
  private static func bessel(_ x: DoubleDouble) -> DoubleDouble {
    let quarter = (x * x).scaled(exponent: -2)
    var sum: DoubleDouble = 1
    var term: DoubleDouble = 1
    for k in 1...200 {
      term = term * quarter / DoubleDouble(k * k)
      sum = sum + term
      if term.high < 1e-33 * sum.high { break }
    }
    return sum
  }
}

/// Linear-phase filters: the ideal impulse response cut off by a window.
///
/// Gain is exactly 1 at 0 Hz (low-pass, band-stop), at half of the sample rate (high-pass) or at the band's centre, as
/// in SciPy's `firwin`. The cutoff is where the gain is near one half (−6 dB).
public struct WindowedFIR: Sendable, Hashable {
  /// Symmetric coefficients, each rounded once.
  public let taps: [Double]

  public enum Band: Sendable, Hashable {
    case lowpass(Hertz)
    case highpass(Hertz)
    case bandpass(Hertz, Hertz)
    case bandstop(Hertz, Hertz)
  }

  /// - Parameters:
  ///   - count: Number of taps, odd, 1...100,001, so that the delay is a whole number of samples.
  /// - Throws: ``FilterDesignError`` when an argument is out of range or NaN.
  public init(_ band: Band, count: Int, window: FIRWindow, sampleRate: Hertz) throws(FilterDesignError) {
    guard count % 2 == 1, count >= 1, count <= 100_001 else {
      throw .specification("\(count) taps: expected an odd number of 1 to 100,001")
    }
    if case .kaiser(let beta) = window {
      guard beta >= 0, beta <= 50 else { throw .specification("Kaiser's beta \(beta): expected 0 to 50") }
    }
    func relative(_ f: Hertz) throws(FilterDesignError) -> DoubleDouble {
      _ = try Passband.prewarped("cutoff", f, sampleRate)
      return DoubleDouble(f.value) / DoubleDouble(sampleRate.value)
    }
    // Passbands as pairs of edges relative to the sample rate.
    var bands: [(low: DoubleDouble, high: DoubleDouble)]
    var centre: DoubleDouble = 0
    switch band {
    case .lowpass(let f): bands = [(0, try relative(f))]
    case .highpass(let f):
      bands = [(try relative(f), 0.5)]
      centre = 0.5
    case .bandpass(let low, let high):
      guard low < high else { throw .bandEdges(low, high) }
      bands = [(try relative(low), try relative(high))]
      centre = (bands[0].low + bands[0].high).scaled(exponent: -1)
    case .bandstop(let low, let high):
      guard low < high else { throw .bandEdges(low, high) }
      bands = [(0, try relative(low)), (try relative(high), 0.5)]
    }
    let middle = count / 2
    var exact: [DoubleDouble] = []
    var gain: DoubleDouble = 0
    for index in 0..<count {
      let m = index - middle
      var ideal: DoubleDouble = 0
      for (low, high) in bands { ideal = ideal + Self.ideal(high, m) - Self.ideal(low, m) }
      let tap = ideal * window.value(index, of: count)
      exact.append(tap)
      gain = gain + tap * DoubleDouble.circular(2 * centre * DoubleDouble(m)).cosine
    }
    taps = exact.map { ($0 / gain).high }
  }

  /// Impulse response of the ideal low-pass: sin(2π f m) / (π m).
  private static func ideal(_ f: DoubleDouble, _ m: Int) -> DoubleDouble {
    if m == 0 { return f.scaled(exponent: 1) }
    return DoubleDouble.circular(2 * f * DoubleDouble(m)).sine / (DoubleDouble.pi * DoubleDouble(m))
  }

}

extension DoubleDouble {
  /// Sine and cosine of π `x` for any x.
  static func circular(_ x: DoubleDouble) -> (sine: DoubleDouble, cosine: DoubleDouble) {
    let turns = (x.high / 2).rounded()
    let rest = x - DoubleDouble(2 * turns)  // −1…1
    let size = rest.magnitude
    let isFar = size > 0.5
    // Rounding may leave the rest a hair beyond 1.
    let complement = 1 - size
    var (s, c) = sineAndCosine(ofPiTimes: isFar ? complement.magnitude : size)
    if isFar { c = -c }
    if isFar, complement < 0 { s = -s }
    if rest.high < 0 { s = -s }
    return (s, c)
  }
}
