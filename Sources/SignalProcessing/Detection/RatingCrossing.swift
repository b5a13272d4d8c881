// SPDX-License-Identifier: GPL-3.0-or-later

/// When a continuous rating reaches a criterion.
public struct RatingCrossings: Sendable, Hashable {
  /// First upward crossing after which the rating stays at or above the criterion long enough; nil if there is none.
  public let firstPersistent: Double?
  /// Last upward crossing of all.
  public let last: Double?
  /// Upward crossings of the criterion that follow a fall below the hysteresis band.
  public let count: Int
  /// Whether the rating is at or above the criterion from the start.
  public let startsAbove: Bool

  /// - Parameters:
  ///   - times: Increasing stamps in s.
  ///   - ratings: As many ratings in cm; NaN keeps the value before.
  ///   - criterion: Rating that counts, in cm.
  ///   - persistence: Seconds the rating must stay at or above `criterion` − `hysteresis` once it has crossed.
  ///   - hysteresis: Dips smaller than this below the criterion do not end a stay. A dip below is a new crossing.
  ///     Never lets a stay end below zero: with a criterion no larger than the band the stay ends at half the criterion.
  /// Times are interpolated linearly between the samples around the crossing. A stay that the end of the recording
  /// cuts short counts as persistent, because the subject never went back.
  public init(times: [Double], ratings: [Double], criterion: Double, persistence: Double, hysteresis: Double) {
    let floor = criterion > hysteresis ? criterion - hysteresis : criterion / 2
    var first: Double?
    var last: Double?
    var count = 0
    var startsAbove = false
    var isUp = false
    var crossed: Double?
    var previous: (time: Double, rating: Double)?
    for (time, rating) in zip(times, ratings) where !rating.isNaN {
      if isUp, rating < floor {
        if let start = crossed, first == nil, time - start >= persistence { first = start }
        isUp = false
        crossed = nil
      } else if !isUp, rating >= criterion {
        isUp = true
        if let before = previous {
          let share = (criterion - before.rating) / (rating - before.rating)
          crossed = before.time + share * (time - before.time)
          last = crossed
          count += 1
        } else {
          startsAbove = true
        }
      }
      previous = (time, rating)
    }
    if isUp, first == nil, let start = crossed { first = start }
    self.firstPersistent = first
    self.last = last
    self.count = count
    self.startsAbove = startsAbove
  }
}
