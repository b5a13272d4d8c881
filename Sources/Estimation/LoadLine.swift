// SPDX-License-Identifier: GPL-3.0-or-later

/// How a motor slows under load: a straight fall from the start (brushed), or a level that holds to a knee and falls after it
/// (regulated), whichever the points ask for (F test, 1 %).
public struct LoadLine: Sendable, Hashable {
  /// Rate without load.
  public let free: Double
  /// Load at which the fall begins; 0 for a straight fall.
  public let knee: Double
  /// Change of the rate with the load beyond the knee, below zero, and its standard error.
  public let slope: Double
  public let slopeError: Double
  public let degrees: Double
  private let fall: Line

  /// - Parameters:
  ///   - loads: Ten or more, not all alike.
  ///   - rates: As many.
  /// - Returns: Nil when the rate does not fall with the load (t test, 1 %).
  public init?(loads: [Double], rates: [Double]) {
    guard loads.count >= 10, rates.count == loads.count, let line = Line.leastSquares(loads[...], rates[...]) else {
      return nil
    }
    let n = Double(loads.count)
    if let broken = try? TwoSegmentFit(loads, rates) {
      let gain = (broken.residualOfLine - broken.residual) / max(broken.residual / (n - 3), .leastNormalMagnitude)
      let after = loads.indices.filter { loads[$0] > broken.breakpoint }
      let x = after.map { loads[$0] }
      let y = after.map { rates[$0] }
      if FisherF.exceedance(gain, numerator: 1, denominator: n - 3) < 0.01, after.count >= 4,
        let steep = Line.leastSquares(x[...], y[...]), steep.slope < 0
      {
        free = broken.level
        knee = broken.breakpoint
        slope = steep.slope
        slopeError = steep.slopeError
        degrees = Double(after.count - 2)
        fall = steep
        return
      }
    }
    let t = StudentT.quantile(0.99, degrees: n - 2)
    guard line.slope + t * line.slopeError < 0 else { return nil }
    free = line.at(0)
    knee = 0
    slope = line.slope
    slopeError = line.slopeError
    degrees = n - 2
    fall = line
  }

  /// Load at which the rate has fallen to a value below ``free``, and its standard error (of an inverse prediction).
  public func load(at rate: Double) -> (value: Double, error: Double)? {
    guard rate < free, let value = fall.crossing(rate) else { return nil }
    let distance = value - fall.meanX
    let variance = fall.residualSD * fall.residualSD / (fall.slope * fall.slope)
    let spread = 1 / Double(fall.count) + distance * distance / fall.spreadX
    // Neighbouring points lean on each other as their residuals say.
    let rho = min(max(fall.lagOneCorrelation, 0), 0.99)
    return (value, (variance * spread * (1 + rho) / (1 - rho)).squareRoot())
  }
}
