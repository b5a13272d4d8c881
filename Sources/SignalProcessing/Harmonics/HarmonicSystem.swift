// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The least-squares fits of a level and of harmonics 1…L at one frequency, for every L at once.
///
/// Columns are ordered 1, cos ωt, sin ωt, cos 2ωt …, so that the Cholesky factor of the largest normal matrix holds those
/// of all smaller ones, and each order's residual is what the columns so far leave.
struct HarmonicSystem: Sendable {
  /// Highest order whose columns can be told apart: on even grids harmonics above half the rate fold onto lower ones.
  let order: Int
  let count: Int
  let channels: Int
  private let scale: Double
  private let squares: [Double]
  /// Cholesky factor, lower, row by row.
  private let factor: [[Double]]
  /// Of products with scaled time, and with its square.
  private let first: [[Double]]
  private let second: [[Double]]
  /// factor⁻¹·columnsᵀ·y and columnsᵀ·(s·y), by channel.
  private let projections: [[Double]]
  private let timeProducts: [[Double]]
  /// Residual sums of squares, by channel and order from 0.
  private let residuals: [[Double]]

  /// Share of a column's usual power, N/2, that must be its own; two lines 0.08/duration apart have so much.
  private static let ownShare = 0.02

  init(_ samples: HarmonicSamples, _ moments: HarmonicMoments) {
    count = samples.count
    channels = samples.channels
    scale = samples.scale
    squares = samples.squares
    let size = 2 * moments.order + 1
    var factor: [[Double]] = []
    var usable = size
    for row in 0..<size {
      var line = [Double](repeating: 0, count: row + 1)
      for column in 0...row { line[column] = Self.entry(row, column, moments, power: 0) }
      for column in 0..<row {
        var sum = line[column]
        let other = factor[column]
        for k in 0..<column { sum -= line[k] * other[k] }
        line[column] = sum / other[column]
      }
      var pivot = line[row]
      for k in 0..<row { pivot -= line[k] * line[k] }
      // Of the usual power, not of its own: a sine at half the rate is nothing but rounding, all of it its own.
      let usual = Double(count) / (row == 0 ? 1 : 2)
      guard pivot > Self.ownShare * usual else {
        usable = row
        break
      }
      line[row] = pivot.squareRoot()
      factor.append(line)
    }
    // A cosine without its sine is no harmonic.
    order = max(0, (usable - 1) / 2)
    let columns = usable == 0 ? 0 : 2 * order + 1
    self.factor = factor
    first = (0..<columns).map { row in (0...row).map { Self.entry(row, $0, moments, power: 1) } }
    second = (0..<columns).map { row in (0...row).map { Self.entry(row, $0, moments, power: 2) } }
    var projections: [[Double]] = []
    var timeProducts: [[Double]] = []
    var residuals: [[Double]] = []
    for channel in 0..<channels {
      var own: [Double] = []
      var times: [Double] = []
      var left = [samples.squares[channel]]
      for row in 0..<columns {
        let plain = moments.product(channel, (row + 1) / 2, power: 0)
        let timed = moments.product(channel, (row + 1) / 2, power: 1)
        var sum = row % 2 == 1 || row == 0 ? plain.real : plain.imaginary
        for k in 0..<row { sum -= factor[row][k] * own[k] }
        own.append(sum / factor[row][row])
        times.append(row % 2 == 1 || row == 0 ? timed.real : timed.imaginary)
      }
      if columns > 0 { left[0] -= own[0] * own[0] }
      for harmonic in 1..<max(1, order + 1) {
        let (a, b) = (own[2 * harmonic - 1], own[2 * harmonic])
        left.append(left[harmonic - 1] - a * a - b * b)
      }
      projections.append(own)
      timeProducts.append(times)
      residuals.append(left)
    }
    self.projections = projections
    self.timeProducts = timeProducts
    self.residuals = residuals
  }

  /// Inner product of two columns, one of them times s^power.
  private static func entry(_ row: Int, _ column: Int, _ moments: HarmonicMoments, power: Int) -> Double {
    let (a, b) = ((row + 1) / 2, (column + 1) / 2)
    let (sum, difference) = (moments.basis(a + b, power: power), moments.basis(a - b, power: power))
    let isSine = (row % 2 == 0 && row > 0, column % 2 == 0 && column > 0)
    switch isSine {
    case (false, false): return (difference.real + sum.real) / 2
    case (true, true): return (difference.real - sum.real) / 2
    case (true, false): return (sum.imaginary + difference.imaginary) / 2
    case (false, true): return (sum.imaginary - difference.imaginary) / 2
    }
  }

  /// Sum of squares that a fit of an order leaves of a channel; never below what rounding leaves.
  func residual(_ channel: Int, order: Int) -> Double {
    max(residuals[channel][order], squares[channel] * Double(count) * 0x1p-56)
  }

  /// N·ln(RSS/N) summed over the channels: −2 × the logarithm of the likelihood with each channel's own noise.
  func deviance(order: Int) -> Double {
    var sum = 0.0
    for channel in 0..<channels where squares[channel] > 0 {
      sum += Double(count) * log(residual(channel, order: order) / Double(count))
    }
    return sum
  }

  /// Schwarz's criterion, the level and frequency counted: (2L + 1) figures a channel, and two more for the frequency.
  func criterion(order: Int) -> Double {
    let seen = Double(squares.count { $0 > 0 })
    return deviance(order: order) + (seen * Double(2 * order + 1) + 2) * log(Double(count))
  }

  /// Level, then cosine and sine of each harmonic, of one channel.
  func coefficients(_ channel: Int, order: Int) -> [Double] {
    var x = Array(projections[channel][0...(2 * order)])
    for row in stride(from: 2 * order, through: 0, by: -1) {
      x[row] /= factor[row][row]
      let value = x[row]
      for column in 0..<row { x[column] -= factor[row][column] * value }
    }
    return x
  }

  /// The step of Gauss and Newton in frequency, all amplitudes following, and the information about it.
  struct Step: Sendable {
    /// Hz.
    let frequency: Double
    /// 1/Hz²; its inverse is the variance of the frequency in white noise (the Cramér–Rao bound at these times).
    let information: Double
  }

  func step(order: Int) -> Step {
    let size = 2 * order + 1
    var (slope, information) = (0.0, 0.0)
    for channel in 0..<channels where squares[channel] > 0 {
      let fitted = coefficients(channel, order: order)
      let derivative = derivative(fitted, order: order)
      let shifted = Self.product(first, derivative, size)
      let twice = Self.product(second, derivative, size)
      var along = 0.0
      var own = 0.0
      var hidden = shifted
      for row in 0..<size {
        along += derivative[row] * timeProducts[channel][row] - shifted[row] * fitted[row]
        own += derivative[row] * twice[row]
        for k in 0..<row { hidden[row] -= factor[row][k] * hidden[k] }
        hidden[row] /= factor[row][row]
        own -= hidden[row] * hidden[row]
      }
      let freedom = Double(max(1, count - size - 1))
      let noise = residual(channel, order: order) / freedom
      slope += along / noise
      information += max(own, 0) / noise
    }
    let turn = 2 * Double.pi / scale
    guard information > 0 else { return Step(frequency: 0, information: 0) }
    return Step(frequency: slope / information / turn, information: information * turn * turn)
  }

  /// What each residual adds to the frequency, but for a factor: s·(harmonics of `timed`) − harmonics of `plain`, with
  /// s the scaled time divided by the scale.
  func frequencyInfluence(_ channel: Int, order: Int) -> (timed: [Double], plain: [Double]) {
    let derivative = derivative(coefficients(channel, order: order), order: order)
    let shifted = Self.product(first, derivative, 2 * order + 1)
    return (derivative, solve(shifted))
  }

  /// The normal matrix's inverse times a vector of 2L + 1 figures.
  func solve(_ vector: [Double]) -> [Double] {
    var x = vector
    for row in x.indices {
      for k in 0..<row { x[row] -= factor[row][k] * x[k] }
      x[row] /= factor[row][row]
    }
    for row in x.indices.reversed() {
      x[row] /= factor[row][row]
      for column in 0..<row { x[column] -= factor[row][column] * x[row] }
    }
    return x
  }

  /// The derivative by the angle per scaled time: harmonic h of cosine a and sine b becomes s·h·(b cos − a sin).
  private func derivative(_ fitted: [Double], order: Int) -> [Double] {
    var derivative = [Double](repeating: 0, count: 2 * order + 1)
    for harmonic in 1..<max(1, order + 1) {
      derivative[2 * harmonic - 1] = Double(harmonic) * fitted[2 * harmonic]
      derivative[2 * harmonic] = -Double(harmonic) * fitted[2 * harmonic - 1]
    }
    return derivative
  }

  /// A symmetric matrix, stored as its lower half, times a vector.
  private static func product(_ matrix: [[Double]], _ vector: [Double], _ size: Int) -> [Double] {
    var result = [Double](repeating: 0, count: size)
    for row in 0..<size {
      let line = matrix[row]
      var sum = line[row] * vector[row]
      for column in 0..<row {
        sum += line[column] * vector[column]
        result[column] += line[column] * vector[row]
      }
      result[row] += sum
    }
    return result
  }
}
