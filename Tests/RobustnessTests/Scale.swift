// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// How many cases to run: all of them in an optimised build, 0.4 % in a debug build, more by environment.
enum Scale {
  static let variable = "PALPATE_ROBUSTNESS_SCALE"

  #if DEBUG
    static let isDebug = true
  #else
    static let isDebug = false
  #endif

  static let factor: Double = {
    let asked = ProcessInfo.processInfo.environment[variable].flatMap(Double.init) ?? 1
    return max(asked, 0) * (isDebug ? 0.004 : 1)
  }()

  static func count(_ full: Int) -> Int { max(1, Int((Double(full) * factor).rounded())) }

  /// Every how-manyth of an exhaustive list to take; a factor above 1 cannot make a list longer.
  static let stride = max(1, Int((1 / min(factor, 1)).rounded()))

  static var words: String {
    isDebug
      ? "debug build: \(factor) of the cases (all of them in an optimised build: swift test -c release)"
      : "optimised build: \(factor) x the cases"
  }
}
