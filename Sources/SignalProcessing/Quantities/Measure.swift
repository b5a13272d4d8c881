// SPDX-License-Identifier: GPL-3.0-or-later

/// A number written together with its unit, such as `50 kPa/s`, `1cm2`, `10Hz`.
public struct Measure: Sendable, Hashable, Codable {
  public let number: Double
  public let unit: Unit

  public init(number: Double, unit: Unit) {
    self.number = number
    self.unit = unit
  }

  /// Value in the reporting unit of the dimension.
  public var value: Double { number * unit.factor }

  /// - Parameter text: A decimal number (point, no grouping) followed by a unit, space between them optional.
  /// - Throws: ``MeasureError`` naming what is missing: the number, the unit, or a decision about a mass unit.
  public init(parsing text: some StringProtocol) throws(MeasureError) {
    let trimmed = text.drop { $0 == " " }
    var end = trimmed.startIndex
    var index = trimmed.startIndex
    while index < trimmed.endIndex {
      let character = trimmed[index]
      let next = trimmed.index(after: index)
      let isExponent =
        (character == "e" || character == "E") && next < trimmed.endIndex
        && (trimmed[next].isASCIIDigit || trimmed[next] == "-" || trimmed[next] == "+") && end > trimmed.startIndex
      guard character.isASCIIDigit || ".+-".contains(character) || isExponent else { break }
      index = next
      end = next
    }
    let numberText = trimmed[trimmed.startIndex..<end]
    guard let number = Double(String(numberText)), number.isFinite else { throw .noNumber(String(text)) }
    let unitText = trimmed[end...]
    guard unitText.contains(where: { $0 != " " }) else { throw .noUnit(String(text)) }
    switch UnitSpelling(unitText) {
    case .known(let unit): self.init(number: number, unit: unit)
    case .massAsForce(let unit): throw .massUnit(String(text), meant: unit.symbol)
    case .gramOrGravity: throw .massUnit(String(text), meant: "gf")
    case .unknown: throw .unknownUnit(String(text), unit: String(unitText.drop { $0 == " " }))
    }
  }

  /// The measure as a quantity.
  /// - Throws: ``MeasureError/wrongDimension(_:expected:)`` when the unit measures something else.
  public func quantity<Q: Quantity>(_: Q.Type = Q.self) throws(MeasureError) -> Q {
    if unit.dimension == Q.dimension { return Q(value) }
    // A centimetre is a length, but on a rating scale the field writes "1 cm".
    if Q.dimension == .rating, unit.dimension == .length { return Q(value / 10) }
    if Q.dimension == .frequency, unit.dimension == .rate { return Q(value / 60) }
    throw .wrongDimension("\(DecimalText.shortest(number)) \(unit.symbol)", expected: Q.dimension.reportingSymbol)
  }
}

public enum MeasureError: Error, Sendable, Hashable, CustomStringConvertible {
  case noNumber(String)
  case noUnit(String)
  case unknownUnit(String, unit: String)
  case massUnit(String, meant: String)
  case wrongDimension(String, expected: String)

  public var description: String {
    switch self {
    case .noNumber(let text): "expected a number with its unit, found '\(text)'"
    case .noUnit(let text): "'\(text)' has no unit; write it with the number, such as 50kPa/s or 1cm2"
    case .unknownUnit(let text, let unit): "unknown unit '\(unit)' in '\(text)'"
    case .massUnit(let text, let meant): "'\(text)' is a mass; write '\(meant)' if a force is meant"
    case .wrongDimension(let text, let expected):
      "'\(text)' does not measure what is asked; expected a unit like \(expected)"
    }
  }
}

extension Character {
  var isASCIIDigit: Bool { "0" <= self && self <= "9" && isASCII }
}
