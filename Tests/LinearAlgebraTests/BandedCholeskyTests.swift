// SPDX-License-Identifier: GPL-3.0-or-later
import LinearAlgebra
import TestSupport
import Testing

@Suite struct BandedCholeskyTests {
  /// Solutions in 60-digit arithmetic, made by `Fixtures/oracles/banded.py`.
  private struct Answer: Decodable {
    let order: Int
    let halfBandwidth: Int
    let solution: [Double]
  }

  /// Multiples of 2⁻⁵³ in −0.5…0.5.
  private static func samples(_ count: Int, seed: Int) -> [Double] {
    var generator = SeededGenerator(seed: UInt64(seed))
    return (0..<count).map { _ in Double(generator.next() >> 11) * 0x1p-53 - 0.5 }
  }

  /// Entries from a seed, the diagonal larger than all beside it together.
  private static func matrix(_ order: Int, _ half: Int, _ numbers: [Double]) throws -> SymmetricBanded {
    var matrix = try SymmetricBanded(order: order, halfBandwidth: half)
    for column in 0..<order {
      for below in 0..<min(half + 1, order - column) {
        matrix[column + below, column] = numbers[column * (half + 1) + below] + (below == 0 ? Double(half + 1) : 0)
      }
    }
    return matrix
  }

  @Test func solutionsEqualSixtyDigits() throws {
    let answers = try Oracle.load("banded", as: [Answer].self)
    #expect(answers.count == 7)
    for answer in answers {
      let (n, half) = (answer.order, answer.halfBandwidth)
      let numbers = Self.samples(n * (half + 1) + n, seed: 1000 * n + half)
      let factor = try BandedCholesky(Self.matrix(n, half, numbers))
      let found = try factor.solution(Array(numbers.suffix(n)))
      let peak = answer.solution.reduce(0) { max($0, abs($1)) }
      #expect(zip(found, answer.solution).allSatisfy { abs($0 - $1) <= 1e-15 * peak }, "order \(n), half \(half)")
    }
  }

  /// Backward stable: what is left of B is small against A times the solution.
  @Test(arguments: [(1000, 1), (1000, 2), (3000, 3), (500, 17), (300, 80)])
  func residualsAreOfTheOrderOfRounding(_ order: Int, _ half: Int) throws {
    let numbers = Self.samples(order * (half + 4), seed: order + half)
    let matrix = try Self.matrix(order, half, numbers)
    let factor = try BandedCholesky(matrix)
    // Three right-hand sides at once, then each by itself: the same bits.
    let sides = Array(numbers.suffix(3 * order))
    var together = sides
    try factor.solve(&together)
    for side in 0..<3 {
      let range = (side * order)..<((side + 1) * order)
      let alone = try factor.solution(Array(sides[range]))
      #expect(alone.map(\.bitPattern) == together[range].map(\.bitPattern))
      let product = try matrix.times(alone)
      let scale = alone.reduce(0) { max($0, abs($1)) } * 2 * Double(half + 1)
      #expect(zip(product, sides[range]).allSatisfy { abs($0 - $1) <= 1e-15 * scale })
    }
  }

  @Test func theBandIsSymmetric() throws {
    var matrix = try SymmetricBanded(order: 4, halfBandwidth: 2)
    matrix[0, 2] = 5
    matrix[3, 3] = 2
    #expect(matrix[2, 0] == 5 && matrix[0, 2] == 5 && matrix[0, 3] == 0 && matrix[3, 3] == 2)
    #expect(try matrix.times([1, 0, 0, 1]) == [0, 0, 5, 2])
    #expect(try matrix.times([0, 0, 1, 0]) == [5, 0, 0, 0])
  }

  @Test func badInputIsRefused() throws {
    #expect(throws: LinearAlgebraError.band(order: 3, halfBandwidth: 3)) {
      try SymmetricBanded(order: 3, halfBandwidth: 3)
    }
    for (order, half) in [(0, 0), (5, -1), (1 << 31, 0), (1 << 28, 8)] {
      #expect(throws: LinearAlgebraError.self) { try SymmetricBanded(order: order, halfBandwidth: half) }
    }
    var matrix = try SymmetricBanded(order: 3, halfBandwidth: 1)
    for row in 0..<3 { matrix[row, row] = 1 }
    #expect(throws: LinearAlgebraError.size(expected: 3, found: 2)) { try matrix.times([1, 2]) }
    let unit = try BandedCholesky(matrix)
    #expect(throws: LinearAlgebraError.size(expected: 3, found: 4)) { try unit.solution([1, 2, 3, 4]) }
    #expect(throws: LinearAlgebraError.notFinite(index: 1)) { try unit.solution([1, .nan, 3]) }
    #expect(try unit.solution([]).isEmpty)
    // Minors 1, 0, …: singular; 1, −3: indefinite.
    matrix[1, 0] = 1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) { try BandedCholesky(matrix) }
    matrix[1, 0] = 2
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) { try BandedCholesky(matrix) }
    matrix[0, 0] = -1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 1)) { try BandedCholesky(matrix) }
    matrix[2, 1] = .infinity
    #expect(throws: LinearAlgebraError.notFinite(index: 3)) { try BandedCholesky(matrix) }
  }
}
