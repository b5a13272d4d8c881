// SPDX-License-Identifier: GPL-3.0-or-later
import CLAPACK

/// A symmetric matrix with entries on the diagonal and beside it only.
public struct SymmetricTridiagonal: Sendable, Hashable {
  public struct Eigenpair: Sendable, Hashable {
    public let value: Double
    /// Of unit length; its sign is arbitrary.
    public let vector: [Double]
  }

  public let diagonal: [Double]
  /// One entry less than the diagonal.
  public let offDiagonal: [Double]

  public var order: Int { diagonal.count }

  /// - Throws: ``LinearAlgebraError`` when sizes do not fit or an entry is not finite.
  public init(diagonal: [Double], offDiagonal: [Double]) throws(LinearAlgebraError) {
    guard diagonal.count >= 1, diagonal.count <= Int(Int32.max) / 8 else {
      throw .size(expected: 1, found: diagonal.count)
    }
    guard offDiagonal.count == diagonal.count - 1 else {
      throw .size(expected: diagonal.count - 1, found: offDiagonal.count)
    }
    if let index = diagonal.firstIndex(where: { !$0.isFinite }) ?? offDiagonal.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(index: index)
    }
    self.diagonal = diagonal
    self.offDiagonal = offDiagonal
  }

  /// The `count` largest eigenvalues and their vectors, largest first; by bisection (dstebz) and inverse iteration
  /// (dstein).
  public func largestEigenpairs(_ count: Int) throws(LinearAlgebraError) -> [Eigenpair] {
    let n = order
    guard count >= 0, count <= n else { throw .count(count, of: n) }
    if count == 0 { return [] }
    var found: Int32 = 0
    var values = [Double](repeating: 0, count: n)
    var blocks = [Int32](repeating: 0, count: n)
    var splits = blocks
    var work = [Double](repeating: 0, count: 5 * n)
    var integers = [Int32](repeating: 0, count: 3 * n)
    // LAPACK does not read beside the diagonal of a matrix of order 1, but wants an address.
    let beside = offDiagonal.isEmpty ? [0] : offDiagonal
    // Twice the least positive normal number makes bisection go on to the last bit.
    var info = unsafe palpate_dstebz(
      Int32(n), Int32(n - count + 1), Int32(n), 2 * Double.leastNormalMagnitude, diagonal, beside, &found, &values,
      &blocks, &splits, &work, &integers)
    guard info == 0, found == count else { throw .notConverged(routine: "dstebz", info: Int(info)) }
    var vectors = [Double](repeating: 0, count: n * count)
    var failures = [Int32](repeating: 0, count: count)
    info = unsafe palpate_dstein(
      Int32(n), Int32(count), diagonal, beside, values, blocks, splits, &vectors, &work, &integers, &failures)
    guard info == 0 else { throw .notConverged(routine: "dstein", info: Int(info)) }
    let pairs = (0..<count).map { index in
      Eigenpair(value: values[index], vector: Array(vectors[(index * n)..<((index + 1) * n)]))
    }
    // Values come block by block.
    return pairs.sorted { $0.value > $1.value }
  }
}
