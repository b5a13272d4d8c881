// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The chi-square distribution, also with fractional degrees of freedom.
public enum ChiSquare {
  /// P(X ≤ x) with `degrees` > 0 degrees of freedom.
  public static func cumulative(_ x: Double, degrees: Double) -> Double {
    tails(x, degrees: degrees).lower
  }

  /// P(X > x), accurate where it is tiny.
  public static func exceedance(_ x: Double, degrees: Double) -> Double {
    tails(x, degrees: degrees).upper
  }

  /// The value that is exceeded with probability 1 − `probability`, 0 < probability < 1; relative error below 1e-11
  /// for up to 10,000 degrees of freedom (`ChiSquareTests`). By bisection to neighbouring doubles.
  public static func quantile(_ probability: Double, degrees: Double) -> Double {
    precondition(probability > 0 && probability < 1 && degrees > 0 && degrees.isFinite)
    // The smaller of the two tails keeps its digits.
    let isLower = probability <= 0.5
    func isBelow(_ x: Double) -> Bool {
      let tails = tails(x, degrees: degrees)
      return isLower ? tails.lower < probability : tails.upper > 1 - probability
    }
    var high = max(degrees, 1)
    while isBelow(high), high < 1e300 { high *= 2 }
    var low = high / 2
    while low > 0, !isBelow(low) {
      high = low
      low = low < 1e-300 ? 0 : low / 2
    }
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if isBelow(middle) { low = middle } else { high = middle }
    }
  }

  /// Regularised incomplete gamma functions P and Q of (degrees/2, x/2): series below the mean, continued fraction above.
  /// Abramowitz & Stegun 6.5.29 and 6.5.31; Lentz's evaluation.
  private static func tails(_ x: Double, degrees: Double) -> (lower: Double, upper: Double) {
    precondition(degrees > 0 && !x.isNaN)
    if x <= 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    let (a, z) = (degrees / 2, x / 2)
    let front = exp(a * log(z) - z - lgamma(a))
    // Terms needed grow as the square root of a.
    let limit = 1000 + Int(min(30 * a.squareRoot(), 1e7))
    if z < a + 1 {
      var term = 1 / a
      var sum = term
      for n in 1...limit {
        term *= z / (a + Double(n))
        sum += term
        if term < sum * 1e-17 { break }
      }
      let lower = min(front * sum, 1)
      return (lower, 1 - lower)
    }
    var b = z + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for n in 1...limit {
      let n = Double(n)
      let factor = n * (a - n)
      b += 2
      d = 1 / (b + factor * d)
      c = b + factor / c
      let step = c * d
      h *= step
      if abs(step - 1) < 1e-16 { break }
    }
    let upper = min(front * h, 1)
    return (1 - upper, upper)
  }
}
