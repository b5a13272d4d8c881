// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Remez's exchange for a polynomial in cos 2πf of `order` coefficients, by barycentric interpolation.
struct RemezExchange {
  private let target: WeightedTarget
  private let order: Int
  private let grids: [[Double]]
  /// The order + 1 extrema, ascending, and what the polynomial is there.
  private(set) var frequencies: [Double]
  private var nodes: [Double] = []
  private var values: [Double] = []
  private var weights: [Double] = []
  private(set) var ripple = 0.0
  private(set) var iterations = 0
  /// Rounding of the largest weighted gain.
  private let unit: Double

  init(_ target: WeightedTarget, order: Int, start: [Double]) {
    self.target = target
    self.order = order
    frequencies = start
    unit = .ulpOfOne * target.largestWeight * target.largestGain
    grids = target.bands.indices.map { target.grid($0, order: order) }
  }

  /// Whether the largest error came within 1e-9 of the ripple, relatively, plus the rounding of the interpolation, and
  /// the ripple is well above that.
  mutating func converge() -> Bool {
    for _ in 0..<100 {
      iterations += 1
      guard interpolate() else { return false }
      let found = extrema()
      guard let largest = found.map({ abs($0.error) }).max(), largest.isFinite else { return false }
      if largest - abs(ripple) <= 1e-9 * largest + 16 * unit { return abs(ripple) >= 1000 * unit }
      guard let chosen = alternating(found) else { return false }
      frequencies = chosen
    }
    return false
  }

  /// The polynomial whose error is ± the same at all extrema.
  private mutating func interpolate() -> Bool {
    nodes = frequencies.map { cos(2 * .pi * $0) }
    // Twice the differences: their products neither vanish nor overflow.
    weights = nodes.indices.map { i in
      var product = 1.0
      for j in nodes.indices where j != i {
        // cos a − cos b as a product, without cancellation.
        product *=
          4 * sin(.pi * (frequencies[j] + frequencies[i])) * sin(.pi * (frequencies[j] - frequencies[i]))
      }
      return 1 / product
    }
    guard weights.allSatisfy({ $0.isFinite && $0 != 0 }) else { return false }
    var (top, bottom) = (0.0, 0.0)
    var targets: [(gain: Double, weight: Double)] = []
    for (i, f) in frequencies.enumerated() {
      let here = target.target(f, target.band(of: f))
      targets.append(here)
      top += weights[i] * here.gain
      bottom += (i % 2 == 0 ? weights[i] : -weights[i]) / here.weight
    }
    ripple = top / bottom
    values = targets.enumerated().map { $1.gain - ($0 % 2 == 0 ? ripple : -ripple) / $1.weight }
    return ripple.isFinite
  }

  func polynomial(_ f: Double) -> Double {
    let x = cos(2 * .pi * f)
    var (top, bottom) = (0.0, 0.0)
    for i in nodes.indices {
      // As above: exact where f is near a node.
      let difference =
        abs(x - nodes[i]) > 1e-3
        ? x - nodes[i] : -2 * sin(.pi * (f + frequencies[i])) * sin(.pi * (f - frequencies[i]))
      if difference == 0 { return values[i] }
      let share = weights[i] / difference
      top += share * values[i]
      bottom += share
    }
    return top / bottom
  }

  private func error(_ f: Double, _ band: Int) -> Double {
    let here = target.target(f, band)
    return here.weight * (here.gain - polynomial(f))
  }

  /// Local extrema of the error in all bands, ascending.
  private func extrema() -> [(frequency: Double, error: Double)] {
    var found: [(frequency: Double, error: Double)] = []
    for (band, even) in grids.enumerated() {
      // With the last extrema among the points at least as many alternations are seen as there were.
      let known = frequencies.filter { $0 > even[0] && $0 < even[even.count - 1] && target.band(of: $0) == band }
      var grid: [Double] = []
      for f in (even + known).sorted() where f != grid.last { grid.append(f) }
      let errors = grid.map { error($0, band) }
      for k in grid.indices {
        let size = abs(errors[k])
        let before = k == 0 ? -1 : errors[k].sign == errors[k - 1].sign ? abs(errors[k - 1]) : -1
        let after = k == grid.count - 1 ? -1 : errors[k].sign == errors[k + 1].sign ? abs(errors[k + 1]) : -1
        guard size >= before, size > after, size > 0 else { continue }
        if k == 0 || k == grid.count - 1 {
          // Beside a band's end the largest error may lie between the end and the next point.
          let inner = k == 0 ? grid[1] : grid[k - 1]
          found.append(refined(min(grid[k], inner), max(grid[k], inner), (grid[k], errors[k]), band))
        } else {
          found.append(refined(grid[k - 1], grid[k + 1], (grid[k], errors[k]), band))
        }
      }
    }
    return found
  }

  /// The extremum between `low` and `high`, by golden sections; no less than the one given.
  private func refined(
    _ low: Double, _ high: Double, _ known: (Double, Double), _ band: Int
  ) -> (frequency: Double, error: Double) {
    let ratio = 0.618_033_988_749_894_9
    let sign: Double = known.1 < 0 ? -1 : 1
    var (a, b) = (low, high)
    var (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
    var (e, g) = (sign * error(c, band), sign * error(d, band))
    for _ in 0..<24 {
      if e > g {
        (b, d, g) = (d, c, e)
        c = b - ratio * (b - a)
        e = sign * error(c, band)
      } else {
        (a, c, e) = (c, d, g)
        d = a + ratio * (b - a)
        g = sign * error(d, band)
      }
    }
    let best = e > g ? (c, e) : (d, g)
    return best.1 > abs(known.1) ? (best.0, sign * best.1) : known
  }

  /// The order + 1 extrema of alternating sign that go on; nil when there are fewer.
  private func alternating(_ found: [(frequency: Double, error: Double)]) -> [Double]? {
    var chosen: [(frequency: Double, error: Double)] = []
    for item in found {
      if let last = chosen.last, (last.error < 0) == (item.error < 0) {
        if abs(item.error) > abs(last.error) { chosen[chosen.count - 1] = item }
      } else {
        chosen.append(item)
      }
    }
    while chosen.count > order + 1 {
      let excess = chosen.count - order - 1
      if excess == 1 {
        chosen.remove(at: abs(chosen[0].error) < abs(chosen[chosen.count - 1].error) ? 0 : chosen.count - 1)
        continue
      }
      // Two neighbours at once keep the signs alternating: the pair whose larger error is least.
      let pairs = chosen.indices.dropLast().map { max(abs(chosen[$0].error), abs(chosen[$0 + 1].error)) }
      let least = pairs.indices.min { pairs[$0] < pairs[$1] } ?? 0
      let ends = (abs(chosen[0].error), abs(chosen[chosen.count - 1].error))
      if min(ends.0, ends.1) < pairs[least] {
        chosen.remove(at: ends.0 < ends.1 ? 0 : chosen.count - 1)
      } else {
        chosen.removeSubrange(least...(least + 1))
      }
    }
    return chosen.count == order + 1 ? chosen.map(\.frequency) : nil
  }

  /// Gains at as many frequencies as taps, from 0 to half the rate.
  func gains(_ type: LinearPhaseType) -> [Double] {
    (0...(type.count / 2)).map { k in
      let f = Double(k) / Double(type.count)
      return target.forced(f) * polynomial(f)
    }
  }

  /// Whether taps of such gains can hold the ripple to 1e-6 of it: not when a free region lets the gain grow beyond.
  func canHold(_ gains: [Double]) -> Bool {
    let largest = gains.reduce(0) { max($0, abs($1)) }
    return 8 * .ulpOfOne * largest * target.largestWeight <= 1e-6 * abs(ripple)
  }

  /// Taps by the inverse transform of the gains.
  func taps(_ type: LinearPhaseType, _ gains: [Double]) -> [Double] {
    let n = type.count
    let waves = (0..<(2 * n)).map { m -> Double in
      let angle = Double.pi * Double(m) / Double(n)
      return type.isOdd ? sin(angle) : cos(angle)
    }
    var taps = [Double](repeating: 0, count: n)
    for index in 0..<((n + 1) / 2) {
      // Angles are multiples of π/n.
      let distance = 2 * index - n + 1
      var sum = type.isOdd ? 0 : gains[0]
      for k in stride(from: 1, through: n / 2, by: 1) {
        let m = ((k * distance) % (2 * n) + 2 * n) % (2 * n)
        sum += (2 * k == n ? 1 : 2) * gains[k] * waves[m]
      }
      let tap = (type.isOdd ? -sum : sum) / Double(n)
      taps[index] = tap
      taps[n - 1 - index] = type.isOdd ? -tap : tap
    }
    return taps
  }
}
