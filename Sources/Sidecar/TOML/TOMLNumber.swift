// SPDX-License-Identifier: GPL-3.0-or-later

/// Values written without quotes.
enum TOMLNumber {
  /// - Returns: Nil when the word is none of TOML's forms, or an integer beyond 64 bits.
  static func value(_ word: String) -> Node.Value? {
    switch word {
    case "true": return .flag(true)
    case "false": return .flag(false)
    case "inf", "+inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    case "nan", "+nan", "-nan": return .number(.nan)
    default: break
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
      let digits = word.dropFirst(2)
      guard let plain = withoutSeparators(digits, isDigit: { $0.hexDigitValue.map { $0 < radix } ?? false }) else {
        return nil
      }
      return Int(plain, radix: radix).map { .integer($0) }
    }
    if isDateOrTime(word) { return .dateOrTime }
    return decimal(word)
  }

  /// Removes `_` between digits. Nil when the text is empty, has another character, or a `_` elsewhere.
  private static func withoutSeparators(_ text: Substring, isDigit: (Character) -> Bool) -> String? {
    var plain = ""
    var wasDigit = false
    for character in text {
      if character == "_" {
        guard wasDigit else { return nil }
        wasDigit = false
      } else {
        guard isDigit(character) else { return nil }
        plain.append(character)
        wasDigit = true
      }
    }
    return wasDigit ? plain : nil
  }

  private static func digits(_ text: Substring) -> String? {
    withoutSeparators(text) { "0" <= $0 && $0 <= "9" }
  }

  private static func decimal(_ word: String) -> Node.Value? {
    var rest = word[...]
    var sign = ""
    if let first = rest.first, first == "+" || first == "-" { sign = String(rest.removeFirst()) }
    let mantissa = rest.prefix { $0 != "e" && $0 != "E" }
    let exponent = rest.dropFirst(mantissa.count).dropFirst()
    let hasExponent = mantissa.count < rest.count
    let whole = mantissa.prefix { $0 != "." }
    let hasFraction = whole.count < mantissa.count
    guard let whole = digits(whole), whole == "0" || !whole.hasPrefix("0") else { return nil }
    if !hasFraction, !hasExponent { return Int(sign + whole).map { .integer($0) } }
    var text = sign + whole
    if hasFraction {
      guard let fraction = digits(mantissa.drop { $0 != "." }.dropFirst()) else { return nil }
      text += "." + fraction
    }
    if hasExponent {
      let hasSign = exponent.first == "+" || exponent.first == "-"
      guard let power = digits(exponent.dropFirst(hasSign ? 1 : 0)) else { return nil }
      text += "e" + (exponent.first == "-" ? "-" : "") + power
    }
    return Double(text).map { .number($0) }
  }

  /// `1979-05-27…` or `07:32:00…`, by shape.
  private static func isDateOrTime(_ word: String) -> Bool {
    let shape = word.map { "0" <= $0 && $0 <= "9" ? "d" : String($0) }.joined()
    return shape.hasPrefix("dddd-dd-dd") || shape.hasPrefix("dd:dd")
  }
}
