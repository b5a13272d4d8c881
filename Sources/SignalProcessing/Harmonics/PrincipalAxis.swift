// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The direction along which a head moves most, from harmonics fitted on two or three axes.
///
/// Heads move on an ellipse. The axis is that of the displacement, in which harmonic h weighs 1/h⁴ as much as in the
/// acceleration, so that impacts do not turn it.
public struct PrincipalAxis: Sendable, Hashable {
  /// Share of each channel, of unit length; the largest is positive.
  public let direction: [Double]
  /// Share of the displacement's mean square that is along the axis, 0…1.
  public let share: Double

  /// - Parameter fit: Of acceleration, its channels at right angles.
  public init(_ fit: HarmonicFit) {
    let count = fit.coefficients.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for harmonic in 1...fit.order {
      let weight = 1 / Double(harmonic * harmonic * harmonic * harmonic)
      for row in 0..<count {
        for column in 0..<count {
          let (a, b) = (fit.amplitude(harmonic, channel: row), fit.amplitude(harmonic, channel: column))
          matrix[row][column] += weight * (a.real * b.real + a.imaginary * b.imaginary)
        }
      }
    }
    let (values, vectors) = Self.eigen(matrix)
    let best = values.indices.max { values[$0] < values[$1] } ?? 0
    var direction = (0..<count).map { vectors[$0][best] }
    let largest = direction.max { abs($0) < abs($1) } ?? 1
    if largest < 0 { direction = direction.map { -$0 } }
    let total = values.reduce(0, +)
    self.direction = direction
    share = total > 0 ? min(1, values[best] / total) : 1
  }

  /// Eigenvalues and eigenvectors (as columns) of a small symmetric matrix, by Jacobi's rotations.
  private static func eigen(_ symmetric: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    var a = symmetric
    let n = a.count
    var v = (0..<n).map { row in (0..<n).map { row == $0 ? 1.0 : 0 } }
    for _ in 0..<30 {
      var off = 0.0
      for p in 0..<n { for q in 0..<p { off += a[p][q] * a[p][q] } }
      let size = (0..<n).reduce(0) { $0 + a[$1][$1] * a[$1][$1] }
      if off <= size * 0x1p-104 { break }
      for p in 0..<n {
        for q in (p + 1)..<max(p + 1, n) where a[p][q] != 0 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1.0 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<n { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
          for k in 0..<n { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
          for k in 0..<n { (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]) }
        }
      }
    }
    return ((0..<n).map { a[$0][$0] }, v)
  }
}
