// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// The samples of a channel in a few numbers, in the channel's unit.
public struct ChannelSummary: Sendable, Hashable {
  /// Samples that are missing.
  public var missing: Int
  /// Nil when all samples are missing.
  public var minimum: Double?
  public var maximum: Double?
  /// Smallest difference between two different values: the step of the converter, where there is one.
  public var step: Double?
  /// Longest run of samples that all sit at the maximum; from three on it looks like a rail.
  public var longestAtMaximum: Int
  /// Samples at or beyond the ends of the declared range; nil without one.
  public var clipped: Int?

  public init(_ channel: Channel) {
    let present = channel.samples.filter(\.isFinite)
    missing = channel.samples.count - present.count
    let sorted = Set(present).sorted()
    minimum = sorted.first
    maximum = sorted.last
    step = zip(sorted.dropFirst(), sorted).map { $0 - $1 }.min()
    longestAtMaximum = 0
    if let maximum, sorted.count > 1 {
      var run = 0
      for sample in channel.samples {
        run = sample == maximum ? run + 1 : 0
        longestAtMaximum = max(longestAtMaximum, run)
      }
    }
    clipped = channel.calibration.range.map { range in
      present.count { $0 <= range.lowerBound || $0 >= range.upperBound }
    }
  }
}
