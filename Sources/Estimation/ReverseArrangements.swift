// SPDX-License-Identifier: GPL-3.0-or-later

/// The reverse-arrangements test: do values drift?
///
/// Counts the pairs whose earlier value is the larger. Values in any order without a trend have n(n − 1)/4 of them; fewer
/// means they rise, more that they fall. Kendall's test of the values against their order.
///
/// - SeeAlso: Bendat & Piersol, *Random Data*, 4th ed., §4.5.2.
public struct ReverseArrangements: Sendable, Hashable {
  /// Up to this number of different values the probability is exact.
  public static let exactCount = 60

  public let count: Int
  /// Pairs with the larger value first; of equal values a half.
  public let arrangements: Double
  /// n(n − 1)/4.
  public let expected: Double
  /// Standard deviation without a trend: √(n(n − 1)(2n + 5)/72), less for equal values.
  public let deviation: Double
  /// Probability of a count as far from the expected one or further, without a trend; both sides. Exact without equal
  /// values up to ``exactCount``, else by the normal distribution with a correction for continuity.
  public let probability: Double

  /// - Parameter values: At least 10 in the order of time, none missing, not all the same. Neighbours must be independent:
  ///   take means of blocks that are longer than the values' memory.
  public init(_ values: [Double]) throws(SampleError) {
    try SampleError.check(values, atLeast: 10)
    let n = values.count
    let sorted = values.sorted()
    guard sorted[0] != sorted[n - 1] else { throw .noSpread }
    // Ranks, equal values sharing one.
    var ties: [Double] = []
    var start = 0
    for end in 1...n where end == n || sorted[end] != sorted[start] {
      if end - start > 1 { ties.append(Double(end - start)) }
      start = end
    }
    let equalPairs = ties.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    var work = values
    var spare = values
    let inversions = Self.inversions(&work, &spare, 0, n)
    count = n
    arrangements = Double(inversions) + equalPairs / 2
    let size = Double(n)
    expected = size * (size - 1) / 4
    let variance =
      (size * (size - 1) * (2 * size + 5) - ties.reduce(0) { $0 + $1 * ($1 - 1) * (2 * $1 + 5) }) / 72
    deviation = variance.squareRoot()
    if ties.isEmpty, n <= Self.exactCount {
      probability = Self.exact(n, min(inversions, n * (n - 1) / 2 - inversions))
    } else {
      let distance = max(abs(arrangements - expected) - 0.5, 0) / deviation
      probability = min(2 * NormalDistribution.cumulative(-distance), 1)
    }
  }

  /// Pairs with the larger value first; sorts on the way.
  private static func inversions(_ values: inout [Double], _ spare: inout [Double], _ low: Int, _ high: Int) -> Int {
    if high - low < 2 { return 0 }
    let middle = low + (high - low) / 2
    var number = inversions(&values, &spare, low, middle) + inversions(&values, &spare, middle, high)
    var (left, right) = (low, middle)
    for place in low..<high {
      if right == high || (left < middle && values[left] <= values[right]) {
        spare[place] = values[left]
        left += 1
      } else {
        spare[place] = values[right]
        right += 1
        number += middle - left
      }
    }
    for place in low..<high { values[place] = spare[place] }
    return number
  }

  /// Twice the probability of at most `most` inversions in a random order of `n` values, at most 1.
  private static func exact(_ n: Int, _ most: Int) -> Double {
    // Share of the orders of the first k values that have j inversions; the k-th adds 0 to k − 1, each as likely.
    var shares = [1.0]
    for k in 2...n {
      var next = [Double](repeating: 0, count: shares.count + k - 1)
      var window = 0.0
      for j in next.indices {
        if j < shares.count { window += shares[j] }
        if j >= k { window -= shares[j - k] }
        next[j] = window / Double(k)
      }
      shares = next
    }
    return min(2 * shares[0...most].reduce(0, +), 1)
  }
}
