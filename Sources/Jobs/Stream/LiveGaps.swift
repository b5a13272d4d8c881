// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Finds stretches without samples along a stream, by the median of its first intervals.
struct LiveGaps {
  /// Intervals longer than so many medians are gaps.
  private let factor: Double
  /// s; nil while it is not known.
  private var interval: Double?
  private var learning: [Double] = []
  private var last: Double?

  /// - Parameter factor: In medians, as the analysis takes them.
  init(factor: Double) { self.factor = factor }

  /// - Parameter time: s from the first row, later than that of the row before.
  mutating func take(_ time: Double) -> [Issue] {
    defer { last = time }
    guard let interval else {
      learning.append(time)
      return learning.count > EvenRows.learning ? rest() : []
    }
    return last.flatMap { issue($0, time, interval) }.map { [$0] } ?? []
  }

  /// What is found once the interval is known, or at the end of a stream that was too short for it.
  mutating func rest() -> [Issue] {
    guard interval == nil, learning.count > 2, let median = learning.middleInterval else { return [] }
    interval = median
    defer { learning = [] }
    return zip(learning, learning.dropFirst()).compactMap { issue($0, $1, median) }
  }

  private func issue(_ before: Double, _ after: Double, _ interval: Double) -> Issue? {
    guard after - before > factor * interval else { return nil }
    // Microseconds: more digits are rounding errors of the difference.
    let length = ((after - before) * 1e6).rounded() / 1e6
    return Issue(
      .timeGap, "\(DecimalText.shortest(length)) s without samples after \(DecimalText.shortest(before)) s")
  }
}
