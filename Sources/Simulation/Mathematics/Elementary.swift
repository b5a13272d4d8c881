// SPDX-License-Identifier: GPL-3.0-or-later

/// Elementary functions from sums and products alone, so that simulated files are the same bytes everywhere.
enum Elementary {
  /// sin(2 pi x); within 4 ulp of 1.
  static func sineOfTurns(_ x: Double) -> Double {
    var r = x - x.rounded(.down)
    if r > 0.75 { r -= 1 } else if r > 0.25 { r = 0.5 - r }
    let z = 2 * Double.pi * r
    let z2 = z * z
    var term = z
    var sum = z
    var n = 1.0
    while n < 21 {
      term *= -z2 / ((n + 1) * (n + 2))
      sum += term
      n += 2
    }
    return sum
  }

  static func cosineOfTurns(_ x: Double) -> Double { sineOfTurns(x + 0.25) }

  /// exp(x) for x <= 0; relative error below 1e-14.
  static func decay(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let n = (x * 1.4426950408889634).rounded()
    let r = (x - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10
    var term = 1.0
    var sum = 1.0
    for i in 1...16 {
      term *= r / Double(i)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(n), significand: sum)
  }
}
