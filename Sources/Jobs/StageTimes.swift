// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What the stages of the work on one file cost, in the order in which they ended.
struct StageTimes: Sendable, CustomStringConvertible {
  private(set) var stages: [(name: String, seconds: Double)] = []
  private var last = ContinuousClock.now

  /// Ends a stage that began where the one before ended.
  mutating func end(_ name: String) {
    let now = ContinuousClock.now
    stages.append((name, (now - last) / .seconds(1)))
    last = now
  }

  /// Adds a stage that ran beside others.
  mutating func add(_ name: String, _ seconds: Double) { stages.append((name, seconds)) }

  /// Such as `read 0.213 s, quality 0.02 s, ppt 0.4 s`; shows milliseconds.
  var description: String {
    stages.map { "\($0.name) \(DecimalText.shortest(($0.seconds * 1000).rounded() / 1000)) s" }.joined(separator: ", ")
  }
}
