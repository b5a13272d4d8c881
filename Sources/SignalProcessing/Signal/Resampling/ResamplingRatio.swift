// SPDX-License-Identifier: GPL-3.0-or-later

/// New over old sample rate as a reduced fraction.
public struct ResamplingRatio: Sendable, Hashable {
  /// What keeps tables of taps within some ten megabytes.
  public static let largestFactor = 10_000

  public let up: Int
  public let down: Int

  /// - Throws: ``ResamplingError/factors(up:down:)`` when one, reduced, is outside 1…``largestFactor``.
  public init(up: Int, down: Int) throws(ResamplingError) {
    guard up >= 1, down >= 1 else { throw .factors(up: up, down: down) }
    let common = Self.greatestCommonDivisor(up, down)
    guard up / common <= Self.largestFactor, down / common <= Self.largestFactor else {
      throw .factors(up: up, down: down)
    }
    self.init(reduced: up / common, over: down / common)
  }

  private init(reduced up: Int, over down: Int) {
    self.up = up
    self.down = down
  }

  /// The exact ratio of two rates, each taken as the shortest decimal that names it: 100.1 Hz is 1001/10 Hz.
  ///
  /// - Throws: ``ResamplingError/ratio(from:to:nearest:)`` when no factors within the limit give it exactly.
  public init(from: Hertz, to: Hertz) throws(ResamplingError) {
    for rate in [from, to] {
      guard rate.value.isFinite, rate.value > 0 else { throw .sampleRate(rate) }
    }
    if let exact = Self.exact(to.value, over: from.value) {
      self = exact
    } else {
      throw .ratio(from: from, to: to, nearest: Self.neighbours(of: to.value / from.value))
    }
  }

  public func rate(from: Hertz) -> Hertz { Hertz(from.value * Double(up) / Double(down)) }

  /// Instant of output `index`, `start` being that of the first sample: rounded once for the product, quotient and sum.
  public func time(ofOutput index: Int, from: Hertz, start: Double = 0) -> Double {
    start + Double(index) * Double(down) / (Double(up) * from.value)
  }

  /// Number of outputs at instants from the first of `count` samples to the last.
  public func outputCount(of count: Int) -> Int { count == 0 ? 0 : (count - 1) * up / down + 1 }

  /// Ratio of two shortest decimals.
  private static func exact(_ a: Double, over b: Double) -> ResamplingRatio? {
    guard let (x, i) = decimal(a), let (y, j) = decimal(b) else { return nil }
    var (up, down) = (x / greatestCommonDivisor(x, y), y / greatestCommonDivisor(x, y))
    // Factors of ten go where they cancel first.
    for _ in 0..<min(abs(i - j), 60) {
      for prime in [2, 5] {
        let isUp = i > j
        let other = isUp ? down : up
        if other % prime == 0 {
          if isUp { down /= prime } else { up /= prime }
        } else {
          let (product, overflow) = (isUp ? up : down).multipliedReportingOverflow(by: prime)
          if overflow { return nil }
          if isUp { up = product } else { down = product }
        }
      }
    }
    return abs(i - j) > 60 ? nil : try? ResamplingRatio(up: up, down: down)
  }

  /// A positive number as digits times a power of ten, by the shortest decimal that names it.
  private static func decimal(_ value: Double) -> (digits: Int, exponent: Int)? {
    let parts = "\(value)".split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    var digits = String(mantissa[0])
    var exponent = parts.count > 1 ? Int(parts[1].drop { $0 == "+" }) ?? 0 : 0
    if mantissa.count > 1, mantissa[1] != "0" {
      digits += mantissa[1]
      exponent -= mantissa[1].count
    }
    guard let number = Int(digits), number > 0 else { return nil }
    return (number, exponent)
  }

  /// The nearest ratios below and above, by walking down the tree of Stern and Brocot in strides.
  private static func neighbours(of value: Double) -> [ResamplingRatio] {
    // low ≤ value < high; numerator and denominator of each.
    var (low, high) = ((0, 1), (1, 0))
    for _ in 0..<64 {
      func fits(_ a: (Int, Int)) -> Bool { a.0 <= largestFactor && a.1 <= largestFactor }
      var moved = false
      var stride = 1
      while stride <= largestFactor { stride *= 2 }
      // The furthest steps of one side towards the other that stay on their side and within the limit.
      for isLow in [true, false] {
        var step = stride
        while step > 0 {
          let (a, b) = isLow ? (low, high) : (high, low)
          let next = (a.0 + step * b.0, a.1 + step * b.1)
          let isBelow = Double(next.0) <= value * Double(next.1)
          if fits(next), isBelow == isLow {
            if isLow { low = next } else { high = next }
            moved = true
          }
          step /= 2
        }
      }
      if !moved { break }
    }
    return [low, high].filter { $0.0 > 0 && $0.1 > 0 }.map { ResamplingRatio(reduced: $0.0, over: $0.1) }
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
