// SPDX-License-Identifier: GPL-3.0-or-later

/// A factor (n2 s² + n1 s + n0) / (s² + c1 s + c0) of an analogue transfer function, or, when `isFirstOrder`,
/// (n1 s + n0) / (s + c0).
struct AnalogSection: Sendable, Hashable {
  var n2: DoubleDouble
  var n1: DoubleDouble
  var n0: DoubleDouble
  var c1: DoubleDouble
  var c0: DoubleDouble
  var isFirstOrder = false

  /// Real pole at −`pole`, unit gain at 0.
  static func realPole(_ pole: DoubleDouble) -> AnalogSection {
    AnalogSection(n2: 0, n1: 0, n0: pole, c1: 0, c0: pole, isFirstOrder: true)
  }

  /// Conjugate poles at −`real` ± j `imaginary`, unit gain at 0, zeros at ±j `zero` if there is one.
  static func poles(real: DoubleDouble, imaginary: DoubleDouble, zero: DoubleDouble? = nil) -> AnalogSection {
    let c0 = real * real + imaginary * imaginary
    var n2: DoubleDouble = 0
    if let zero { n2 = c0 / (zero * zero) }
    return AnalogSection(n2: n2, n1: 0, n0: c0, c1: 2 * real, c0: c0)
  }

  func multiplied(by gain: DoubleDouble) -> AnalogSection {
    var copy = self
    copy.n2 = gain * n2
    copy.n1 = gain * n1
    copy.n0 = gain * n0
    return copy
  }

  /// s becomes s / `k`: moves the edge from 1 to `k`.
  func scaled(to k: DoubleDouble) -> AnalogSection {
    if isFirstOrder { return AnalogSection(n2: 0, n1: n1, n0: n0 * k, c1: 0, c0: c0 * k, isFirstOrder: true) }
    return AnalogSection(n2: n2, n1: n1 * k, n0: n0 * k * k, c1: c1 * k, c0: c0 * k * k)
  }

  /// s becomes 1 / s: low-pass to high-pass.
  var inverted: AnalogSection {
    if isFirstOrder { return AnalogSection(n2: 0, n1: n0 / c0, n0: n1 / c0, c1: 0, c0: 1 / c0, isFirstOrder: true) }
    return AnalogSection(n2: n0 / c0, n1: n1 / c0, n0: n2 / c0, c1: c1 / c0, c0: 1 / c0)
  }

  /// s becomes (s² + `square`) / (`width` s): low-pass to band-pass, one section of `self` to one or two.
  ///
  /// Needs n1 = 0 in a second-order section, as in every prototype here.
  func banded(around square: DoubleDouble, width: DoubleDouble) -> [AnalogSection] {
    if isFirstOrder {
      return [AnalogSection(n2: n1, n1: n0 * width, n0: n1 * square, c1: c0 * width, c0: square)]
    }
    // Each pole p gives the roots of s² − p width s + square: h ± sqrt(h² − square), h = p width / 2.
    let half = width.scaled(exponent: -1)
    let pole = ComplexDoubleDouble(-(c1.scaled(exponent: -1)), (c0 - (c1 * c1).scaled(exponent: -2)).squareRoot)
    let h = half * pole
    let root = (h * h - ComplexDoubleDouble(square)).squareRoot
    var outer = h - root
    if (h + root).squaredMagnitude > outer.squaredMagnitude { outer = h + root }
    // The product of the two is `square`: the small one by division, so that wide bands lose no digits.
    let inner = ComplexDoubleDouble(square) / outer
    let numerators = bandedNumerators(around: square, width: width)
    return zip([outer, inner], numerators).map { pole, numerator in
      AnalogSection(
        n2: numerator.n2, n1: numerator.n1, n0: numerator.n0, c1: -(2 * pole.real), c0: pole.squaredMagnitude)
    }
  }

  /// For the pole of larger modulus, then for the other.
  private func bandedNumerators(
    around square: DoubleDouble, width: DoubleDouble
  ) -> [(n2: DoubleDouble, n1: DoubleDouble, n0: DoubleDouble)] {
    if n2.isZero {
      let gain = n0.squareRoot * width
      return [(0, gain, 0), (0, gain, 0)]
    }
    let gain = n2.squareRoot
    if n0.isZero { return [(gain, 0, gain * square), (gain, 0, gain * square)] }
    // Zeros at ±j z give ±j of (sqrt(z² width² + 4 square) ± z width) / 2.
    let z = (n0 / n2).squareRoot * width
    let outer = ((z * z + 4 * square).squareRoot + z).scaled(exponent: -1)
    let inner = square / outer
    return [(gain, 0, gain * outer * outer), (gain, 0, gain * inner * inner)]
  }
}
