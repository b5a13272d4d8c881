// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc

/// Turns values of an axis into points on the page.
struct FigureScale: Sendable {
  let range: ClosedRange<Double>
  let scale: Figure.Axis.Scale
  /// On the page.
  let start: Double
  let length: Double
  private let low: Double
  private let factor: Double

  /// Values beyond are not drawn, so that no step of the arithmetic leaves the numbers.
  static let largest = 1e290
  static let smallest = 1e-290

  init(_ range: ClosedRange<Double>, _ scale: Figure.Axis.Scale, start: Double, length: Double) {
    self.range = range
    self.scale = scale
    self.start = start
    self.length = length
    let (a, b) = (Self.transform(range.lowerBound, scale), Self.transform(range.upperBound, scale))
    low = a
    factor = b > a ? length / (b - a) : 0
  }

  /// NaN where a logarithmic axis has no place for the value.
  @inline(__always) func point(_ value: Double) -> Double {
    start + (Self.transform(value, scale) - low) * factor
  }

  private static func transform(_ value: Double, _ scale: Figure.Axis.Scale) -> Double {
    scale == .linear ? value : value > 0 ? log10(value) : .nan
  }

  /// Range of an axis: given, or what there is, with a little room on linear axes.
  static func range(
    _ axis: Figure.Axis, _ found: ClosedRange<Double>?, room: Double
  ) -> ClosedRange<Double> {
    if let range = axis.range { return range }
    guard let found else { return axis.scale == .linear ? 0...1 : 1...10 }
    let (low, high) = (found.lowerBound, found.upperBound)
    if axis.scale == .logarithmic {
      guard high > low else { return (low / 2)...(high * 2) }
      let margin = pow(high / low, room)
      return (low / margin)...(high * margin)
    }
    guard high - low > smallest else {
      let half = low.magnitude <= 10 * smallest ? 1 : low.magnitude / 10
      return (low - half)...(high + half)
    }
    // Half of each first: their difference may overflow.
    let margin = (high / 2 - low / 2) * 2 * room
    guard margin.isFinite else { return low...high }
    return (low - margin)...(high + margin)
  }
}

extension Figure.Layer {
  /// Places and values of a layer that an axis must hold.
  func extent(_ axis: Figure.Axis, vertical: Bool) -> ClosedRange<Double>? {
    var (low, high) = (Double.infinity, -Double.infinity)
    func take(_ value: Double) {
      guard value.magnitude <= FigureScale.largest else { return }
      guard axis.scale == .linear || value >= FigureScale.smallest else { return }
      low = min(low, value)
      high = max(high, value)
    }
    func take(_ curve: Figure.Curve) {
      if vertical {
        for value in curve.values { take(value) }
      } else if !curve.values.isEmpty {
        // Places increase, but a logarithmic axis has no place for 0.
        var first = 0
        while first + 1 < curve.values.count, axis.scale == .logarithmic, !(curve.places.place(first) > 0) {
          first += 1
        }
        take(curve.places.place(first))
        take(curve.places.place(curve.values.count - 1))
      }
    }
    switch self {
    case .trace(let trace): take(trace.curve)
    case .band(_, _, let low, let high):
      take(low)
      take(high)
    case .marks(_, _, let marks): for mark in marks { take(vertical ? mark.value : mark.place) }
    case .spans(_, _, let spans):
      if !vertical {
        for span in spans {
          take(span.lowerBound)
          take(span.upperBound)
        }
      }
    case .level(_, _, let value): if vertical { take(value) }
    }
    return low <= high ? low...high : nil
  }
}
