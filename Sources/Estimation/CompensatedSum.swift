// SPDX-License-Identifier: GPL-3.0-or-later

/// A running sum with what rounding took from it: as if it were carried in twice the digits.
/// Neumaier, Z Angew Math Mech 1974;54:39.
struct CompensatedSum: Sendable {
  private var sum = 0.0
  private var rest = 0.0

  mutating func add(_ value: Double) {
    let next = sum + value
    rest += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  var value: Double { sum + rest }
}
