// SPDX-License-Identifier: GPL-3.0-or-later

/// Shortest decimal text that reads back to the same `Double`, independent of locale.
public enum DecimalText {
  /// - Parameter value: A finite number; callers refuse the others before they print.
  /// - Returns: Such as `0.1`, `400`, `1e-05`; negative zero prints as `0`.
  public static func shortest(_ value: Double) -> String {
    precondition(value.isFinite, "only finite numbers are printed")
    if value == 0 { return "0" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The decimal of fewest places within `tolerance` of a number; ``shortest(_:)`` where that takes more than 15 digits.
  public static func shortest(_ value: Double, within tolerance: Double) -> String {
    precondition(value.isFinite, "only finite numbers are printed")
    var scale = 1.0
    while scale <= 1e22 {
      let steps = (value * scale).rounded()
      guard steps.magnitude < 1e15 else { break }
      // Both are exact, so that their quotient is the decimal's own double.
      let rounded = steps / scale
      if (rounded - value).magnitude <= tolerance { return shortest(rounded) }
      scale *= 10
    }
    return shortest(value)
  }
}
