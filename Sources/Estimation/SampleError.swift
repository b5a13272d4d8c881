// SPDX-License-Identifier: GPL-3.0-or-later

/// Why an estimate from a sample was refused.
public enum SampleError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A value that is missing, infinite or of magnitude above 1e100.
  case missing(index: Int)
  case lengths(Int, Int)
  case tooFew(found: Int, needed: Int)
  /// A weight that is not positive and finite.
  case weight(index: Int, Double)
  /// A probability outside 0…1, both left out.
  case level(Double)
  case setting(String, Int, in: ClosedRange<Int>)
  /// All values are the same.
  case noSpread
  /// The sample does not determine what is asked for.
  case notDetermined(String)

  public var description: String {
    switch self {
    case .missing(let index): "value \(index) is missing or above 1e100"
    case .lengths(let a, let b): "\(a) abscissae and \(b) ordinates"
    case .tooFew(let found, let needed): "\(found) values; at least \(needed) are needed"
    case .weight(let index, let value): "weight \(index) is \(value); expected 1e-100 to 1e100"
    case .level(let value): "expected a probability between 0 and 1, found \(value)"
    case .setting(let name, let value, let range):
      "\(name) is \(value); expected \(range.lowerBound) to \(range.upperBound)"
    case .noSpread: "all values are the same"
    case .notDetermined(let what): what
    }
  }

  static func check(_ values: [Double], atLeast needed: Int) throws(SampleError) {
    for (index, value) in values.enumerated() where !(abs(value) <= 1e100) { throw .missing(index: index) }
    guard values.count >= needed else { throw .tooFew(found: values.count, needed: needed) }
  }

  static func check(_ x: [Double], _ y: [Double], atLeast needed: Int) throws(SampleError) {
    guard x.count == y.count else { throw .lengths(x.count, y.count) }
    try check(x, atLeast: needed)
    try check(y, atLeast: needed)
  }

  static func check(level: Double) throws(SampleError) {
    guard level > 0, level < 1 else { throw .level(level) }
  }
}
