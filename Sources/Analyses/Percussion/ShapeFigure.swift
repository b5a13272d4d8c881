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

  init(value: Double, variance: Double, degrees: Double, systematic: Double, isWhite: Bool) {
    self.value = value
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

  /// Half of the 95 % interval.
  var half: Double {
    let t = StudentT.quantile(0.975, degrees: degrees)
    let z = NormalDistribution.quantile(0.975)
    return (t * t * variance + z * z * systematic * systematic).squareRoot()
  }
}
