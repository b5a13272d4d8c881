// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import TestSupport
import Testing

/// Medians against a sort.
struct MedianTests {
  private func expected(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// Values in an order that is hard for one way of selecting or another.
  private func values(_ count: Int, _ kind: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { i in
      switch kind {
      case 0: Double.random(in: -1...1, using: &generator)
      case 1: Double(Int.random(in: 0...2, using: &generator))
      case 2: Double(i)
      case 3: Double(count - i)
      case 4: 7
      case 5: Double(min(i, count - i))
      case 6: Double(i % 2 == 0 ? i : -i)
      // A sample at equal distances sees one value only.
      case 7: i % max(count / 1024, 1) == 0 ? 1e9 : Double.random(in: 0...1, using: &generator)
      default: i == 0 ? .infinity : Double.random(in: 0...1, using: &generator)
      }
    }
  }

  @Test(arguments: 0..<9) func everyCountAndOrderGivesTheMiddle(_ kind: Int) {
    var generator = SeededGenerator(seed: UInt64(kind))
    for count in Array(1...300) + [1000, 8191, 8192, 8193, 20_000, 79_800] {
      var list = values(count, kind, &generator)
      let middle = expected(list)
      #expect(Median.of(list) == middle, "\(count) values of kind \(kind)")
      #expect(Median.select(&list) == middle, "\(count) values of kind \(kind)")
    }
  }

  @Test func risingLinesAreToldAsTheirSlopesAre() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      let count = Int.random(in: 1...60, using: &generator)
      let x = (0..<count).map { Double($0 / Int.random(in: 1...2, using: &generator)) }.sorted()
      let y = x.map { $0 * Double.random(in: -0.2...0.3, using: &generator) }
      #expect(TheilSen.isRising(x[...], y[...]) == ((TheilSen.slope(x[...], y[...]) ?? 0) > 0))
    }
  }
}
