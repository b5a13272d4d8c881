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
    var detector = RatingCrossingDetector(criterion: criterion, persistence: persistence, hysteresis: hysteresis)
    var changes: [RatingCrossingDetector.Change] = []
    for (time, rating) in zip(times, ratings) { detector.process(time: time, rating: rating, into: &changes) }
    detector.finish(into: &changes)
    var first: Double?
    var last: Double?
    var count = 0
    for change in changes {
      switch change {
      case .crossing(let time):
        last = time
        count += 1
      case .persistent(let time): first = first ?? time
      }
    }
    firstPersistent = first
    self.last = last
    self.count = count
    startsAbove = detector.startsAbove
  }
}

/// Follows a rating sample by sample and tells when it crosses a criterion, and when it has stayed above long enough.
public struct RatingCrossingDetector: Sendable {
  public enum Change: Sendable, Hashable {
    /// The rating has crossed the criterion upwards at this time, s.
    case crossing(Double)
    /// The rating that crossed at this time has stayed up long enough.
    case persistent(Double)
  }

  public let criterion: Double
  public let persistence: Double
  /// Rating below which a stay ends.
  public let floor: Double
  /// Whether the rating was at or above the criterion from the start.
  public private(set) var startsAbove = false
  private var isUp = false
  /// Crossing of the present stay, until it has been found persistent.
  private var crossed: Double?
  private var previous: (time: Double, rating: Double)?

  /// Parameters as in ``RatingCrossings/init(times:ratings:criterion:persistence:hysteresis:)``.
  public init(criterion: Double, persistence: Double, hysteresis: Double) {
    self.criterion = criterion
    self.persistence = persistence
    floor = criterion > hysteresis ? criterion - hysteresis : criterion / 2
  }

  public mutating func process(time: Double, rating: Double, into changes: inout [Change]) {
    guard !rating.isNaN else { return }
    if let start = crossed, time - start >= persistence {
      changes.append(.persistent(start))
      crossed = nil
    }
    if isUp, rating < floor {
      isUp = false
      crossed = nil
    } else if !isUp, rating >= criterion {
      isUp = true
      if let before = previous {
        let share = (criterion - before.rating) / (rating - before.rating)
        let start = before.time + share * (time - before.time)
        crossed = start
        changes.append(.crossing(start))
      } else {
        startsAbove = true
      }
    }
    previous = (time, rating)
  }

  /// A stay that the end cuts short counts as persistent.
  public mutating func finish(into changes: inout [Change]) {
    if let start = crossed { changes.append(.persistent(start)) }
    crossed = nil
  }
}

/// The crossings of an evenly sampled rating as a stream; times in s from its first sample.
public struct RatingCrossingStream: StreamProcessor, Sendable {
  /// Sampling interval in s.
  public let interval: Double
  private var detector: RatingCrossingDetector
  private var position = 0

  public init(criterion: Double, persistence: Double, hysteresis: Double, interval: Double) {
    precondition(interval > 0, "the sampling interval is \(interval) s")
    self.interval = interval
    detector = RatingCrossingDetector(criterion: criterion, persistence: persistence, hysteresis: hysteresis)
  }

  /// A crossing is given with the first sample at or above the criterion; that it lasts, at most so many samples later.
  public var latency: Int { Int((detector.persistence / interval - 1e-6).rounded(.up)) + 1 }

  public mutating func process(_ input: Span<Double>, into output: inout [RatingCrossingDetector.Change]) {
    for index in input.indices {
      detector.process(time: Double(position) * interval, rating: input[index], into: &output)
      position += 1
    }
  }

  public mutating func finish(into output: inout [RatingCrossingDetector.Change]) {
    detector.finish(into: &output)
    let fresh = (detector.criterion, detector.persistence, detector.floor)
    detector = RatingCrossingDetector(criterion: fresh.0, persistence: fresh.1, floor: fresh.2)
    position = 0
  }
}

extension RatingCrossingDetector {
  fileprivate init(criterion: Double, persistence: Double, floor: Double) {
    self.criterion = criterion
    self.persistence = persistence
    self.floor = floor
  }
}
