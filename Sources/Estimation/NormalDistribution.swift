// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
public enum NormalDistribution {
  /// P(Z ≤ z), accurate where it is tiny.
  public static func cumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  /// The `probability` quantile, 0 < probability < 1, by bisection to neighbouring doubles.
  public static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1)
    // The lower half keeps its digits.
    if probability > 0.5 { return -quantile(1 - probability) }
    var (low, high) = (-39.0, 0.0)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return middle }
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
  }
}
