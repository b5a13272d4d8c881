// SPDX-License-Identifier: GPL-3.0-or-later

/// A number of about 106 bits, kept as the unevaluated sum of two doubles.
///
/// Filters are designed in it and rounded once at the end. Relative error of one operation: at most 2^-101 for sums,
/// products, quotients and roots of numbers between 1e-200 and 1e200.
///
/// - SeeAlso: Joldes, Muller & Popescu, *Tight and rigorous error bounds for basic building blocks of double-word
///   arithmetic*, ACM TOMS 44 (2017), algorithms 6, 12 and 17.
struct DoubleDouble: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The value rounded to a double.
  let high: Double
  let low: Double

  init(high: Double, low: Double) {
    self.high = high
    self.low = low
  }

  init(_ value: Double) { self.init(high: value, low: 0) }
  init(_ value: Int) { self.init(high: Double(value), low: 0) }
  /// Of a literal, its double: write decimals that are no binary fractions as quotients.
  init(floatLiteral value: Double) { self.init(value) }
  init(integerLiteral value: Int) { self.init(value) }

  static let pi = DoubleDouble(high: 3.141592653589793116, low: 1.2246467991473532e-16)
  static let ln2 = DoubleDouble(high: 0.69314718055994528623, low: 2.319046813846299558e-17)
  static let ln10 = DoubleDouble(high: 2.302585092994045901, low: -2.1707562233822493508e-16)

  /// Sum of two doubles of which `a` is the larger, or zero.
  private static func ordered(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    return DoubleDouble(high: sum, low: b - (sum - a))
  }

  /// Sum of two doubles and its rounding error.
  private static func exact(_ a: Double, _ b: Double) -> (sum: Double, error: Double) {
    let sum = a + b
    let part = sum - a
    return (sum, (a - (sum - part)) + (b - part))
  }

  static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(high: -a.high, low: -a.low) }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (s, e) = exact(a.high, b.high)
    let (t, f) = exact(a.low, b.low)
    let c = ordered(s, e + t)
    return ordered(c.high, c.low + f)
  }

  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let product = a.high * b.high
    let error = (-product).addingProduct(a.high, b.high)
    return ordered(product, error + (a.high * b.low + a.low * b.high))
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    let rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    let third = (rest - b * DoubleDouble(second)).high / b.high
    return ordered(first, second) + DoubleDouble(third)
  }

  static func < (a: DoubleDouble, b: DoubleDouble) -> Bool { a.high < b.high || (a.high == b.high && a.low < b.low) }
  static func > (a: DoubleDouble, b: DoubleDouble) -> Bool { b < a }

  var isZero: Bool { high == 0 }
  var magnitude: DoubleDouble { high < 0 ? -self : self }

  /// Square root of a number that is not negative.
  var squareRoot: DoubleDouble {
    precondition(high >= 0, "square root of a negative number")
    if high == 0 { return 0 }
    let first = DoubleDouble(high.squareRoot())
    let second = first + DoubleDouble((self - first * first).high / (2 * first.high))
    return second + DoubleDouble((self - second * second).high / (2 * second.high))
  }

  /// Product with a power of two, without rounding.
  func scaled(exponent: Int) -> DoubleDouble {
    let factor = Double(sign: .plus, exponent: exponent, significand: 1)
    return DoubleDouble(high: high * factor, low: low * factor)
  }
}
