// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Decimals of so many places, as loggers print them.
enum DecimalStep {
  /// At most `places` after the point, without zeros at the end.
  static func text(_ value: Double, _ places: Int) -> String {
    let scale = power(places)
    return DecimalText.shortest((value * scale).rounded() / scale)
  }

  /// Always `places` after the point.
  static func fixed(_ value: Double, _ places: Int) -> String {
    let scale = power(places)
    let count = Int((value.magnitude * scale).rounded())
    let fraction = String(count % Int(scale))
    let sign = value < 0 && count != 0 ? "-" : ""
    return "\(sign)\(count / Int(scale))." + String(repeating: "0", count: places - fraction.count) + fraction
  }

  /// Ten digits and an exponent, such as `4.492524564E-1`.
  static func scientific(_ value: Double) -> String {
    guard value != 0 else { return "0.000000000E0" }
    var exponent = 0
    func digits() -> Double {
      let places = 9 - exponent
      return (places >= 0 ? value.magnitude * power(places) : value.magnitude / power(-places)).rounded()
    }
    while exponent < 290, digits() >= 1e10 { exponent += 1 }
    while exponent > -290, digits() < 1e9 { exponent -= 1 }
    let count = String(Int(digits()))
    let fraction = count.dropFirst()
    return "\(value < 0 ? "-" : "")\(count.prefix(1)).\(fraction)E\(exponent)"
  }

  private static func power(_ places: Int) -> Double { (0..<places).reduce(1.0) { product, _ in product * 10 } }
}
