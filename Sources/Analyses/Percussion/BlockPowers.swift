// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Powers of the harmonics of a device whose rate changes, from each block and the next.
///
/// The mean of small magnitudes is that of rectified noise, and what a block leaves is more than noise where the rate
/// changes within it. So each block is brought to the phase of the one before and a harmonic's power is taken as the real
/// part of the product of the two, to which noise that is not the same in both adds nothing on average.
struct BlockPowers: Sendable {
  /// Squared amplitudes of harmonics 1, 2 …, one array a pair of blocks.
  private let pairs: [[Double]]
  /// Harmonics that all blocks have.
  let order: Int

  /// Radians of the fundamental about what the two rates let expect, and the share of the strongest harmonic's power
  /// from which a harmonic tells phases.
  private static let reach = 1.0
  private static let tells = 0.01

  /// Nil for fewer than three blocks.
  init?(_ shapes: [StrokeShape]) {
    guard shapes.count >= 3 else { return nil }
    let order = shapes.reduce(HarmonicSamples.highestOrder) { min($0, $1.fit.order) }
    self.order = order
    pairs = zip(shapes.dropFirst(), shapes).map { Self.products($0, $1, order) }
  }

  private static func products(_ shape: StrokeShape, _ before: StrokeShape, _ order: Int) -> [Double] {
    // An axis has no sign.
    let turn = zip(shape.axis.direction, before.axis.direction).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1.0 : 1
    let products = (0..<order).map { shape.wave.harmonics[$0] * before.wave.harmonics[$0].conjugate * turn }
    let most = products.reduce(0) { max($0, $1.magnitude) }
    let telling = products.indices.filter { products[$0].magnitude >= tells * most }
    func sum(_ angle: Double) -> Double {
      telling.reduce(0) { $0 + (products[$1] * Complex.unit(-Double($1 + 1) * angle)).real }
    }
    let rate = (shape.fit.frequency.value + before.fit.frequency.value) / 2
    let near = 2 * Double.pi * rate * (shape.fit.origin - before.fit.origin)
    var step = 0.3 / Double((telling.last ?? 0) + 1)
    let count = Int(reach / step)
    var best = (-count...count).map { near + Double($0) * step }.max { sum($0) < sum($1) } ?? near
    // Parabolas through three points, each closer than the last.
    for _ in 0..<4 {
      let (left, middle, right) = (sum(best - step), sum(best), sum(best + step))
      let bend = left - 2 * middle + right
      if bend < 0 { best += min(max(0.5 * step * (left - right) / bend, -step), step) }
      step /= 4
    }
    return products.indices.map { (products[$0] * Complex.unit(-Double($0 + 1) * best)).real }
  }

  /// The amplitude of a harmonic: root of its mean power.
  func amplitude(_ harmonic: Int, systematic: Double) -> ShapeFigure {
    let own = pairs.map { $0[harmonic - 1] }
    let spread = Self.spread(own)
    let mean = own.reduce(0, +) / Double(own.count)
    return ShapeFigure(rootOf: mean, variance: spread.variance, degrees: spread.degrees, systematic: systematic)
  }

  /// Root of the other harmonics' mean power over that of the first, in %.
  func distortion(systematic: (Double) -> Double) -> ShapeFigure? {
    guard order >= 2 else { return nil }
    let first = pairs.map { $0[0] }
    let others = pairs.map { $0.dropFirst().reduce(0, +) }
    let mean = first.reduce(0, +) / Double(first.count)
    guard mean > 0 else { return nil }
    let ratio = others.reduce(0, +) / Double(others.count) / mean
    let spread = Self.spread(zip(others, first).map { 1e4 * ($0 - ratio * $1) / mean })
    return ShapeFigure(
      rootOf: 1e4 * ratio, variance: spread.variance, degrees: spread.degrees,
      systematic: systematic(100 * max(ratio, 0).squareRoot()))
  }

  /// Variance of a mean of pairs. Neighbours have a block in common, which shows at lag 1; what is left at lag 2 goes on as
  /// a geometric series.
  private static func spread(_ values: [Double]) -> (variance: Double, degrees: Double) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let deviations = values.map { $0 - mean }
    func covariance(_ lag: Int) -> Double {
      zip(deviations, deviations.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let squares = covariance(0)
    guard squares > 0 else { return (0, max(1, n - 1)) }
    let (first, second) = (min(max(covariance(1) / squares, 0), 0.95), max(covariance(2) / squares, 0))
    let ratio = first > 0 ? min(second / first, 0.9) : 0
    let factor = 1 + 2 * first / (1 - ratio)
    return (squares / (n - 1) / n * factor, max(1, (n - 1) / factor))
  }
}
