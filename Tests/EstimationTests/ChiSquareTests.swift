// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Foundation
import TestSupport
import Testing

@Suite struct ChiSquareTests {
  struct Answers: Decodable {
    struct Quantile: Decodable { let p, degrees, x: Double }
    struct Tail: Decodable { let x, degrees, p: Double }
    let quantiles: [Quantile]
    let tails: [Tail]
  }

  @Test func quantilesMatchFiftyDigits() throws {
    for answer in try Oracle.load("chi_square", as: Answers.self).quantiles {
      let x = ChiSquare.quantile(answer.p, degrees: answer.degrees)
      #expect(abs(x / answer.x - 1) <= 1e-11, "p = \(answer.p), \(answer.degrees) degrees: \(x / answer.x - 1)")
    }
  }

  @Test func tailsMatchFiftyDigits() throws {
    for answer in try Oracle.load("chi_square", as: Answers.self).tails {
      let p = ChiSquare.exceedance(answer.x, degrees: answer.degrees)
      #expect(abs(p / answer.p - 1) <= 1e-11, "x = \(answer.x), \(answer.degrees) degrees: \(p / answer.p - 1)")
      #expect(abs(ChiSquare.cumulative(answer.x, degrees: answer.degrees) - (1 - answer.p)) <= 1e-12)
    }
  }

  /// Two degrees of freedom make an exponential distribution.
  @Test(arguments: [1e-9, 0.3, 0.9, 0.999_999]) func twoDegreesAreExponential(_ p: Double) {
    #expect(abs(ChiSquare.quantile(p, degrees: 2) / (-2 * log1p(-p)) - 1) <= 1e-9)
  }
}
