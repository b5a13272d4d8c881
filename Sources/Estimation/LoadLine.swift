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
  /// Standard error of ``free`` where it is the level before the knee; nil where it is the line's own.
  private let levelError: Double?

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
        Self.areSpread(x, from: broken.breakpoint), let steep = Line.leastSquares(x[...], y[...]), steep.slope < 0
      {
        free = broken.level
        knee = broken.breakpoint
        slope = steep.slope
        slopeError = steep.slopeError
        degrees = Double(after.count - 2)
        fall = steep
        let before = loads.indices.filter { loads[$0] <= broken.breakpoint }.map { rates[$0] - broken.level }
        levelError = broken.levelError * Line.leaning(Self.lagOneCorrelation(before))
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
    levelError = nil
  }

  /// Whether loads beyond a knee lie in three of five equal parts of their range: two loads alone make no knee.
  private static func areSpread(_ loads: [Double], from knee: Double) -> Bool {
    guard let most = loads.max(), most > knee else { return false }
    return Set(loads.map { min(4, Int(5 * ($0 - knee) / (most - knee))) }).count >= 3
  }

  /// Load at which the rate has fallen to a given value below ``free``, and its standard error (of an inverse prediction).
  public func load(at rate: Double) -> (value: Double, error: Double)? {
    guard rate < free, let value = fall.crossing(rate) else { return nil }
    let distance = value - fall.meanX
    return (value, residualLoad * (1 / Double(fall.count) + distance * distance / fall.spreadX).squareRoot())
  }

  /// Load at which the rate has lost a share of ``free``, and its standard error by propagation of errors.
  ///
  /// The rate without load is itself estimated. On a straight fall a + b·x the load is −share·a/b, a and b being correlated;
  /// beyond a knee the level before it and the line after it rest on different points, so that their variances add. The load
  /// counted from the knee, knee − share·level/slope, is the same one: the knee is where both meet, and its variance is in theirs.
  /// Coverage of the 95 % intervals: see `LoadLineTests`.
  ///
  /// - Parameter share: Above 0, at most 1; at 1 the device stands.
  public func load(lost share: Double) -> (value: Double, error: Double)? {
    guard share > 0, share <= 1, free > 0, let value = fall.crossing(free * (1 - share)) else { return nil }
    let n = Double(fall.count)
    guard let levelError else {
      // −share·a/b: the mean of the points counts by its share, the slope by what is left of the distance.
      let distance = value - share * fall.meanX
      return (value, residualLoad * (share * share / n + distance * distance / fall.spreadX).squareRoot())
    }
    let distance = value - fall.meanX
    let line = residualLoad * (1 / n + distance * distance / fall.spreadX).squareRoot()
    let level = (1 - share) * levelError / fall.slope
    return (value, (line * line + level * level).squareRoot())
  }

  /// Residual spread as a load. Neighbouring points lean on each other as their residuals say.
  private var residualLoad: Double {
    fall.residualSD / abs(fall.slope) * Line.leaning(fall.lagOneCorrelation)
  }

  private static func lagOneCorrelation(_ residuals: [Double]) -> Double {
    let squares = residuals.reduce(0) { $0 + $1 * $1 }
    let products = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    return squares > 0 ? products / squares : 0
  }
}
