// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Student's t distribution.
public enum StudentT {
  /// P(T ≤ t) with `degrees` > 0 degrees of freedom, by the regularised incomplete beta function.
  public static func cumulative(_ t: Double, degrees: Double) -> Double {
    let tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// The `probability` quantile, 0 < probability < 1, by bisection to neighbouring doubles.
  public static func quantile(_ probability: Double, degrees: Double) -> Double {
    precondition(probability > 0 && probability < 1 && degrees > 0)
    if probability < 0.5 { return -quantile(1 - probability, degrees: degrees) }
    var low = 0.0
    var high = 1.0
    while cumulative(high, degrees: degrees) < probability, high < 1e300 { high *= 2 }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if cumulative(middle, degrees: degrees) < probability { low = middle } else { high = middle }
    }
  }

  /// I_x(a, b) by its continued fraction. Abramowitz & Stegun 26.5.8; Lentz's evaluation.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)) / a
    var c = 1.0
    var d = 1 / (1 - (a + b) * x / (a + 1))
    var h = d
    for m in 1...500 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / (1 + even * d)
      c = 1 + even / c
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / (1 + odd * d)
      c = 1 + odd / c
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return front * h
  }

  private static func logGamma(_ x: Double) -> Double { lgamma(x) }
}
