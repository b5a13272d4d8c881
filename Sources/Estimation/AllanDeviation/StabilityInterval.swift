// SPDX-License-Identifier: GPL-3.0-or-later

extension StabilitySeries {
  /// Degrees of freedom of the overlapping Allan variance when frequencies are white noise:
  /// [3(N − 1)/(2m) − 2(N − 2)/N]·4m²/(4m² + 5), N the number of phases (NIST SP 1065, table 5; IEEE 1139). An
  /// approximation: simulated variances scatter as it says within a tenth for m up to N/10.
  ///
  /// - Parameter factor: m, within ``factors(of:)`` of the overlapping Allan deviation.
  public func whiteFrequencyDegrees(factor: Int) throws(StabilityError) -> Double {
    guard let range = factors(of: .overlappingAllan) else { throw .tooFew(found: max(count, 0), needed: 2) }
    guard range.contains(factor) else { throw .factor(factor, in: range) }
    let (n, m) = (Double(count + 1), Double(factor))
    let degrees = (3 * (n - 1) / (2 * m) - 2 * (n - 2) / n) * 4 * m * m / (4 * m * m + 5)
    // The longest averages leave one difference, which has one degree.
    return max(degrees, 1)
  }

  /// Interval that covers the true overlapping Allan deviation with a probability when frequencies are white noise:
  /// σ²·ν/χ²(ν).
  ///
  /// - Parameter level: Such as 0.95.
  public func whiteFrequencyInterval(
    factor: Int, level: Double
  ) throws(StabilityError) -> (point: StabilityPoint, interval: ClosedRange<Double>) {
    guard level > 0, level < 1 else { throw .level(level) }
    let point = try deviation(.overlappingAllan, factor: factor)
    let degrees = try whiteFrequencyDegrees(factor: factor)
    func bound(_ probability: Double) -> Double {
      point.deviation * (degrees / ChiSquare.quantile(probability, degrees: degrees)).squareRoot()
    }
    return (point, bound((1 + level) / 2)...bound((1 - level) / 2))
  }
}
