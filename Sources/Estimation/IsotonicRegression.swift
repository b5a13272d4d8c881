// SPDX-License-Identifier: GPL-3.0-or-later

/// The nearest series that never falls (or never rises), by weighted least squares.
///
/// Pool adjacent violators: Barlow, Bartholomew, Bremner & Brunk, *Statistical Inference under Order Restrictions* (1972).
public struct IsotonicRegression: Sendable, Hashable {
  public enum Direction: String, Sendable, Hashable, CaseIterable, Codable { case rising, falling }

  /// Neighbours that share a value.
  public struct Block: Sendable, Hashable {
    public let range: Range<Int>
    public let value: Double
  }

  /// In order, with values that rise (or fall) from one to the next.
  public let blocks: [Block]

  /// - Parameters:
  ///   - values: In the order of what they depend on (values at the same place averaged into one with their number as
  ///     weight); at least one.
  ///   - weights: As many, positive; all one when nil.
  public init(_ values: [Double], weights: [Double]? = nil, direction: Direction) throws(SampleError) {
    try SampleError.check(values, atLeast: 1)
    if let weights {
      guard weights.count == values.count else { throw .lengths(weights.count, values.count) }
      for (index, weight) in weights.enumerated() where !(weight >= 1e-100 && weight <= 1e100) {
        throw .weight(index: index, weight)
      }
    }
    let sign = direction == .rising ? 1.0 : -1.0
    var pool: [(start: Int, weight: Double, value: Double)] = []
    for (index, value) in values.enumerated() {
      var (start, weight, mean) = (index, weights?[index] ?? 1, sign * value)
      while let last = pool.last, last.value >= mean {
        let total = last.weight + weight
        mean = last.value + (mean - last.value) * (weight / total)
        (start, weight) = (last.start, total)
        pool.removeLast()
      }
      pool.append((start, weight, mean))
    }
    blocks = pool.indices.map { place in
      let end = place + 1 < pool.count ? pool[place + 1].start : values.count
      return Block(range: pool[place].start..<end, value: sign * pool[place].value)
    }
  }

  /// The series itself.
  public var values: [Double] { blocks.flatMap { [Double](repeating: $0.value, count: $0.range.count) } }
}
