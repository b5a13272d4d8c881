// SPDX-License-Identifier: GPL-3.0-or-later

/// Mean and spread of a few numbers.
public enum Moments {
  public static func mean(_ values: [Double]) -> Double {
    precondition(!values.isEmpty)
    return values.reduce(0, +) / Double(values.count)
  }

  /// Standard deviation over n − 1, by two passes; 0 for one value.
  public static func standardDeviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let centre = mean(values)
    var squares = 0.0
    for value in values { squares += (value - centre) * (value - centre) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// Half the width of the confidence interval of a mean, Student's t; nil for fewer than two values.
  public static func meanHalfWidth(_ values: [Double], level: Double) -> Double? {
    guard values.count > 1 else { return nil }
    let t = StudentT.quantile(0.5 + level / 2, degrees: Double(values.count - 1))
    return t * standardDeviation(values) / Double(values.count).squareRoot()
  }
}
