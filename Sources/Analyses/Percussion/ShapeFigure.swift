// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import SignalProcessing

/// A figure of the waveform with what makes it uncertain.
struct ShapeFigure: Sendable {
  let value: Double
  /// From noise and from what varies, with the degrees of freedom it rests on.
  let variance: Double
  let degrees: Double
  /// Standard uncertainty from scale, clock and corrections, which no averaging lessens.
  let systematic: Double
  let isWhite: Bool
  /// Lower and upper end of the 95 % interval without the systematic part, where they are not alike.
  private let ends: ClosedRange<Double>?

  init(
    value: Double, variance: Double, degrees: Double, systematic: Double, isWhite: Bool,
    ends: ClosedRange<Double>? = nil
  ) {
    self.value = value
    self.ends = ends
    self.variance = variance
    self.degrees = degrees
    self.systematic = systematic
    self.isWhite = isWhite
  }

  init(_ value: Double, _ noise: HarmonicResidual.Variance, systematic: (Double, Double, Double)) {
    let (a, b, c) = systematic
    self.init(
      value: value, variance: noise.value, degrees: noise.degrees,
      systematic: (a * a + b * b + c * c).squareRoot(), isWhite: noise.isWhite)
  }

  /// The mean over blocks.
  init?(mean figures: [ShapeFigure]) {
    guard figures.count > 1 else {
      guard let only = figures.first else { return nil }
      self = only
      return
    }
    let mean = BlockFits.mean(of: figures.map(\.value))
    let systematic = figures.reduce(0) { $0 + $1.systematic } / Double(figures.count)
    self.init(value: mean.value, variance: mean.variance, degrees: mean.degrees, systematic: systematic, isWhite: false)
  }

  /// The root of a mean power, whose variance is known; a power of noise alone may come out below nothing.
  init(rootOf power: Double, variance: Double, degrees: Double, systematic: Double) {
    let half = StudentT.quantile(0.975, degrees: degrees) * variance.squareRoot()
    let value = max(power, 0).squareRoot()
    let ends = max(power - half, 0).squareRoot()...max(power + half, 0).squareRoot()
    // As far as a root has a tangent.
    let slope = max(2 * value, variance.squareRoot().squareRoot())
    self.init(
      value: value, variance: slope > 0 ? variance / (slope * slope) : 0, degrees: degrees, systematic: systematic,
      isWhite: false, ends: ends)
  }

  /// 95 % interval.
  var low: Double { value - half(ends.map { value - $0.lowerBound }) }
  var high: Double { value + half(ends.map { $0.upperBound - value }) }

  private func half(_ own: Double?) -> Double {
    guard let own else { return half }
    let z = NormalDistribution.quantile(0.975)
    return (own * own + z * z * systematic * systematic).squareRoot()
  }

  /// Half of the 95 % interval.
  var half: Double {
    let t = StudentT.quantile(0.975, degrees: degrees)
    let z = NormalDistribution.quantile(0.975)
    return (t * t * variance + z * z * systematic * systematic).squareRoot()
  }
}
