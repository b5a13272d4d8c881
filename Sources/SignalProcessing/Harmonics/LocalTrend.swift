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
  private let width: Int
  /// By which the values about each add up to the parabola's value there, `width` a value.
  private let weights: [Double]

  private static let usualWidth = 41

  /// - Parameters:
  ///   - values: Five or more.
  ///   - times: As many, rising.
  init(_ values: [Double], at times: [Double]) {
    let width = min(Self.usualWidth, values.count)
    let weights = values.indices.flatMap { Self.weights($0, times, width) }
    residual = values.indices.map { index in
      let start = Self.start(index, values.count, width)
      var trend = 0.0
      for offset in 0..<width { trend += weights[index * width + offset] * values[start + offset] }
      return values[index] - trend
    }
    (self.width, self.weights) = (width, weights)
  }

  /// Covariance of two residuals of white noise of variance 1.
  func keptCovariance(_ a: Int, _ b: Int) -> Double {
    let (first, second) = (about(a), about(b))
    var covariance = a == b ? 1.0 : 0
    if second.contains(a) { covariance -= weight(b, of: a) }
    if first.contains(b) { covariance -= weight(a, of: b) }
    for index in first.clamped(to: second) { covariance += weight(a, of: index) * weight(b, of: index) }
    return covariance
  }

  /// What is left of an oscillation of so many cycles a value, as a factor on its power, away from the ends.
  func gain(_ frequency: Double) -> Double {
    let middle = Double(width - 1) / 2
    let even = (0..<width).map { Double($0) }
    var passed = 0.0
    for (offset, weight) in Self.weights(width / 2, even, width).enumerated() {
      passed += weight * cos(2 * Double.pi * frequency * (Double(offset) - middle.rounded()))
    }
    return (1 - passed) * (1 - passed)
  }

  /// The values about one.
  private func about(_ index: Int) -> Range<Int> {
    let start = Self.start(index, residual.count, width)
    return start..<start + width
  }

  private func weight(_ index: Int, of other: Int) -> Double {
    weights[index * width + other - Self.start(index, residual.count, width)]
  }

  private static func start(_ index: Int, _ count: Int, _ width: Int) -> Int {
    min(max(index - width / 2, 0), count - width)
  }

  private static func weights(_ index: Int, _ times: [Double], _ width: Int) -> [Double] {
    let start = start(index, times.count, width)
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
    return x.indices.map { other in
      1 / n + line[here] * line[other] / max(spread, .leastNormalMagnitude)
        + bend[here] * bend[other] / max(bends, .leastNormalMagnitude)
    }
  }
}
