// SPDX-License-Identifier: GPL-3.0-or-later

/// A straight line through points, `y = slope·(x − meanX) + meanY`.
///
/// Sums run in order around the means, so that nothing cancels and results do not depend on the machine.
public struct Line: Sendable, Hashable {
  public let slope: Double
  public let meanX: Double
  public let meanY: Double
  public let count: Int
  /// Σ(x − meanX)².
  public let spreadX: Double
  /// Root of the residual sum of squares over n − 2; 0 for two points.
  public let residualSD: Double
  /// Share of the variance of y that the line explains; 1 when y does not vary.
  public let explained: Double
  /// Correlation of neighbouring residuals, for standard errors of autocorrelated series.
  public let lagOneCorrelation: Double

  public func at(_ x: Double) -> Double { slope * (x - meanX) + meanY }

  /// Where the line meets a level; nil for a flat line.
  public func crossing(_ level: Double) -> Double? {
    slope == 0 ? nil : meanX + (level - meanY) / slope
  }

  /// Standard error of the slope, inflated by √((1+ρ)/(1−ρ)) for positive lag-one correlation ρ of the residuals.
  public var slopeError: Double {
    guard count > 2, spreadX > 0 else { return 0 }
    return residualSD / spreadX.squareRoot() * Self.leaning(lagOneCorrelation)
  }

  /// What a positive lag-one correlation of residuals makes of standard errors: √((1 + ρ)/(1 − ρ)).
  static func leaning(_ correlation: Double) -> Double {
    let rho = min(max(correlation, 0), 0.99)
    return ((1 + rho) / (1 - rho)).squareRoot()
  }

  /// Least squares.
  /// - Parameters:
  ///   - x: Abscissae, at least two of them different.
  ///   - y: As many ordinates.
  /// - Returns: Nil when fewer than two points or all x equal.
  public static func leastSquares(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Line? {
    precondition(x.count == y.count)
    let n = x.count
    guard n >= 2 else { return nil }
    var sumX = 0.0
    var sumY = 0.0
    for (a, b) in zip(x, y) {
      sumX += a
      sumY += b
    }
    let meanX = sumX / Double(n)
    let meanY = sumY / Double(n)
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0
    for (a, b) in zip(x, y) {
      let dx = a - meanX
      let dy = b - meanY
      xx += dx * dx
      xy += dx * dy
      yy += dy * dy
    }
    guard xx > 0, xx.isFinite, xy.isFinite else { return nil }
    let slope = xy / xx
    var squares = 0.0
    var products = 0.0
    var previous = 0.0
    for (i, (a, b)) in zip(x, y).enumerated() {
      let residual = (b - meanY) - slope * (a - meanX)
      squares += residual * residual
      if i > 0 { products += residual * previous }
      previous = residual
    }
    return Line(
      slope: slope, meanX: meanX, meanY: meanY, count: n, spreadX: xx,
      residualSD: n > 2 ? (squares / Double(n - 2)).squareRoot() : 0,
      explained: yy > 0 ? 1 - squares / yy : 1, lagOneCorrelation: squares > 0 ? products / squares : 0)
  }
}
