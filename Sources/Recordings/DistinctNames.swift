// SPDX-License-Identifier: GPL-3.0-or-later

/// Names of which no two are the same.
package enum DistinctNames {
  /// - Parameter mark: What stands between a repeated name and its number, such as ` #` in `Force #2`.
  /// - Returns: The names in order, repeated ones with the lowest number from 2 on that is not taken.
  package static func of(_ names: [String], mark: String) -> [String] {
    var taken = Set(names)
    var seen: Set<String> = []
    var next: [String: Int] = [:]
    return names.map { name in
      if seen.insert(name).inserted { return name }
      var number = next[name] ?? 2
      while !taken.insert("\(name)\(mark)\(number)").inserted { number += 1 }
      next[name] = number + 1
      return "\(name)\(mark)\(number)"
    }
  }
}
