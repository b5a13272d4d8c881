// SPDX-License-Identifier: GPL-3.0-or-later

/// Frequency weightings A, C and Z of sound, IEC 61672-1:2013.
///
/// A = g·s⁴/((s + ω1)²(s + ω2)(s + ω3)(s + ω4)²), C = g·s²/((s + ω1)²(s + ω4)²), Z = 1. The corner frequencies are the
/// exact ones of the standard's Annex E, and g is such that the gain at 1 kHz is one: 1.999656 dB for A and 0.061902 dB
/// for C, where 1.99966 and 0.062 dB are often printed.
public enum SoundWeighting: String, FrequencyWeighting, CaseIterable, Codable {
  // The names of the standard are capital letters.
  case a = "A"
  case c = "C"
  /// Flat: nothing is changed, not even a constant.
  case z = "Z"

  /// f1…f4 of Annex E: 20.598997, 107.65265, 737.86223 and 12194.217 Hz.
  ///
  /// From f_R = 1 kHz, f_L = 10^1.5 Hz, f_H = 10^3.9 Hz, where C is −3 dB, and f_A = 10^2.45 Hz. With D = √½,
  /// b = (f_R² + f_L²f_H²/f_R² − D(f_L² + f_H²))/(1 − D) and c = f_L²f_H², f1² and f4² are the roots of x² + bx + c.
  public static let corners: (f1: Hertz, f2: Hertz, f3: Hertz, f4: Hertz) = {
    // f_L² = 10³ and f_H² = 10^7.8, f_R² = 10⁶.
    let highSquare = 63_095_734.448_019_326
    let d = 0.5.squareRoot()
    let b = (1e6 + 1e3 * highSquare / 1e6 - d * (1e3 + highSquare)) / (1 - d)
    let c = 1e3 * highSquare
    // b is negative: the larger root without cancellation, the smaller from the product.
    let large = (-b + (b * b - 4 * c).squareRoot()) / 2
    let middle = 281.838_293_126_445_37
    let root = 5.0.squareRoot()
    // (3 − √5)/2 = 2/(3 + √5).
    return (
      Hertz((c / large).squareRoot()), Hertz(middle * 2 / (3 + root)), Hertz(middle * (3 + root) / 2),
      Hertz(large.squareRoot())
    )
  }()

  private static let gainOfA = 1 / shapeOfA(1000).magnitude
  private static let gainOfC = 1 / shapeOfC(1000).magnitude

  /// What the closed form without g is short of 0 dB at 1 kHz: g.
  public var normalisation: Double {
    switch self {
    case .a: Self.gainOfA
    case .c: Self.gainOfC
    case .z: 1
    }
  }

  public func response(at frequency: Hertz) -> Complex {
    let f = frequency.value
    precondition(!f.isNaN, "a weighting has no response at no frequency")
    if self == .z { return Complex(1) }
    guard abs(f) <= CornerFactor.highest else { return .zero }
    return self == .a ? Self.shapeOfA(f) * Self.gainOfA : Self.shapeOfC(f) * Self.gainOfC
  }

  public var settling: Seconds {
    // The double pole adds a factor of t to the decay; a third more time is ample.
    Seconds(self == .z ? 0 : 1.33 * CornerFactor.settlingDecay / (2 * .pi * Self.corners.f1.value))
  }

  private static func shapeOfC(_ f: Double) -> Complex {
    let (u, v) = (f / corners.f1.value, f / corners.f4.value)
    return CornerFactor.highPass(u, q: 0.5) * CornerFactor.quadratic(v, q: 0.5).reciprocal
  }

  private static func shapeOfA(_ f: Double) -> Complex {
    let (u, v) = (f / corners.f2.value, f / corners.f3.value)
    return shapeOfC(f) * (Complex(0, u) * Complex(1, u).reciprocal) * (Complex(0, v) * Complex(1, v).reciprocal)
  }
}
