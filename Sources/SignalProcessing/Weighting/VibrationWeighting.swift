// SPDX-License-Identifier: GPL-3.0-or-later

/// A frequency weighting of human vibration, ISO 8041-1:2017: H = Hh·Hl·Ht·Hs.
///
/// * band limits Hh = 1/(1 + ω1/(Q1·s) + (ω1/s)²) and Hl = 1/(1 + s/(Q2·ω2) + (s/ω2)²), Q1 = Q2 = 1/√2;
/// * transition from acceleration to velocity Ht = K·(1 + s/ω3)/(1 + s/(Q4·ω4) + (s/ω4)²);
/// * step upwards Hs = (1 + s/(Q5·ω5) + (s/ω5)²)/(1 + s/(Q6·ω6) + (s/ω6)²)·(ω5/ω6)², where there is one.
///
/// - SeeAlso: ISO 8041-1:2017, formulas and parameters of the weightings; parameters as printed in the manual of the
///   Larson Davis HVM200, p. 33. ISO 5349-1 rounds those of Wh, which moves it by up to 0.4 %.
public struct VibrationWeighting: FrequencyWeighting, Hashable {
  /// Poles and zeros of the upward step.
  public struct Step: Sendable, Hashable {
    public let zero: Hertz
    public let zeroQ: Double
    public let pole: Hertz
    public let poleQ: Double
  }

  /// Such as `Wh`.
  public let name: String
  /// Band limits f1 and f2, −3.01 dB each.
  public let limits: ClosedRange<Hertz>
  /// f3, where the transition begins to rise.
  public let transitionZero: Hertz
  /// f4, where it falls.
  public let transitionPole: Hertz
  /// Q4.
  public let transitionQ: Double
  /// Nil for none.
  public let step: Step?
  /// K.
  public let gain: Double
  /// Frequencies the weighting is meant for: the nominal range of the standard (a signal that does not hold all of it
  /// gives a lower bound). From memory of ISO 8041-1, Table 1: not verified against the print.
  public let range: ClosedRange<Hertz>

  /// Hand-transmitted vibration, all three axes (ISO 5349-1).
  public static let wh = VibrationWeighting(
    "Wh", 6.309_573_444_801_933, 1258.925_411_794_167_2, 100 / (2 * .pi), 100 / (2 * .pi), 0.64,
    range: Hertz(8)...Hertz(1000))
  /// Whole body, vertical (ISO 2631-1).
  public static let wk = VibrationWeighting(
    "Wk", 0.4, 100, 12.5, 12.5, 0.63, step: Step(zero: Hertz(2.37), zeroQ: 0.91, pole: Hertz(3.35), poleQ: 0.91))
  /// Whole body, horizontal (ISO 2631-1).
  public static let wd = VibrationWeighting("Wd", 0.4, 100, 2, 2, 0.63)
  /// Whole body, vertical, in rail vehicles (ISO 2631-4).
  public static let wb = VibrationWeighting(
    "Wb", 0.4, 100, 16, 16, 0.55, step: Step(zero: Hertz(2.5), zeroQ: 0.9, pole: Hertz(4), poleQ: 0.95), gain: 1.024)
  /// Whole body in buildings, all axes (ISO 2631-2).
  public static let wm = VibrationWeighting(
    "Wm", 0.794_328_234_724_281_5, 100, 1 / (0.028 * 2 * .pi), 1 / (0.028 * 2 * .pi), 0.5,
    range: Hertz(1)...Hertz(80))

  /// All weightings of this table.
  public static let all = [wh, wk, wd, wb, wm]

  private init(
    _ name: String, _ f1: Double, _ f2: Double, _ f3: Double, _ f4: Double, _ q4: Double, step: Step? = nil,
    gain: Double = 1, range: ClosedRange<Hertz> = Hertz(0.5)...Hertz(80)
  ) {
    self.name = name
    limits = Hertz(f1)...Hertz(f2)
    transitionZero = Hertz(f3)
    transitionPole = Hertz(f4)
    transitionQ = q4
    self.step = step
    self.gain = gain
    self.range = range
  }

  private static let limitQ = 0.5.squareRoot()

  public func response(at frequency: Hertz) -> Complex {
    let f = frequency.value
    precondition(!f.isNaN, "a weighting has no response at no frequency")
    guard abs(f) <= CornerFactor.highest else { return .zero }
    let pole = CornerFactor.quadratic(f / transitionPole.value, q: transitionQ).reciprocal
    var value = bandLimit(at: frequency) * (Complex(1, f / transitionZero.value) * pole) * gain
    if let step {
      let ratio = step.zero.value / step.pole.value
      let zero = CornerFactor.quadratic(f / step.zero.value, q: step.zeroQ)
      value = value * (zero * CornerFactor.quadratic(f / step.pole.value, q: step.poleQ).reciprocal) * (ratio * ratio)
    }
    return value
  }

  /// Hh·Hl, the band limits alone: what an unweighted figure of the same band is taken with.
  public func bandLimit(at frequency: Hertz) -> Complex {
    let f = frequency.value
    precondition(!f.isNaN, "a weighting has no response at no frequency")
    guard abs(f) <= CornerFactor.highest else { return .zero }
    return CornerFactor.highPass(f / limits.lowerBound.value, q: Self.limitQ)
      * CornerFactor.quadratic(f / limits.upperBound.value, q: Self.limitQ).reciprocal
  }

  public var settling: Seconds {
    // A pair of poles of quality Q > 1/2 decays with π·f/Q.
    let slowest = min(limits.lowerBound.value / Self.limitQ, transitionPole.value / transitionQ)
    let slow = min(slowest, step.map { $0.pole.value / $0.poleQ } ?? slowest)
    return Seconds(CornerFactor.settlingDecay / (.pi * slow))
  }
}
