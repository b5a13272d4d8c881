// SPDX-License-Identifier: GPL-3.0-or-later

extension RandomStream {
  /// Standard normal deviate by Karney's algorithm N (ACM Trans Math Softw 2016;42:3), which compares uniform deviates
  /// only: no logarithm, so no difference between mathematical libraries.
  public mutating func normal() -> Double {
    while true {
      var k = 0
      while bernoulliExpHalf() { k += 1 }
      guard allHalves(k * (k - 1)) else { continue }
      let x = uniform()
      guard accepts(k, x) else { continue }
      let magnitude = Double(k) + x
      return next() & 1 == 0 ? magnitude : -magnitude
    }
  }

  /// Normal deviate, drawn again while below `least`.
  mutating func normal(mean: Double, deviation: Double, least: Double) -> Double {
    guard deviation > 0 else { return mean }
    // The mean of a delay lies well above its least value; the cap only guards against absurd settings.
    for _ in 0..<1000 {
      let value = mean + deviation * normal()
      if value >= least { return value }
    }
    return max(mean, least)
  }

  /// True with probability exp(-1/2): the length of a falling run that starts below 1/2 is even.
  private mutating func bernoulliExpHalf() -> Bool {
    var bound = 0.5
    var even = true
    while true {
      let u = uniform()
      guard u < bound else { return even }
      bound = u
      even.toggle()
    }
  }

  private mutating func allHalves(_ count: Int) -> Bool {
    for _ in 0..<count where !bernoulliExpHalf() { return false }
    return true
  }

  /// True with probability exp(-x(2k + x)/2).
  private mutating func accepts(_ k: Int, _ x: Double) -> Bool {
    let share = (2 * Double(k) + x) / (2 * Double(k) + 2)
    for _ in 0...k {
      var bound = x
      var even = true
      while true {
        let u = uniform()
        guard u < bound, uniform() < share else { break }
        bound = u
        even.toggle()
      }
      guard even else { return false }
    }
    return true
  }
}
