// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import SignalProcessing

/// Where an axis has its ticks, and what stands at them.
struct FigureTicks: Sendable, Hashable {
  struct Tick: Sendable, Hashable {
    let value: Double
    /// Empty for a tick without a number.
    let text: String
  }

  let ticks: [Tick]

  /// An axis that only orders what is beside it.
  static let none = FigureTicks(ticks: [])

  private init(ticks: [Tick]) { self.ticks = ticks }

  init(_ range: ClosedRange<Double>, scale: Figure.Axis.Scale, count: Int) {
    switch scale {
    case .linear: ticks = Self.linear(range, count)
    case .logarithmic: ticks = Self.logarithmic(range, count)
    }
  }

  /// Multiples of 1, 2 or 5 times a power of ten, at most `count` of them.
  private static func linear(_ range: ClosedRange<Double>, _ count: Int) -> [Tick] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return [Tick(value: range.lowerBound, text: text(range.lowerBound, 0))] }
    let rough = span / Double(max(count, 2))
    var exponent = Int(floor(log10(rough)))
    var factor = 1
    for candidate in [1, 2, 5, 10] where Double(candidate) * power(exponent) >= rough * (1 - 1e-12) {
      factor = candidate
      break
    }
    if factor == 10 { (factor, exponent) = (1, exponent + 1) }
    let step = Double(factor) * power(exponent)
    let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
    let last = Int((range.upperBound / step + 1e-9).rounded(.down))
    guard first <= last, last - first < 100 else { return [] }
    // Numbers far from 1 have their power of ten written with them.
    let largest = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    let scientific = largest >= 1e6 || largest < 1e-3
    return (first...last).map { number in
      // One multiplication or division by a power of ten: 0.3, not 0.30000000000000004.
      let value = exponent < 0 ? Double(number * factor) / power(-exponent) : Double(number * factor) * power(exponent)
      let label = scientific ? self.scientific(value, largest) : text(value, max(0, -exponent))
      return Tick(value: value, text: label)
    }
  }

  private static func scientific(_ value: Double, _ largest: Double) -> String {
    if value == 0 { return "0" }
    let exponent = Int(floor(log10(largest) + 1e-9))
    let size = value / (exponent < 0 ? 1 / power(-exponent) : power(exponent))
    let rounded = (size * 1000).rounded() / 1000
    return minus(DecimalText.shortest(rounded)) + "·10" + superscript(exponent)
  }

  /// Decades with numbers, and their multiples where there are few.
  private static func logarithmic(_ range: ClosedRange<Double>, _ count: Int) -> [Tick] {
    let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
    let first = Int((low - 1e-9).rounded(.down))
    let last = Int((high + 1e-9).rounded(.up))
    let decades = high - low
    let every = max(1, Int((decades / Double(max(count, 2))).rounded(.up)))
    var ticks: [Tick] = []
    for exponent in first...max(first, last) {
      for factor in 1...9 {
        let value = Double(factor) * (exponent < 0 ? 1 / power(-exponent) : power(exponent))
        guard value >= range.lowerBound * (1 - 1e-9), value <= range.upperBound * (1 + 1e-9) else { continue }
        let isDecade = factor == 1 && exponent % every == 0
        let isMarked = isDecade || (decades < 1.5 && (factor == 2 || factor == 5)) || (decades < 0.7)
        if isMarked {
          ticks.append(Tick(value: value, text: decade(factor, exponent)))
        } else if every == 1 || factor == 1 {
          ticks.append(Tick(value: value, text: ""))
        }
      }
    }
    return ticks
  }

  private static func decade(_ factor: Int, _ exponent: Int) -> String {
    if exponent >= -2, exponent <= 3 {
      let value = Double(factor) * (exponent < 0 ? 1 / power(-exponent) : power(exponent))
      return FigureText.plain(value)
    }
    return (factor == 1 ? "" : "\(factor)·") + "10" + superscript(exponent)
  }

  private static func text(_ value: Double, _ decimals: Int) -> String {
    minus(FigureText.rounded(value, decimals: min(decimals, 12)))
  }

  static func minus(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }

  static func superscript(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return (number < 0 ? "⁻" : "")
      + String(String(number.magnitude).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }

  /// A power of ten that is exact to 10²².
  private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}
