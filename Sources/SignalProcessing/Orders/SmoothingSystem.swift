// SPDX-License-Identifier: GPL-3.0-or-later
import LinearAlgebra

/// The equations (W + r²·DᵀD)·x = b of a smooth curve, D being the q-th difference and W the weights of the samples.
///
/// For narrow bands r² is huge, and the factor of the matrix, rounded alike in every row, is off by a constant share. So
/// solutions are refined: the residual is taken through differences of x, which are exact where x is smooth.
struct SmoothingSystem {
  private let weights: [Double]
  private let smoothness: Double
  /// Binomial coefficients of alternating sign.
  private let differences: [Double]
  private let factor: BandedCholesky

  init(weights: [Double], smoothness: Double, poles: Int) throws(LinearAlgebraError) {
    let count = weights.count
    let differences = Self.differences(poles)
    var matrix = try SymmetricBanded(order: count, halfBandwidth: poles)
    let rows = poles + 1
    for n in 0..<count { matrix.band[n * rows] = weights[n] }
    for first in 0..<(count - poles) {
      for a in 0...poles {
        for b in a...poles { matrix.band[(first + a) * rows + b - a] += smoothness * differences[a] * differences[b] }
      }
    }
    factor = try BandedCholesky(matrix)
    self.weights = weights
    self.smoothness = smoothness
    self.differences = differences
  }

  static func differences(_ poles: Int) -> [Double] {
    switch poles {
    case 1: [-1, 1]
    case 2: [1, -2, 1]
    default: [-1, 3, -3, 1]
    }
  }

  /// Solves for columns one after the other.
  /// - Returns: Whether the last correction is below 1e-9 of the solution.
  func solve(_ columns: inout [Double]) throws(OrderError) -> Bool {
    let sides = columns
    do { try factor.solve(&columns) } catch { throw .system(error) }
    let peak = columns.reduce(0) { max($0, abs($1)) }
    for _ in 0..<10 {
      var rest = sides
      for start in stride(from: 0, to: columns.count, by: weights.count) { subtract(columns, from: start, in: &rest) }
      do { try factor.solve(&rest) } catch { throw .system(error) }
      var largest = 0.0
      for n in columns.indices {
        columns[n] += rest[n]
        largest = max(largest, abs(rest[n]))
      }
      if largest <= 1e-9 * peak { return true }
      // Corrections that grow never settle.
      guard largest < peak else { return false }
    }
    return false
  }

  /// Takes the matrix times a column out of the rest.
  private func subtract(_ columns: [Double], from start: Int, in rest: inout [Double]) {
    let count = weights.count
    let x = columns.span.extracting(start..<(start + count))
    var output = rest.mutableSpan
    for n in 0..<count { output[start + n] -= weights[n] * x[n] }
    let poles = differences.count - 1
    for n in 0..<(count - poles) {
      // Differences of differences, each exact for neighbours that are close.
      var bend: Double
      switch poles {
      case 1: bend = x[n + 1] - x[n]
      case 2: bend = (x[n + 2] - x[n + 1]) - (x[n + 1] - x[n])
      default:
        let (a, b, c) = (x[n + 1] - x[n], x[n + 2] - x[n + 1], x[n + 3] - x[n + 2])
        bend = (c - b) - (b - a)
      }
      bend *= smoothness
      for k in 0...poles { output[start + n + k] -= bend * differences[k] }
    }
  }
}
