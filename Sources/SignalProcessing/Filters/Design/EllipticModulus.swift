// SPDX-License-Identifier: GPL-3.0-or-later

/// Jacobian elliptic functions of one modulus by descending Landen steps.
///
/// Arguments are in units of the quarter period: `ascended(cos(u π/2))` is cd(u K), `ascended(sin(u π/2))` is sn(u K).
///
/// - SeeAlso: Orfanidis, *Lecture notes on elliptic filter design* (2006), sections 2, 4 and 5.
struct EllipticModulus {
  let modulus: DoubleDouble
  let complement: DoubleDouble
  /// Moduli after each step, shrinking quadratically to nothing.
  private let steps: [DoubleDouble]

  init(modulus: DoubleDouble) {
    self.init(modulus: modulus, complement: ((1 - modulus) * (1 + modulus)).squareRoot)
  }

  /// Both given, because near 1 neither follows from the other without loss.
  init(modulus: DoubleDouble, complement: DoubleDouble) {
    self.modulus = modulus
    self.complement = complement
    var (k, c) = (modulus, complement)
    var steps: [DoubleDouble] = []
    while k.high > 1e-34, steps.count < 20 {
      let ratio = k / (1 + c)
      k = ratio * ratio
      c = 2 * c.squareRoot / (1 + c)
      steps.append(k)
    }
    self.steps = steps
  }

  /// From the circular function to the elliptic one of the same argument.
  func ascended(_ circular: ComplexDoubleDouble) -> ComplexDoubleDouble {
    var w = circular
    for v in steps.reversed() { w = ((1 + v) * w) / (ComplexDoubleDouble(1) + v * (w * w)) }
    return w
  }

  /// x π/2 with sn(j x K) = j `y`.
  func areaSine(_ y: DoubleDouble) -> DoubleDouble {
    var y = y
    var previous = modulus
    for v in steps {
      let product = y * previous
      y = 2 * y / ((1 + (1 + product * product).squareRoot) * (1 + v))
      previous = v
    }
    return y.areaHyperbolicSine
  }

  /// The modulus k for which `order` · K'/K(k) = K'/K of this modulus: ripples to selectivity.
  func solvingDegreeEquation(order: Int) -> EllipticModulus {
    let mirrored = EllipticModulus(modulus: complement, complement: modulus)
    var product: DoubleDouble = 1
    for angle in PrototypeAngles.of(order: order) {
      let sn = mirrored.ascended(ComplexDoubleDouble(angle.sine)).real
      product = product * sn * sn
    }
    var power: DoubleDouble = 1
    for _ in 0..<order { power = power * complement }
    let k = power * product * product
    return EllipticModulus(modulus: ((1 - k) * (1 + k)).squareRoot, complement: k)
  }
}
