// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why an exposure cannot be worked out.
public enum ExposureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A value that is negative, not finite, or zero where there is none for it.
  case value(String, Double, expected: String)
  case noOperations

  public var description: String {
    switch self {
    case .value(let name, let found, let expected): "\(name) is \(found); expected \(expected)"
    case .noOperations: "a daily exposure needs at least one operation"
    }
  }

  static func check(_ name: String, _ value: Double, from: Double = 0, to: Double = 1e50) throws(ExposureError) {
    guard value >= from, value <= to else { throw .value(name, value, expected: "\(from) to \(to)") }
  }
}

/// Hand-arm vibration over a day: ISO 5349-1:2001 and Directive 2002/44/EC. Accelerations in m/s2, root mean squares
/// weighted by Wh; times in hours.
///
/// Of an uncalibrated chain, or of one that does not hold the band of Wh, the figures are informative.
public enum DailyExposure {
  /// One thing done in the day.
  public struct Operation: Sendable, Hashable {
    /// Vibration total value a_hv, m/s2.
    public let acceleration: Double
    public let hours: Double

    /// - Throws: ``ExposureError`` for an acceleration outside 0…1e50 m/s2 or hours outside 0…24.
    public init(acceleration: Double, hours: Double) throws(ExposureError) {
      try ExposureError.check("acceleration", acceleration)
      try ExposureError.check("hours", hours, to: 24)
      self.acceleration = acceleration
      self.hours = hours
    }
  }

  /// Reference duration T0, h.
  public static let referenceHours = 8.0
  /// Daily exposure action value, m/s2. Directive 2002/44/EC, article 3.
  public static let actionValue = 2.5
  /// Daily exposure limit value, m/s2. Directive 2002/44/EC, article 3.
  public static let limitValue = 5.0

  /// Vibration total value a_hv = √(x² + y² + z²), ISO 5349-1, 4.5.
  public static func total(x: Double, y: Double, z: Double) throws(ExposureError) -> Double {
    for (name, value) in [("x", x), ("y", y), ("z", z)] { try ExposureError.check("acceleration \(name)", value) }
    return hypot(hypot(x, y), z)
  }

  /// A(8) = √(Σ a²·T/8 h), m/s2. ISO 5349-1, formulas 2 and 3.
  ///
  /// - Throws: ``ExposureError/noOperations``, or that the hours of all operations exceed a day.
  public static func normalised(_ operations: [Operation]) throws(ExposureError) -> Double {
    guard !operations.isEmpty else { throw .noOperations }
    try ExposureError.check("hours of all operations", operations.reduce(0) { $0 + $1.hours }, to: 24 * (1 + 1e-12))
    let largest = operations.map(\.acceleration).max() ?? 0
    guard largest > 0 else { return 0 }
    // Relative to the largest, so that no square overflows or vanishes.
    let sum = operations.reduce(0) {
      let share = $1.acceleration / largest
      return $0 + share * share * $1.hours
    }
    return largest * (sum / referenceHours).squareRoot()
  }

  /// A(8) of one operation, a·√(T/8 h).
  public static func normalised(acceleration: Double, hours: Double) throws(ExposureError) -> Double {
    try normalised([Operation(acceleration: acceleration, hours: hours)])
  }

  /// Hours after which A(8) reaches a level: 8 h·(level/a)². Above 24 it is not reached within a day.
  ///
  /// - Parameters:
  ///   - acceleration: a_hv, above 0 (an exposure of none never reaches it).
  ///   - level: Such as ``actionValue`` or ``limitValue``.
  public static func hours(acceleration: Double, to level: Double) throws(ExposureError) -> Double {
    try ExposureError.check("acceleration", acceleration, from: 1e-50)
    try ExposureError.check("level", level, from: 1e-50)
    let ratio = level / acceleration
    return referenceHours * ratio * ratio
  }

  /// Exposure points of the Health and Safety Executive: (a/2.5)²·(T/8 h)·100, of which 100 are the action value and 400
  /// the limit value.
  public static func points(_ operations: [Operation]) throws(ExposureError) -> Double {
    let share = try normalised(operations) / actionValue
    return 100 * share * share
  }

  /// Years of such days after which a tenth of a group is expected to have vibration white finger: 31.8·A(8)^−1.06,
  /// ISO 5349-1, annex C. Made for groups at work with exposures of 1 to 10 years; no prediction for one person.
  ///
  /// - Parameter exposure: A(8), above 0.
  public static func yearsToWhiteFinger(exposure: Double) throws(ExposureError) -> Double {
    try ExposureError.check("A(8)", exposure, from: 1e-50)
    return 31.8 * pow(exposure, -1.06)
  }

  /// Vibration dose value (∫ a⁴ dt)^(1/4) in m/s^1.75, ISO 2631-1, 6.3.2: Σ a⁴/rate of a weighted acceleration.
  ///
  /// - Parameter samples: Weighted acceleration in m/s2, none missing; none gives 0.
  /// - Throws: ``WeightingError`` for missing samples or a bad rate.
  public static func doseValue(_ samples: [Double], sampleRate: Hertz) throws(WeightingError) -> Double {
    guard !samples.isEmpty else { return 0 }
    try WeightingError.check(samples, sampleRate)
    let largest = samples.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    var sum = 0.0
    for sample in samples {
      let square = (sample / largest) * (sample / largest)
      sum += square * square
    }
    return largest * (sum / sampleRate.value).squareRoot().squareRoot()
  }

  /// Dose of several exposures after each other: (Σ VDV⁴)^(1/4).
  public static func combinedDose(_ doses: [Double]) throws(ExposureError) -> Double {
    for dose in doses { try ExposureError.check("vibration dose value", dose) }
    guard let largest = doses.max(), largest > 0 else { return 0 }
    let sum = doses.reduce(0) {
      let square = ($1 / largest) * ($1 / largest)
      return $0 + square * square
    }
    return largest * sum.squareRoot().squareRoot()
  }
}
