// SPDX-License-Identifier: GPL-3.0-or-later

/// Lengths of transforms without prime factors above 5, which are the fastest.
enum FastLength {
  /// The smallest 2^a·3^b·5^c that is at least `count`, 1 ≤ `count` ≤ 2⁴⁰.
  static func atLeast(_ count: Int) -> Int {
    precondition(count >= 1 && count <= 1 << 40, "no fast length for \(count)")
    var best = Int.max
    var five = 1
    while five < 5 * count {
      var odd = five
      while odd < 3 * count {
        var length = odd
        while length < count { length *= 2 }
        best = min(best, length)
        odd *= 3
      }
      five *= 5
    }
    return best
  }
}
