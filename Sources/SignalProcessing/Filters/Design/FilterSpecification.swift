// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a filter has to do, from which the least order follows.
public struct FilterSpecification: Sendable, Hashable {
  /// Edges of the passband and of the stopband.
  public enum Edges: Sendable, Hashable {
    case lowpass(pass: Hertz, stop: Hertz)
    case highpass(pass: Hertz, stop: Hertz)
    /// The stopband lies below `stopLow` and above `stopHigh`.
    case bandpass(stopLow: Hertz, passLow: Hertz, passHigh: Hertz, stopHigh: Hertz)
    /// The stopband lies from `stopLow` to `stopHigh`.
    case bandstop(passLow: Hertz, stopLow: Hertz, stopHigh: Hertz, passHigh: Hertz)
  }

  /// Largest loss in the passband, dB.
  public let passbandRipple: Double
  /// Least loss in the stopband, dB.
  public let stopbandAttenuation: Double
  /// Stopband edge of the low-pass prototype whose passband ends at 1.
  public let selectivity: Double
  /// Prewarped passband edge of a low- or high-pass.
  private let passEdge: Double
  private let isHigh: Bool
  private let sampleRate: Hertz

  /// - Throws: ``FilterDesignError`` when edges are out of order or range, or ripples out of range.
  public init(
    _ edges: Edges, passbandRipple: Double, stopbandAttenuation: Double, sampleRate: Hertz
  ) throws(FilterDesignError) {
    try RippleLimits.check(passbandRipple: passbandRipple, stopbandAttenuation: stopbandAttenuation)
    self.passbandRipple = passbandRipple
    self.stopbandAttenuation = stopbandAttenuation
    self.sampleRate = sampleRate
    func warped(_ name: String, _ f: Hertz) throws(FilterDesignError) -> Double {
      try Passband.prewarped(name, f, sampleRate).high
    }
    switch edges {
    case .lowpass(let pass, let stop):
      let (p, s) = (try warped("passband edge", pass), try warped("stopband edge", stop))
      guard p < s else { throw .bandEdges(pass, stop) }
      (selectivity, passEdge, isHigh) = (s / p, p, false)
    case .highpass(let pass, let stop):
      let (p, s) = (try warped("passband edge", pass), try warped("stopband edge", stop))
      guard s < p else { throw .bandEdges(stop, pass) }
      (selectivity, passEdge, isHigh) = (p / s, p, true)
    case .bandpass(let stopLow, let passLow, let passHigh, let stopHigh):
      let (s1, p1) = (try warped("lower stopband edge", stopLow), try warped("lower passband edge", passLow))
      let (p2, s2) = (try warped("upper passband edge", passHigh), try warped("upper stopband edge", stopHigh))
      guard s1 < p1, p1 < p2, p2 < s2 else { throw .bandEdges(stopLow, stopHigh) }
      let at = { (s: Double) in abs((s * s - p1 * p2) / (s * (p2 - p1))) }
      (selectivity, passEdge, isHigh) = (min(at(s1), at(s2)), .nan, false)
    case .bandstop(let passLow, let stopLow, let stopHigh, let passHigh):
      let (p1, s1) = (try warped("lower passband edge", passLow), try warped("lower stopband edge", stopLow))
      let (s2, p2) = (try warped("upper stopband edge", stopHigh), try warped("upper passband edge", passHigh))
      guard p1 < s1, s1 < s2, s2 < p2 else { throw .bandEdges(passLow, passHigh) }
      let at = { (s: Double) in abs(s * (p2 - p1) / (s * s - p1 * p2)) }
      (selectivity, passEdge, isHigh) = (min(at(s1), at(s2)), .nan, false)
    }
  }

  /// Ratio of the losses: (10^(attenuation/10) − 1) / (10^(ripple/10) − 1).
  private var discrimination: Double {
    ((DoubleDouble(powerRatioOf: stopbandAttenuation) - 1) / (DoubleDouble(powerRatioOf: passbandRipple) - 1)).high
  }

  /// Least order of a Butterworth filter; larger than 32 cannot be designed.
  public var butterworthOrder: Int { whole(log(discrimination) / (2 * log(selectivity))) }

  /// Least order of a Chebyshev filter of either kind.
  public var chebyshevOrder: Int { whole(acosh(discrimination.squareRoot()) / acosh(selectivity)) }

  /// Least order of an elliptic filter.
  public var ellipticOrder: Int {
    let k = 1 / selectivity
    let k1 = 1 / discrimination.squareRoot()
    return whole(
      periodRatio(modulus: k, complement: ((1 - k) * (1 + k)).squareRoot())
        / periodRatio(modulus: k1, complement: ((1 - k1) * (1 + k1)).squareRoot()))
  }

  /// The −3.01 dB frequency at which a low- or high-pass Butterworth filter of the least order meets the passband
  /// exactly and the stopband with something to spare; `nil` for bands.
  public var butterworthCutoff: Hertz? {
    guard passEdge.isFinite else { return nil }
    let epsilon = (DoubleDouble(powerRatioOf: passbandRipple) - 1).high
    let stretch = pow(epsilon, -1 / (2 * Double(butterworthOrder)))
    return Hertz(atan(isHigh ? passEdge / stretch : passEdge * stretch) / .pi * sampleRate.value)
  }

  private func whole(_ order: Double) -> Int { order.isFinite && order < 1e6 ? max(1, Int(order.rounded(.up))) : .max }

  /// K(k) / K'(k) by arithmetic-geometric means.
  private func periodRatio(modulus: Double, complement: Double) -> Double {
    func mean(_ x: Double) -> Double {
      var (a, b) = (1.0, x)
      for _ in 0..<30 where abs(a - b) > 1e-16 * a { (a, b) = ((a + b) / 2, (a * b).squareRoot()) }
      return a
    }
    return mean(modulus) / mean(complement)
  }
}
