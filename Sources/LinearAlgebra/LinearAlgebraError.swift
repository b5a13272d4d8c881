// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a problem of linear algebra was refused.
public enum LinearAlgebraError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A matrix or vector of another size than the problem needs.
  case size(expected: Int, found: Int)
  /// An entry is infinite or NaN.
  case notFinite(index: Int)
  /// More eigenvalues asked for than there are.
  case count(Int, of: Int)
  /// The iteration did not settle; LAPACK's routine and its `info`.
  case notConverged(routine: String, info: Int)

  public var description: String {
    switch self {
    case .size(let expected, let found): "expected \(expected) entries, found \(found)"
    case .notFinite(let index): "entry \(index) is not finite"
    case .count(let asked, let count): "asked for \(asked) eigenvalues of a matrix of order \(count)"
    case .notConverged(let routine, let info): "\(routine) did not converge (info \(info))"
    }
  }
}
