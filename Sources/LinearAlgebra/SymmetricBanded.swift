// SPDX-License-Identifier: GPL-3.0-or-later

/// A symmetric matrix whose entries further than ``halfBandwidth`` from the diagonal are zero; the lower half is stored.
public struct SymmetricBanded: Sendable, Hashable {
  public let order: Int
  /// Diagonals below the main one.
  public let halfBandwidth: Int
  /// Column after column, ``halfBandwidth`` + 1 entries each from the diagonal down; those below the last row are unused.
  public var band: [Double]

  /// The zero matrix.
  ///
  /// - Throws: ``LinearAlgebraError/band(order:halfBandwidth:)`` unless 0 ≤ `halfBandwidth` < `order` and
  ///   `order`·(`halfBandwidth` + 1) is below 2³¹.
  public init(order: Int, halfBandwidth: Int) throws(LinearAlgebraError) {
    guard order >= 1, halfBandwidth >= 0, halfBandwidth < order, order <= Int(Int32.max) / (halfBandwidth + 1) else {
      throw .band(order: order, halfBandwidth: halfBandwidth)
    }
    self.order = order
    self.halfBandwidth = halfBandwidth
    band = [Double](repeating: 0, count: order * (halfBandwidth + 1))
  }

  /// Entry of a row and a column; writing one writes its mirror image.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < order && column >= 0 && column < order)
      return abs(row - column) > halfBandwidth ? 0 : band[place(row, column)]
    }
    set {
      precondition(row >= 0 && row < order && column >= 0 && column < order && abs(row - column) <= halfBandwidth)
      band[place(row, column)] = newValue
    }
  }

  private func place(_ row: Int, _ column: Int) -> Int {
    abs(row - column) + min(row, column) * (halfBandwidth + 1)
  }

  /// The product with a vector.
  public func times(_ vector: [Double]) throws(LinearAlgebraError) -> [Double] {
    guard vector.count == order else { throw .size(expected: order, found: vector.count) }
    var product = [Double](repeating: 0, count: order)
    for column in 0..<order {
      let start = column * (halfBandwidth + 1)
      product[column] += band[start] * vector[column]
      for below in 1..<max(1, min(halfBandwidth + 1, order - column)) {
        let entry = band[start + below]
        product[column + below] += entry * vector[column]
        product[column] += entry * vector[column + below]
      }
    }
    return product
  }
}
