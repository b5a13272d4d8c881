// SPDX-License-Identifier: GPL-3.0-or-later

/// Fisher's F distribution: the ratio of two independent mean squares.
public enum FisherF {
  /// P(F > f), accurate where it is tiny.
  ///
  /// - Parameters:
  ///   - numerator: Degrees of freedom above the line, also fractional, > 0.
  ///   - denominator: Those below it, > 0; infinite for a known denominator (chi-square divided by its degrees).
  public static func exceedance(_ f: Double, numerator: Double, denominator: Double) -> Double {
    precondition(numerator > 0 && denominator > 0 && !f.isNaN)
    if f <= 0 { return 1 }
    // Beyond this the difference is smaller than the continued fraction's rounding.
    if denominator > 1e7 { return ChiSquare.exceedance(numerator * f, degrees: numerator) }
    let x = denominator / (denominator + numerator * f)
    return StudentT.incompleteBeta(x, denominator / 2, numerator / 2)
  }
}
