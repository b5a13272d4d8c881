// SPDX-License-Identifier: GPL-3.0-or-later

/// A complex number with parts of about 106 bits.
struct ComplexDoubleDouble: Sendable, Hashable {
  var real: DoubleDouble
  var imaginary: DoubleDouble

  init(_ real: DoubleDouble, _ imaginary: DoubleDouble = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  static func + (a: Self, b: Self) -> Self { Self(a.real + b.real, a.imaginary + b.imaginary) }
  static func - (a: Self, b: Self) -> Self { Self(a.real - b.real, a.imaginary - b.imaginary) }
  static func * (a: Self, b: Self) -> Self {
    Self(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  static func * (a: DoubleDouble, b: Self) -> Self { Self(a * b.real, a * b.imaginary) }
  static func / (a: Self, b: Self) -> Self {
    let over = 1 / b.squaredMagnitude
    return Self(
      (a.real * b.real + a.imaginary * b.imaginary) * over, (a.imaginary * b.real - a.real * b.imaginary) * over)
  }

  var squaredMagnitude: DoubleDouble { real * real + imaginary * imaginary }

  /// The root in the right half-plane.
  var squareRoot: Self {
    let size = squaredMagnitude.squareRoot
    if size.isZero { return Self(0) }
    // The larger part by a root, the other by division: no cancellation.
    let larger = ((size + real.magnitude).scaled(exponent: -1)).squareRoot
    let smaller = imaginary / (2 * larger)
    if real.high >= 0 { return Self(larger, smaller) }
    return imaginary.high < 0 ? Self(-smaller, -larger) : Self(smaller, larger)
  }
}
