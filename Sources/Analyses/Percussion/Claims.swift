// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What the maker says, from the description of the recording.
struct Claims: Sendable {
  /// How far clocks and scales of cheap accelerometers are off: ADXL345 by 2 to 4 % (Klipper, issue 3027), MPU-60x0 by 3 %
  /// (data sheet, 6.2). A deviation within that says nothing of the device while they are not declared.
  static let worstClock = 0.04
  static let worstScale = 0.03

  let rate: Hertz?
  let stroke: Length?

  /// - Parameter setting: `key=value;…` of the device.
  init(_ setting: String) {
    let pairs = Self.pairs(setting)
    rate = pairs["claimed_rate"].flatMap { try? Measure(parsing: $0).quantity(Hertz.self) }
    stroke = pairs["claimed_stroke"].flatMap { try? Measure(parsing: $0).quantity(Length.self) }
  }

  /// Values of a setting by their keys.
  static func pairs(_ setting: String) -> [String: String] {
    var pairs: [String: String] = [:]
    for part in setting.split(separator: ";") {
      guard let sign = part.firstIndex(of: "=") else { continue }
      pairs[String(part[..<sign])] = String(part[part.index(after: sign)...])
    }
    return pairs
  }
}
