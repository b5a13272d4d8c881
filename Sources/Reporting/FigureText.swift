// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Figures rounded for people: four significant digits, and no digit before the point ever dropped.
public enum FigureText {
  /// Digits after the point that show four significant ones.
  static func decimals(_ value: Double) -> Int {
    let size = value.magnitude
    guard size > 0 else { return 1 }
    var decimals = 0
    var bound = 999.95
    while size < bound, decimals < 7 {
      decimals += 1
      bound /= 10
    }
    return decimals
  }

  /// - Parameters:
  ///   - value: A finite number.
  ///   - decimals: Digits after the point; nil = four significant digits.
  public static func rounded(_ value: Double, decimals: Int? = nil) -> String {
    precondition(value.isFinite, "only finite numbers are printed")
    if decimals == nil, value != 0, value.magnitude < 1e-5 { return scientific(value) }
    let decimals = decimals ?? self.decimals(value)
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return DecimalText.shortest(value) }
    var digits = String(Int(scaled))
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return sign + digits.dropLast(decimals) + (decimals > 0 ? "." + digits.suffix(decimals) : "")
  }

  /// Two significant digits and a power of ten: figures that are zero but for rounding errors end here.
  private static func scientific(_ value: Double) -> String {
    var exponent = 0
    var size = value.magnitude
    while size < 9.95, exponent < 330 {
      size *= 10
      exponent += 1
    }
    let digits = Int(size.rounded())
    return "\(value < 0 ? "-" : "")\(digits / 10).\(digits % 10)e-\(exponent - 1)"
  }

  /// As ``rounded(_:decimals:)``, without zeros at the end: for words, where nothing is aligned.
  public static func plain(_ value: Double) -> String {
    let text = rounded(value)
    guard text.contains("."), !text.contains("e") else { return text }
    let digits = text.reversed().drop { $0 == "0" }
    return String((digits.first == "." ? digits.dropFirst() : digits).reversed())
  }
}
