// SPDX-License-Identifier: GPL-3.0-or-later

/// Roots of the reverse Bessel polynomials.
enum BesselRoots {
  /// θ and the polynomial of one order less, by θₙ = (2n − 1) θₙ₋₁ + s² θₙ₋₂.
  private static func values(_ s: ComplexDoubleDouble, order: Int) -> (ComplexDoubleDouble, ComplexDoubleDouble) {
    let square = s * s
    var before = ComplexDoubleDouble(1)
    var value = s + ComplexDoubleDouble(1)
    for n in 2..<max(order + 1, 2) {
      (before, value) = (value, DoubleDouble(2 * n - 1) * value + square * before)
    }
    return (value, before)
  }

  /// Roots with a positive or zero imaginary part, the largest imaginary part first; a real root is exactly real.
  ///
  /// Simultaneous Newton steps (Aberth), with θₙ′ = θₙ − s θₙ₋₁. Roots of orders to 32 are good to 1e-18 or better
  /// (asserted against 60-digit arithmetic).
  static func of(order: Int) -> [ComplexDoubleDouble] {
    let pairs = order / 2
    let hasReal = order % 2 == 1
    // Start on an arc through the left half-plane, of about the size of the roots.
    var roots = (0..<pairs).map { index in
      let (sine, cosine) = DoubleDouble.sineAndCosine(
        ofPiTimes: DoubleDouble(2 * index + 1) / DoubleDouble(2 * order))
      let radius = DoubleDouble(Double(order) * 0.8)
      return ComplexDoubleDouble(-(radius * sine), radius * cosine)
    }
    if hasReal { roots.append(ComplexDoubleDouble(DoubleDouble(-0.66 * Double(order) - 0.3))) }
    for _ in 0..<100 {
      var largest = 0.0
      for i in roots.indices {
        let s = roots[i]
        let (value, before) = values(s, order: order)
        let slope = value - s * before
        let newton = value / slope
        var repulsion = ComplexDoubleDouble(0)
        for j in roots.indices {
          let isReal = hasReal && j == pairs
          if j != i { repulsion = repulsion + ComplexDoubleDouble(1) / (s - roots[j]) }
          if !isReal {
            let mirrored = ComplexDoubleDouble(roots[j].real, -roots[j].imaginary)
            repulsion = repulsion + ComplexDoubleDouble(1) / (s - mirrored)
          }
        }
        var step = newton / (ComplexDoubleDouble(1) - newton * repulsion)
        if hasReal && i == pairs { step.imaginary = 0 }
        roots[i] = s - step
        largest = max(largest, (step.squaredMagnitude / s.squaredMagnitude).high)
      }
      // The step is the error before it; it converges cubically.
      if largest < 1e-32 { break }
    }
    return roots.sorted { $1.imaginary < $0.imaginary }
  }
}
