// SPDX-License-Identifier: GPL-3.0-or-later

/// A unit of measurement with its exact factor to the reporting unit of its dimension.
///
/// Factors are the exact decimal definitions (domain: NIST SP 811; 1 kgf = 9.80665 N, 1 lbf = 4.4482216152605 N,
/// 1 mmHg = 133.322387415 Pa), rounded once to `Double`.
public struct Unit: Sendable, Hashable, Codable {
  /// Canonical spelling, such as `kgf/cm2`.
  public let symbol: String
  public let dimension: Dimension
  /// Value in the reporting unit of one of this unit.
  public let factor: Double

  public init(symbol: String, dimension: Dimension, factor: Double) {
    self.symbol = symbol
    self.dimension = dimension
    self.factor = factor
  }

  /// The unit of the outcome table for a dimension.
  public static func reporting(_ dimension: Dimension) -> Unit {
    Unit(symbol: dimension.reportingSymbol, dimension: dimension, factor: 1)
  }
}

extension Unit {
  public static let kilopascal = Unit.reporting(.pressure)
  public static let newton = Unit.reporting(.force)
  public static let centimetreOfRating = Unit.reporting(.rating)
  public static let squareCentimetre = Unit.reporting(.area)
  public static let second = Unit.reporting(.time)
  public static let hertz = Unit.reporting(.frequency)
  public static let metrePerSecondSquared = Unit.reporting(.acceleration)
  public static let kilopascalPerSecond = Unit.reporting(.pressureRate)
}
