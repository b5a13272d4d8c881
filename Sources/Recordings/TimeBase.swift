// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// When the samples of a recording were taken, in seconds from its start.
public enum TimeBase: Sendable, Hashable {
  /// Sample `i` at `start + i / rate`. `measured` tells a rate found from stamps from a declared one.
  case even(start: Double, rate: Hertz, measured: Bool)
  /// One stamp a sample, strictly increasing.
  case stamped([Double])

  /// Time of sample `index` in s.
  @inlinable public func time(_ index: Int) -> Double {
    switch self {
    case .even(let start, let rate, _): start + Double(index) / rate.value
    case .stamped(let stamps): stamps[index]
    }
  }

  /// All stamps of a recording of `count` samples.
  public func stamps(count: Int) -> [Double] {
    switch self {
    case .even(let start, let rate, _): (0..<count).map { start + Double($0) / rate.value }
    case .stamped(let stamps): stamps
    }
  }
}

/// A stretch without samples: longer than three median intervals.
public struct TimeGap: Sendable, Hashable {
  /// Index of the first sample after the gap.
  public let index: Int
  public let start: Double
  public let end: Double

  public init(index: Int, start: Double, end: Double) {
    self.index = index
    self.start = start
    self.end = end
  }
}
