// SPDX-License-Identifier: GPL-3.0-or-later

/// Speed levels told by their rates: counted from the slowest, each holding all within 3 % of the slowest rate in it.
enum SpeedLevels {
  private static let width = 1.03

  /// The level of each rate, from 1, in the order of the rates given.
  static func numbers(_ rates: [Double]) -> [Int] {
    var numbers = [Int](repeating: 0, count: rates.count)
    var level = 0
    var first = -Double.infinity
    // Against the first rate of the level, not the one before: steps of 2 % would chain all rates into one.
    for index in rates.indices.sorted(by: { (rates[$0], $0) < (rates[$1], $1) }) {
      if level == 0 || rates[index] > first * width { (level, first) = (level + 1, rates[index]) }
      numbers[index] = level
    }
    return numbers
  }
}
