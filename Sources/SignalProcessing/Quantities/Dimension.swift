// SPDX-License-Identifier: GPL-3.0-or-later

/// What kind of thing a number measures.
///
/// Each dimension has one reporting unit, the unit of the outcome table; ``Unit/factor`` converts to it. Reporting
/// units are kept instead of SI base units so that a number recorded in kPa passes through unchanged, bit for bit.
public enum Dimension: String, Sendable, Hashable, CaseIterable, Codable {
  case pressure, pressureRate, force, forceRate, area, length, rating, acceleration, frequency, rate, time
  case angle, angularRate, voltage, soundLevel, ratio, percent, mass, counts

  /// Symbol of the unit in which the outcome table reports this dimension.
  public var reportingSymbol: String {
    switch self {
    case .pressure: "kPa"
    case .pressureRate: "kPa/s"
    case .force: "N"
    case .forceRate: "N/s"
    case .area: "cm2"
    case .length: "mm"
    case .rating: "cm"
    case .acceleration: "m/s2"
    case .frequency: "Hz"
    case .rate: "1/min"
    case .time: "s"
    case .angle: "deg"
    case .angularRate: "deg/s"
    case .voltage: "V"
    case .soundLevel: "dB"
    case .ratio: "1"
    case .percent: "%"
    case .mass: "kg"
    case .counts: "count"
    }
  }
}
