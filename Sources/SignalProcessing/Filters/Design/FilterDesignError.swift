// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a filter cannot be designed as asked.
public enum FilterDesignError: Error, Sendable, Hashable, CustomStringConvertible {
  case order(Int, expected: ClosedRange<Int>)
  case sampleRate(Hertz)
  case frequency(String, Hertz, sampleRate: Hertz)
  case bandEdges(Hertz, Hertz)
  case ripple(String, Double, expected: String)
  /// A section whose poles are not in the open left half-plane.
  case unstable(c1: Double, c0: Double)
  /// A section whose poles are not inside the unit circle.
  case outsideUnitCircle(a1: Double, a2: Double)
  case specification(String)
  /// The coefficients leave the range in which the filter can be run to its stated accuracy.
  case outOfRange(String)

  public var description: String {
    switch self {
    case .order(let found, let expected):
      "order \(found): expected \(expected.lowerBound) to \(expected.upperBound)"
    case .sampleRate(let found): "sample rate \(found.value) Hz is not a positive finite number"
    case .frequency(let name, let found, let sampleRate):
      "\(name) \(found.value) Hz is not between 0 and half of the sample rate, \(sampleRate.value / 2) Hz"
    case .bandEdges(let low, let high): "band from \(low.value) Hz to \(high.value) Hz: the edges must ascend"
    case .ripple(let name, let found, let expected): "\(name) \(found) dB: expected \(expected)"
    case .unstable(let c1, let c0):
      "s² + \(c1) s + \(c0) has a pole outside the left half-plane; c1 and c0 must be positive and finite"
    case .outsideUnitCircle(let a1, let a2):
      "1 + \(a1) z⁻¹ + \(a2) z⁻² has a pole that is not inside the unit circle"
    case .specification(let why): why
    case .outOfRange(let why): why
    }
  }
}
