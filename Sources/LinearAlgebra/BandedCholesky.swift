// SPDX-License-Identifier: GPL-3.0-or-later
import CLAPACK

/// The factor L of a positive definite band matrix A = L·Lᵀ, to solve A·x = b for any number of b.
///
/// Time and memory grow with order × bandwidth² and order × bandwidth (LAPACK's dpbtrf and dpbtrs).
public struct BandedCholesky: Sendable {
  public let order: Int
  public let halfBandwidth: Int
  private let factor: [Double]

  /// - Parameter matrix: Consumed, so that its memory becomes the factor's where nobody else holds it.
  /// - Throws: ``LinearAlgebraError/notFinite(index:)`` with an index into the band, or
  ///   ``LinearAlgebraError/notPositiveDefinite(order:)``.
  public init(_ matrix: consuming SymmetricBanded) throws(LinearAlgebraError) {
    let (order, half) = (matrix.order, matrix.halfBandwidth)
    var band: [Double] = []
    swap(&band, &matrix.band)
    guard band.count == order * (half + 1) else { throw .size(expected: order * (half + 1), found: band.count) }
    // NaN and infinity make differences that are not zero.
    if band.contains(where: { $0 - $0 != 0 }) {
      for column in 0..<order {
        for below in 0..<min(half + 1, order - column) where !band[column * (half + 1) + below].isFinite {
          throw .notFinite(index: column * (half + 1) + below)
        }
      }
    }
    let info = unsafe palpate_dpbtrf(Int32(order), Int32(half), &band)
    guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
    self.order = order
    halfBandwidth = half
    factor = band
  }

  /// Solves A·X = B in place.
  ///
  /// - Parameter columns: Right-hand sides one after the other, ``order`` values each, at most 2³¹ − 1 in all.
  /// - Throws: ``LinearAlgebraError/size(expected:found:)``, or ``LinearAlgebraError/notFinite(index:)`` for an entry
  ///   of B; the columns are then as they were.
  public func solve(_ columns: inout [Double]) throws(LinearAlgebraError) {
    let count = columns.count / order
    guard columns.count == count * order, columns.count <= Int(Int32.max) else {
      throw .size(expected: max(count, 1) * order, found: columns.count)
    }
    if columns.contains(where: { $0 - $0 != 0 }), let index = columns.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(index: index)
    }
    guard count > 0 else { return }
    let info = unsafe palpate_dpbtrs(Int32(order), Int32(halfBandwidth), Int32(count), factor, &columns)
    guard info == 0 else { throw .notConverged(routine: "dpbtrs", info: Int(info)) }
  }

  /// The solution in a new array.
  public func solution(_ rightHandSide: [Double]) throws(LinearAlgebraError) -> [Double] {
    var columns = rightHandSide
    try solve(&columns)
    return columns
  }
}
