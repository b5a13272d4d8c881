// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct SymmetricTridiagonalTests {
  /// The second difference has eigenvalues 2 − 2·cos(kπ/(n + 1)) and sines for vectors.
  @Test(arguments: [1, 2, 3, 10, 257]) func theSecondDifferenceHasItsKnownEigenpairs(_ n: Int) throws {
    let matrix = try SymmetricTridiagonal(
      diagonal: [Double](repeating: 2, count: n), offDiagonal: [Double](repeating: -1, count: n - 1))
    for (index, pair) in try matrix.largestEigenpairs(min(n, 5)).enumerated() {
      let k = Double(n - index)
      let theta = .pi * k / Double(n + 1)
      #expect(abs(pair.value - (2 - 2 * cos(theta))) <= 4e-15)
      let scale = (2 / Double(n + 1)).squareRoot()
      let expected = (1...n).map { scale * sin(theta * Double($0)) }
      let sign = zip(expected, pair.vector).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1.0 : 1
      #expect(zip(expected, pair.vector).allSatisfy { abs($0 - sign * $1) <= 2e-11 }, "order \(n), pair \(index)")
    }
  }

  @Test func randomMatricesAreSolved() throws {
    var generator = SeededGenerator(seed: 9)
    for n in 1...40 {
      let diagonal = (0..<n).map { _ in Double.random(in: -5...5, using: &generator) }
      // Zeros beside the diagonal split the matrix into blocks.
      let beside = (0..<(n - 1)).map { $0 % 7 == 3 ? 0 : Double.random(in: -2...2, using: &generator) }
      let pairs = try SymmetricTridiagonal(diagonal: diagonal, offDiagonal: beside).largestEigenpairs(n)
      #expect(abs(pairs.reduce(0) { $0 + $1.value } - diagonal.reduce(0, +)) <= 1e-13 * Double(n))
      for (index, pair) in pairs.enumerated() {
        #expect(index == 0 || pair.value <= pairs[index - 1].value)
        for row in 0..<n {
          var product = diagonal[row] * pair.vector[row]
          if row > 0 { product += beside[row - 1] * pair.vector[row - 1] }
          if row < n - 1 { product += beside[row] * pair.vector[row + 1] }
          #expect(abs(product - pair.value * pair.vector[row]) <= 1e-13)
        }
        for other in pairs[..<index] {
          #expect(abs(zip(pair.vector, other.vector).reduce(0) { $0 + $1.0 * $1.1 }) <= 1e-12)
        }
      }
    }
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: LinearAlgebraError.size(expected: 1, found: 0)) {
      try SymmetricTridiagonal(diagonal: [], offDiagonal: [])
    }
    #expect(throws: LinearAlgebraError.size(expected: 1, found: 2)) {
      try SymmetricTridiagonal(diagonal: [1, 2], offDiagonal: [1, 2])
    }
    #expect(throws: LinearAlgebraError.notFinite(index: 1)) {
      try SymmetricTridiagonal(diagonal: [1, .nan], offDiagonal: [1])
    }
    let matrix = try SymmetricTridiagonal(diagonal: [1, 2], offDiagonal: [1])
    #expect(throws: LinearAlgebraError.count(3, of: 2)) { try matrix.largestEigenpairs(3) }
    #expect(try matrix.largestEigenpairs(0).isEmpty)
  }
}
