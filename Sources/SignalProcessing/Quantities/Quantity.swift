// SPDX-License-Identifier: GPL-3.0-or-later

/// A number with its unit in the type.
///
/// `value` is in the reporting unit of ``dimension`` (kPa, N, s …); see ``Dimension`` for why not SI base units.
public protocol Quantity: Sendable, Hashable, Comparable, Codable {
  static var dimension: Dimension { get }
  var value: Double { get }
  init(_ value: Double)
}

extension Quantity {
  public static var unit: Unit { .reporting(dimension) }
  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }

  /// Number and unit as the contract writes them, such as `50 kPa/s`.
  public var text: String { "\(DecimalText.shortest(value)) \(Self.dimension.reportingSymbol)" }

  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Double.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}

/// Pressure in kPa.
public struct Pressure: Quantity {
  public static let dimension = Dimension.pressure
  public let value: Double
  public init(_ value: Double) { self.value = value }
}

/// Pressure per time in kPa/s.
public struct PressureRate: Quantity {
  public static let dimension = Dimension.pressureRate
  public let value: Double
  public init(_ value: Double) { self.value = value }
}

/// Force in N.
public struct Force: Quantity {
  public static let dimension = Dimension.force
  public let value: Double
  public init(_ value: Double) { self.value = value }
}

/// Area in cm2. Pressure [kPa] = 10 x force [N] / area [cm2].
public struct Area: Quantity {
  public static let dimension = Dimension.area
  public let value: Double
  public init(_ value: Double) { self.value = value }

  /// Area of a circular tip of the given diameter.
  public init(diameterMillimetres: Double) {
    self.init(Double.pi * diameterMillimetres * diameterMillimetres / 400)
  }
}

/// Length in mm.
public struct Length: Quantity {
  public static let dimension = Dimension.length
  public let value: Double
  public init(_ value: Double) { self.value = value }
}

/// Rating on a visual analogue scale, in cm of the scale.
public struct Rating: Quantity {
  public static let dimension = Dimension.rating
  public let value: Double
  public init(_ value: Double) { self.value = value }
}

/// Frequency in Hz.
public struct Hertz: Quantity {
  public static let dimension = Dimension.frequency
  public let value: Double
  public init(_ value: Double) { self.value = value }
}

/// Time in s.
public struct Seconds: Quantity {
  public static let dimension = Dimension.time
  public let value: Double
  public init(_ value: Double) { self.value = value }
}

/// A share in %.
public struct Percent: Quantity {
  public static let dimension = Dimension.percent
  public let value: Double
  public init(_ value: Double) { self.value = value }
}
