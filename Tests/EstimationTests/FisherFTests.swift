// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Foundation
import Testing

@Suite struct FisherFTests {
  /// With two degrees above the line the law has a closed form: (1 + 2f/d)^(−d/2).
  @Test(arguments: [0.5, 2, 7.3, 40, 1000, 1e5]) func twoDegreesAbove(denominator: Double) {
    for f in [1e-6, 0.1, 1, 3, 12, 50, 400] {
      let exact = exp(-denominator / 2 * log1p(2 * f / denominator))
      let found = FisherF.exceedance(f, numerator: 2, denominator: denominator)
      // Logarithms of gamma functions lose digits as the degrees grow.
      #expect(abs(found - exact) <= 1e-9 * exact + 1e-300, "\(f): \(found) for \(exact)")
    }
  }

  /// With one degree above the line it is the square of Student's t.
  @Test(arguments: [1.0, 4, 9.5, 60]) func oneDegreeAbove(denominator: Double) {
    for t in [0.1, 1, 2.5, 6] {
      let exact = 2 * (1 - StudentT.cumulative(t, degrees: denominator))
      #expect(abs(FisherF.exceedance(t * t, numerator: 1, denominator: denominator) - exact) <= 1e-12)
    }
  }

  /// Tables: 5 % points of F (Abramowitz & Stegun, table 26.9).
  @Test(arguments: [(5.0, 10.0, 3.33), (10, 20, 2.35), (3, 60, 2.76), (8, 8, 3.44)])
  func tabledPoints(numerator: Double, denominator: Double, f: Double) {
    #expect(abs(FisherF.exceedance(f, numerator: numerator, denominator: denominator) - 0.05) < 3e-4)
  }

  @Test func aKnownDenominatorIsChiSquare() {
    for f in [0.3, 1, 2, 5] {
      let known = ChiSquare.exceedance(6 * f, degrees: 6)
      #expect(FisherF.exceedance(f, numerator: 6, denominator: .infinity) == known)
      #expect(abs(FisherF.exceedance(f, numerator: 6, denominator: 9e6) / known - 1) < 1e-4)
    }
    #expect(FisherF.exceedance(0, numerator: 3, denominator: 4) == 1)
  }
}
