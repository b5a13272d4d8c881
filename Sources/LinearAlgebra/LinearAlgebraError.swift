// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a problem of linear algebra was refused.
public enum LinearAlgebraError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A matrix or vector of another size than the problem needs.
  case size(expected: Int, found: Int)
  /// An entry is infinite or NaN.
  case notFinite(index: Int)
  /// More eigenvalues asked for than there are.
  case count(Int, of: Int)
  /// More entries than LAPACK's 32-bit indexes reach, or a band wider than the matrix.
  case band(order: Int, halfBandwidth: Int)
  /// The leading minor of this order is not positive, in exact arithmetic or for rounding.
  case notPositiveDefinite(order: Int)
  /// The iteration did not settle; LAPACK's routine and its `info`.
  case notConverged(routine: String, info: Int)

  public var description: String {
    switch self {
    case .size(let expected, let found): "expected \(expected) entries, found \(found)"
    case .notFinite(let index): "entry \(index) is not finite"
    case .count(let asked, let count): "asked for \(asked) eigenvalues of a matrix of order \(count)"
    case .band(let order, let half):
      "expected a matrix of order 1 or more with a band that fits into it, found order \(order) and \(half) diagonals"
        + " below the main one"
    case .notPositiveDefinite(let order):
      "expected a positive definite matrix; its leading minor of order \(order) is not positive"
    case .notConverged(let routine, let info): "\(routine) did not converge (info \(info))"
    }
  }
}
