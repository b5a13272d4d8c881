// SPDX-License-Identifier: GPL-3.0-or-later

/// Elementary functions by their series after reduction of the argument. Relative error at most 2^-95.
extension DoubleDouble {
  /// Sine and cosine of π `x`, for 0 ≤ `x` ≤ 1/2.
  static func sineAndCosine(ofPiTimes x: DoubleDouble) -> (sine: DoubleDouble, cosine: DoubleDouble) {
    precondition(!(x < 0) && !(x > 0.5), "angle outside the first quadrant")
    // Above a quarter of π the other function of the complement keeps both relatively exact.
    if x > 0.25 {
      let (s, c) = sineAndCosine(ofPiTimes: 0.5 - x)
      return (c, s)
    }
    let angle = pi * x
    let square = angle * angle
    var sine = angle
    var cosine: DoubleDouble = 1
    var term = angle
    var even: DoubleDouble = 1
    // 0.79^30 / 30! is below 2^-115.
    for k in 1...15 {
      even = -(even * square) / DoubleDouble((2 * k - 1) * (2 * k))
      cosine = cosine + even
      term = -(term * square) / DoubleDouble(2 * k * (2 * k + 1))
      sine = sine + term
    }
    return (sine, cosine)
  }

  static func tangent(ofPiTimes x: DoubleDouble) -> DoubleDouble {
    let (s, c) = sineAndCosine(ofPiTimes: x)
    return s / c
  }

  /// e to the power of the number, which lies within ±600.
  var exponential: DoubleDouble {
    precondition(abs(high) <= 600, "exponential out of range")
    let powerOfTwo = (high / DoubleDouble.ln2.high).rounded()
    let rest = (self - DoubleDouble(powerOfTwo) * DoubleDouble.ln2).scaled(exponent: -4)
    var sum: DoubleDouble = 1
    var term: DoubleDouble = 1
    for k in 1...17 {
      term = term * rest / DoubleDouble(k)
      sum = sum + term
    }
    for _ in 0..<4 { sum = sum * sum }
    return sum.scaled(exponent: Int(powerOfTwo))
  }

  /// Natural logarithm of a positive number.
  var logarithm: DoubleDouble {
    precondition(high > 0, "logarithm of a number that is not positive")
    var exponent = Int(high.exponent)
    var m = scaled(exponent: -exponent)
    if m > 1.4142 {
      m = m.scaled(exponent: -1)
      exponent += 1
    }
    // log m = 2 artanh t with |t| below 0.1716; t^2 shrinks each term by 34.
    let t = (m - 1) / (m + 1)
    let square = t * t
    var sum: DoubleDouble = 0
    for k in (0...22).reversed() { sum = sum * square + 1 / DoubleDouble(2 * k + 1) }
    return 2 * t * sum + DoubleDouble(exponent) * DoubleDouble.ln2
  }

  /// Area hyperbolic sine of a number that is not negative.
  var areaHyperbolicSine: DoubleDouble { (self + (self * self + 1).squareRoot).logarithm }

  /// Area hyperbolic cosine of a number of at least one.
  var areaHyperbolicCosine: DoubleDouble { (self + (self * self - 1).squareRoot).logarithm }

  var hyperbolicSine: DoubleDouble {
    let e = exponential
    return (e - 1 / e).scaled(exponent: -1)
  }

  var hyperbolicCosine: DoubleDouble {
    let e = exponential
    return (e + 1 / e).scaled(exponent: -1)
  }

  /// Power ratio of a level in decibels: 10^(dB/10).
  init(powerRatioOf decibels: Double) {
    self = (DoubleDouble(decibels) * DoubleDouble.ln10 / 10).exponential
  }
}
