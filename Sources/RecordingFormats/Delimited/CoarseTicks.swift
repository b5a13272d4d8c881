// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Rows of an even clock whose stamps come from a slower one, such as the 15.625 ms of a desktop's timer: several rows with
/// different values carry each stamp.
struct CoarseTicks {
  /// s from one tick to the next.
  let step: Double
  /// Of the rows.
  let clock: RoundedClock

  /// Roundings of the stamps that are none, as a share of a tick.
  private static let exact = 2e-4
  private static let widths = [1.0, 1.2]

  /// - Parameters:
  ///   - times: Non-decreasing stamps in s, many of them repeated.
  ///   - origin: What was subtracted from them.
  /// - Returns: Nil unless the different stamps are those of an even clock, some of its ticks left out perhaps, and an even
  ///   clock of the rows goes through all of them.
  init?(_ times: [Double], origin: Double) {
    var ticks: [Double] = []
    for time in times where time != ticks.last { ticks.append(time) }
    guard let middle = ticks.middleInterval, middle > 0 else { return nil }
    let rounding = max(RoundedClock.lastQuantum(times, origin) ?? 0, Self.exact * middle)
    guard let slow = RoundedClock(ticks, origin: origin, quantum: rounding, widths: Self.widths) else { return nil }
    step = 1 / slow.rate
    guard let clock = RoundedClock(times, origin: origin, quantum: step + rounding, widths: Self.widths) else {
      return nil
    }
    self.clock = clock
  }
}
