// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Gains and weights of an equiripple design over frequency relative to the sample rate, as those of a polynomial in
/// cos 2πf: what the type of symmetry forces on the gain is divided out.
struct WeightedTarget {
  let bands: [(low: Double, high: Double, band: FIRBand)]
  /// The bands as they were given: where their gains stand.
  private let given: [(low: Double, high: Double, band: FIRBand)]
  let type: LinearPhaseType

  init(_ bands: [(low: Double, high: Double, band: FIRBand)], _ type: LinearPhaseType) {
    given = bands
    // At a forced zero nothing is to be decided: the bands end just beside it.
    self.bands = bands.map { item in
      let inset = 1e-7 * (item.high - item.low)
      return (
        type.isZeroAtStart && item.low == 0 ? inset : item.low,
        type.isZeroAtHalf && item.high == 0.5 ? 0.5 - inset : item.high, item.band
      )
    }
    self.type = type
  }

  var largestWeight: Double { bands.reduce(0) { max($0, $1.band.weight) } }
  var largestGain: Double { bands.reduce(0) { max($0, abs($1.band.gains.from), abs($1.band.gains.to)) } }

  /// The factor of the gain that the symmetry forces.
  func forced(_ f: Double) -> Double {
    switch (type.isOdd, type.count % 2) {
    case (false, 1): 1
    case (false, _): cos(.pi * f)
    case (true, 1): sin(2 * .pi * f)
    default: sin(.pi * f)
    }
  }

  /// Gain and weight of the polynomial at a frequency of a band.
  func target(_ f: Double, _ band: Int) -> (gain: Double, weight: Double) {
    let (low, high, item) = given[band]
    let share = (f - low) / (high - low)
    let gain = item.gains.from + share * (item.gains.to - item.gains.from)
    let factor = forced(f)
    return (gain / factor, item.weight * factor)
  }

  /// The band of a frequency, the nearest one of any other.
  func band(of f: Double) -> Int { bands.firstIndex { f <= $0.high } ?? bands.count - 1 }

  private var width: Double { bands.reduce(0) { $0 + $1.high - $1.low } }

  /// Grid of a band, both ends included.
  func grid(_ band: Int, order: Int) -> [Double] {
    let (low, high, _) = bands[band]
    let count = max(8, Int((16 * Double(order + 1) * (high - low) / width).rounded(.up)))
    return (0...count).map { $0 == count ? high : low + (high - low) * Double($0) / Double(count) }
  }

  /// `count` frequencies evenly over all bands.
  func spread(_ count: Int) -> [Double] {
    (0..<count).map { frequency(at: Double($0) / Double(count - 1)) }
  }

  /// `count` points of all grids one after the other, each where the product of the distances to those before is
  /// largest (Leja's points): they lie as dense as the extrema will, whatever the free regions.
  func leja(_ count: Int, order: Int) -> [Double] {
    let points = bands.indices.flatMap { grid($0, order: order) }
    let places = points.map { cos(2 * .pi * $0) }
    var logarithms = places.map { $0 == places[0] ? -Double.infinity : 0 }
    var chosen = [0]
    for _ in 1..<count {
      let last = places[chosen[chosen.count - 1]]
      var (best, most) = (0, -Double.infinity)
      for k in points.indices {
        logarithms[k] += log(abs(places[k] - last))
        if logarithms[k] > most { (best, most) = (k, logarithms[k]) }
      }
      chosen.append(best)
    }
    return chosen.sorted().map { points[$0] }
  }

  /// Frequency at a share of the bands' width.
  private func frequency(at share: Double) -> Double {
    var rest = share * width
    for (low, high, _) in bands {
      if rest <= high - low { return low + rest }
      rest -= high - low
    }
    return bands[bands.count - 1].high
  }
}
