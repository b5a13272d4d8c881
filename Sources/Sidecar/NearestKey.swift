// SPDX-License-Identifier: GPL-3.0-or-later

/// The valid key a mistyped one most likely stands for.
enum NearestKey {
  /// - Returns: The candidate of least edit distance, ties in favour of the first; empty only without candidates.
  static func of(_ key: String, among candidates: [String]) -> String {
    let typed = fold(key)
    var best = ""
    var bestDistance = Int.max
    for candidate in candidates {
      let distance = editDistance(typed, fold(candidate))
      if distance < bestDistance { (best, bestDistance) = (candidate, distance) }
    }
    return best
  }

  /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours count one each.
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }

  /// Case and dashes do not count; over-long keys are cut, as no valid key is that long.
  private static func fold(_ key: String) -> [UInt8] {
    key.utf8.prefix(64).map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 32
      case UInt8(ascii: "-"), UInt8(ascii: " "): UInt8(ascii: "_")
      default: byte
      }
    }
  }
}
