// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What changes slowly in a series: at each value a parabola by least squares through the values about it, 41 or all of them.
///
/// Values less this trend are what `residual` holds; what of their covariances the trend took along is known exactly for
/// white noise (``keptCovariance(_:_:)``), and by frequency away from the ends (``gain(_:)``).
struct LocalTrend {
  let residual: [Double]
  private let times: [Double]
  private let width: Int

  private static let usualWidth = 41

  /// - Parameters:
  ///   - values: Five or more.
  ///   - times: As many, rising.
  init(_ values: [Double], at times: [Double]) {
    let width = min(Self.usualWidth, values.count)
    self.times = times
    self.width = width
    residual = values.indices.map { index in
      let weights = Self.weights(index, times, width)
      var trend = 0.0
      for (offset, weight) in weights.values.enumerated() { trend += weight * values[weights.start + offset] }
      return values[index] - trend
    }
  }

  /// Covariance of two residuals of white noise of variance 1.
  func keptCovariance(_ a: Int, _ b: Int) -> Double {
    let (first, second) = (Self.weights(a, times, width), Self.weights(b, times, width))
    var covariance = a == b ? 1.0 : 0
    if second.range.contains(a) { covariance -= second.values[a - second.start] }
    if first.range.contains(b) { covariance -= first.values[b - first.start] }
    for index in first.range.clamped(to: second.range) {
      covariance += first.values[index - first.start] * second.values[index - second.start]
    }
    return covariance
  }

  /// What is left of an oscillation of so many cycles a value, as a factor on its power, away from the ends.
  func gain(_ frequency: Double) -> Double {
    let middle = Double(width - 1) / 2
    let even = (0..<width).map { Double($0) }
    let weights = Self.weights(width / 2, even, width)
    var passed = 0.0
    for (offset, weight) in weights.values.enumerated() {
      passed += weight * cos(2 * Double.pi * frequency * (Double(offset) - middle.rounded()))
    }
    return (1 - passed) * (1 - passed)
  }

  private struct Weights {
    let start: Int
    let values: [Double]
    var range: Range<Int> { start..<start + values.count }
  }

  /// By which the values about one add up to the parabola's value there.
  private static func weights(_ index: Int, _ times: [Double], _ width: Int) -> Weights {
    let start = min(max(index - width / 2, 0), times.count - width)
    let last = start + width - 1
    let middle = (times[start] + times[last]) / 2
    let half = max((times[last] - times[start]) / 2, .leastNormalMagnitude)
    let x = (start...last).map { (times[$0] - middle) / half }
    let n = Double(width)
    // Polynomials made orthogonal on these times.
    let mean = x.reduce(0, +) / n
    let line = x.map { $0 - mean }
    let spread = line.reduce(0) { $0 + $1 * $1 }
    let square = line.reduce(0) { $0 + $1 * $1 * $1 } / max(spread, .leastNormalMagnitude)
    let bend = line.map { $0 * $0 - spread / n - square * $0 }
    let bends = bend.reduce(0) { $0 + $1 * $1 }
    let here = index - start
    let values = x.indices.map { other in
      1 / n + line[here] * line[other] / max(spread, .leastNormalMagnitude)
        + bend[here] * bend[other] / max(bends, .leastNormalMagnitude)
    }
    return Weights(start: start, values: values)
  }
}
