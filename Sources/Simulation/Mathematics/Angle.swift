// SPDX-License-Identifier: GPL-3.0-or-later

extension Elementary {
  /// The angle of a point in rad, in (−π, π]; within 2e-15, from sums and products alone. 0 at the origin.
  static func angle(y: Double, x: Double) -> Double {
    guard x != 0 || y != 0 else { return 0 }
    let steep = y.magnitude > x.magnitude
    var angle = steep ? Double.pi / 2 - arctangent(x.magnitude / y.magnitude) : arctangent(y.magnitude / x.magnitude)
    if x < 0 { angle = Double.pi - angle }
    return y < 0 ? -angle : angle
  }

  /// arctan of 0…1. Halving the angle three times leaves a series that falls by at least 100 a term.
  private static func arctangent(_ t: Double) -> Double {
    var x = t
    for _ in 0..<3 { x /= 1 + (1 + x * x).squareRoot() }
    let square = x * x
    var term = x
    var sum = x
    var n = 1.0
    while n < 21 {
      term *= -square
      n += 2
      sum += term / n
    }
    return 8 * sum
  }
}
