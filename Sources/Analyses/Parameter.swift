// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// One setting of an analysis, described once for sidecars, options, help, `palpate list` and the settings record.
public struct Parameter<P: Sendable>: Sendable {
  /// Key in the sidecar (`rate_target`); the option is the same with dashes.
  public let key: String
  public let sentence: String
  public let origin: Origin
  /// Value as text, with its unit; empty = not set.
  public let show: @Sendable (P) -> String
  /// Sets the value from text.
  public let set: @Sendable (inout P, String) throws(ParameterError) -> Void

  public init(
    _ key: String, _ sentence: String, _ origin: Origin, show: @escaping @Sendable (P) -> String,
    set: @escaping @Sendable (inout P, String) throws(ParameterError) -> Void
  ) {
    self.key = key
    self.sentence = sentence
    self.origin = origin
    self.show = show
    self.set = set
  }
}

public struct ParameterError: Error, Sendable, Hashable, CustomStringConvertible {
  public let key: String
  public let found: String
  public let expected: String

  public init(key: String, found: String, expected: String) {
    self.key = key
    self.found = found
    self.expected = expected
  }

  public var description: String { "\(key): expected \(expected), found '\(found)'" }
}

/// Parameters of an analysis: plain values with a table that describes each of them.
public protocol AnalysisParameters: Sendable, Equatable {
  init()
  static var table: [Parameter<Self>] { get }
}

extension AnalysisParameters {
  /// Settings that differ from the defaults, for the result file.
  public var changes: [SettingNote] {
    let defaults = Self()
    return Self.table.compactMap { parameter in
      let mine = parameter.show(self)
      let theirs = parameter.show(defaults)
      guard mine != theirs else { return nil }
      return SettingNote(key: parameter.key, value: mine, defaultValue: theirs, origin: parameter.origin.text)
    }
  }
}

extension Parameter {
  /// A quantity with its unit; the text `none` clears an optional one.
  public static func quantity<Q: Quantity>(
    _ key: String, _ path: WritableKeyPath<P, Q?> & Sendable, within range: ClosedRange<Double>, _ sentence: String,
    _ origin: Origin
  ) -> Parameter {
    Parameter(
      key, sentence, origin, show: { $0[keyPath: path].map(\.text) ?? "" },
      set: { (p, text) throws(ParameterError) in
        if text == "none" {
          p[keyPath: path] = nil
        } else {
          p[keyPath: path] = try parse(key, text, within: range)
        }
      })
  }

  public static func quantity<Q: Quantity>(
    _ key: String, _ path: WritableKeyPath<P, Q> & Sendable, within range: ClosedRange<Double>, _ sentence: String,
    _ origin: Origin
  ) -> Parameter {
    Parameter(
      key, sentence, origin, show: { $0[keyPath: path].text },
      set: { (p, text) throws(ParameterError) in p[keyPath: path] = try parse(key, text, within: range) })
  }

  /// One of a closed set of names.
  public static func choice<C: RawRepresentable & CaseIterable & Sendable>(
    _ key: String, _ path: WritableKeyPath<P, C> & Sendable, _ sentence: String, _ origin: Origin
  ) -> Parameter where C.RawValue == String {
    Parameter(
      key, sentence, origin, show: { $0[keyPath: path].rawValue },
      set: { (p, text) throws(ParameterError) in
        guard let choice = C(rawValue: text) else {
          let names = C.allCases.map(\.rawValue).joined(separator: ", ")
          throw ParameterError(key: key, found: text, expected: "one of \(names)")
        }
        p[keyPath: path] = choice
      })
  }

  public static func flag(
    _ key: String, _ path: WritableKeyPath<P, Bool> & Sendable, _ sentence: String, _ origin: Origin
  ) -> Parameter {
    Parameter(
      key, sentence, origin, show: { $0[keyPath: path] ? "true" : "false" },
      set: { (p, text) throws(ParameterError) in
        guard text == "true" || text == "false" else {
          throw ParameterError(key: key, found: text, expected: "true or false")
        }
        p[keyPath: path] = text == "true"
      })
  }

  private static func parse<Q: Quantity>(
    _ key: String, _ text: String, within range: ClosedRange<Double>
  ) throws(ParameterError) -> Q {
    let quantity: Q
    do {
      quantity = try Measure(parsing: text).quantity(Q.self)
    } catch {
      throw ParameterError(key: key, found: text, expected: "a number with a unit like \(Q.dimension.reportingSymbol)")
    }
    guard range.contains(quantity.value) else {
      let symbol = Q.dimension.reportingSymbol
      throw ParameterError(
        key: key, found: text,
        expected:
          "\(DecimalText.shortest(range.lowerBound)) \(symbol) to \(DecimalText.shortest(range.upperBound)) \(symbol)")
    }
    return quantity
  }
}
