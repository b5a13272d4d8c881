// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Testing

struct SideBySideTests {
  @Test func bothAreDoneOnce() {
    for round in 0..<2000 {
      var (first, second) = (0, 0)
      SideBySide.run {
        for k in 0..<(round % 50) { first += k }
        first += 1
      } _: {
        for k in 0..<(round % 70) { second += k }
        second += 1
      }
      #expect(first == (0..<(round % 50)).reduce(1, +) && second == (0..<(round % 70)).reduce(1, +))
    }
  }

  /// Runs inside runs end, however few threads there are.
  @Test func runsMayBeNested() {
    var counts = [0, 0, 0, 0]
    func nested(_ depth: Int) -> Int {
      guard depth > 0 else { return 1 }
      var (a, b) = (0, 0)
      SideBySide.run {
        a = nested(depth - 1)
      } _: {
        b = nested(depth - 1)
      }
      return a + b
    }
    for k in counts.indices { counts[k] = nested(2 * k) }
    #expect(counts == [1, 4, 16, 64])
  }
}
