// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// When each turn was full, in seconds, and how much one turn differs from the next.
public struct CycleTimes: Sendable, Hashable {
  /// Instants stretch after stretch; how many turns lie between two stretches is not known.
  public let instants: [[Double]]

  /// - Parameter instants: Increasing in each stretch.
  public init(instants: [[Double]]) { self.instants = instants }

  /// Seconds from each instant to the next of its stretch.
  public var durations: [Double] { instants.flatMap { times in zip(times.dropFirst(), times).map { $0 - $1 } } }

  /// Nil with fewer than two durations.
  ///
  /// Drift counts as jitter: take a steady stretch, or a trend out of the durations first.
  public func jitter() -> CycleJitter? {
    let durations = durations
    let moments = SampleMoments(of: durations)
    guard let deviation = moments.standardDeviation, moments.mean > 0 else { return nil }
    var distances = durations.map { abs($0 - moments.mean) }
    let rank = min(distances.count - 1, Int((0.99 * Double(distances.count)).rounded(.up)) - 1)
    return CycleJitter(
      count: moments.count, mean: Seconds(moments.mean), standardDeviation: Seconds(deviation),
      percentile99: Seconds(Median.element(rank, of: &distances)))
  }
}

/// Scatter of the durations of turns.
public struct CycleJitter: Sendable, Hashable {
  /// Number of turns.
  public let count: Int
  public let mean: Seconds
  /// Over n − 1.
  public let standardDeviation: Seconds
  /// 99 % of the durations differ from their mean by no more than this (nearest rank).
  public let percentile99: Seconds
  /// Standard deviation as a share of the mean.
  public var coefficientOfVariation: Double { standardDeviation.value / mean.value }
}
