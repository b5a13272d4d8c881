// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The noise under a bin of a density, estimated from the bins beside it, and how well that is known.
///
/// Beside a bin the noise is taken to follow a power of the frequency: flat, pink or red. Its exponent is the median
/// slope of the logarithms of all pairs of bins (Theil 1950; Sen 1968, J Am Stat Assoc 63:1379), its level the median of
/// what remains. Neither minds a few lines among the bins.
///
/// The logarithm of the level scatters by the variance of a median, and by that of the slope over the distance from the
/// middle of the bins, both enlarged because a window makes neighbouring bins alike. A level that is estimated by as much
/// as a mean square of so many degrees of freedom makes the ratio of a bin to it follow an F distribution.
struct SpectralBackground {
  struct Level {
    /// Mean density of the noise.
    let density: Double
    /// Degrees of freedom of a mean square that scatters as much.
    let degrees: Double
  }

  /// Bins to either side.
  let neighbourhood: Int
  /// Bins of the main lobe to either side, which do not count.
  let lobe: Int
  private let values: [Double]
  private let logarithms: [Double]
  /// Degrees of freedom of one bin.
  private let degrees: Double
  /// Logarithm of the median of a bin's chi-square law over its mean, and its density there.
  private let logMedian: Double
  private let densityAtMedian: Double
  /// Variance of the logarithm of a bin.
  private let logVariance: Double
  /// By how much more estimates of several bins scatter than of as many independent ones.
  private let clumping: Double

  /// - Parameters:
  ///   - values: The density, from 0 Hz.
  ///   - degrees: Those of one bin, > 0.
  ///   - window: That of the segments, or a shorter one of its shape.
  init(_ values: [Double], degrees: Double, window: Window, lobe: Int, neighbourhood: Int) {
    self.values = values
    self.degrees = degrees
    self.lobe = lobe
    self.neighbourhood = neighbourhood
    logarithms = values.map { log($0) }
    let median = ChiSquare.quantile(0.5, degrees: degrees)
    let half = degrees / 2
    logMedian = log(median / degrees)
    // Of the logarithm: the density of chi-square times its argument.
    densityAtMedian = exp(half * log(median / 2) - median / 2 - lgamma(half))
    logVariance = Self.trigamma(half)
    clumping = Self.clumping(window)
  }

  /// Median of the bins beside the main lobe of a bin over that of the law; 0 when there are fewer than ten.
  func plain(beside bin: Int) -> Double {
    let beside = neighbours(of: bin).map { values[$0] }.sorted()
    return beside.count < 10 ? 0 : beside[beside.count / 2] * exp(-logMedian)
  }

  /// - Returns: Nil when fewer than ten bins beside it hold anything.
  func level(at bin: Int) -> Level? {
    let beside = neighbours(of: bin).filter { values[$0] > 0 }
    guard beside.count >= 10 else { return nil }
    let x = beside.map { log(Double($0) / Double(bin)) }
    let y = beside.map { logarithms[$0] }
    guard let slope = TheilSen.slope(x[...], y[...]) else { return nil }
    let median = Median.of(zip(x, y).map { $1 - slope * $0 })
    let count = Double(x.count)
    let mean = x.reduce(0, +) / count
    let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    // 1.05: the median of slopes against least squares, for normal errors; for those of few averages it is better.
    let variance =
      clumping
      * (1 / (4 * count * densityAtMedian * densityAtMedian) + 1.05 * logVariance * mean * mean / spread)
    // trigamma(d/2) = variance, by its first two terms.
    let degrees = (1 + (1 + 2 * variance).squareRoot()) / variance
    return Level(density: exp(median - logMedian), degrees: degrees)
  }

  /// Probability that noise of a level makes a bin as high as this.
  func exceedance(of value: Double, over level: Level) -> Double {
    FisherF.exceedance(value / level.density, numerator: degrees, denominator: level.degrees)
  }

  private func neighbours(of bin: Int) -> [Int] {
    (max(lobe, bin - neighbourhood - lobe)..<min(values.count - 1, bin + neighbourhood + lobe + 1))
      .filter { abs($0 - bin) > lobe }
  }

  /// 1 + 2 Σ correlations of the power in a bin with that in those above it.
  private static func clumping(_ window: Window) -> Double {
    let squares = window.values.map { $0 * $0 }
    let whole = squares.reduce(0, +)
    var sum = 1.0
    for distance in 1...8 {
      var (re, im) = (0.0, 0.0)
      for (index, square) in squares.enumerated() {
        let angle = 2 * Double.pi * Double(distance * index) / Double(squares.count)
        re += square * cos(angle)
        im += square * sin(angle)
      }
      sum += 2 * (re * re + im * im) / (whole * whole)
    }
    return sum
  }

  /// Second derivative of the logarithm of the gamma function, to 1e-9; Abramowitz & Stegun 6.4.6 and 6.4.12.
  private static func trigamma(_ x: Double) -> Double {
    var (x, sum) = (x, 0.0)
    while x < 10 {
      sum += 1 / (x * x)
      x += 1
    }
    let square = 1 / (x * x)
    return sum + (1 + 1 / (2 * x) + square * (1.0 / 6 - square * (1.0 / 30 - square / 42))) / x
  }
}
