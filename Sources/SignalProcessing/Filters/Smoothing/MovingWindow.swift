// SPDX-License-Identifier: GPL-3.0-or-later

/// Statistics of a centred window that shrinks symmetrically towards the ends of a stretch.
///
/// Sample k is described by the samples from k − r to k + r, r the half width or what is left to the nearer end. Missing
/// samples split: no window reaches across one. Sums are added in pairs and nothing is ever subtracted from them, so
/// that a large sample is gone when it has left the window. ``RunningStatistic`` does the same for streams.
public struct MovingWindow: Sendable {
  /// Samples, odd.
  public let length: Int

  /// - Parameter length: Samples in the window, odd, 1...1,000,001.
  public init(length: Int) throws(FilterDesignError) {
    guard length % 2 == 1, length >= 1, length <= 1_000_001 else {
      throw .specification("window of \(length) samples: expected an odd number of 1 to 1,000,001")
    }
    self.length = length
  }

  /// Mean, within (1 + log₂ length) ε of the mean magnitude in the window.
  public func mean(_ samples: [Double]) -> [Double] { apply(.mean, samples) }

  /// Root of the mean square, within (2 + log₂ length) ε of itself, for magnitudes of 1e-150 to 1e150.
  public func rootMeanSquare(_ samples: [Double]) -> [Double] { apply(.rootMeanSquare, samples) }

  public func minimum(_ samples: [Double]) -> [Double] { apply(.minimum, samples) }
  public func maximum(_ samples: [Double]) -> [Double] { apply(.maximum, samples) }
  public func median(_ samples: [Double]) -> [Double] { apply(.median, samples) }

  /// - Returns: As many samples as given; missing ones stay missing.
  public func apply(_ statistic: MovingStatistic, _ samples: [Double]) -> [Double] {
    .fresh(count: samples.count) { apply(statistic, samples.span, into: &$0) }
  }

  /// - Parameter output: As many samples as given, in other memory.
  public func apply(_ statistic: MovingStatistic, _ samples: Span<Double>, into output: inout MutableSpan<Double>) {
    apply(statistic, samples, into: &output, level: .current)
  }

  func apply(
    _ statistic: MovingStatistic, _ samples: Span<Double>, into output: inout MutableSpan<Double>, level: KernelLevel
  ) {
    switch statistic {
    case .mean, .rootMeanSquare:
      let sums = MovingSums(length: length, isSquared: statistic == .rootMeanSquare, level: level)
      var windows = SlidingWindows(sums)
      windows.whole(samples, into: &output)
    case .minimum, .maximum:
      var windows = SlidingWindows(MovingExtreme(length: length, isMaximum: statistic == .maximum, level: level))
      windows.whole(samples, into: &output)
    case .median:
      var windows = SlidingWindows(MovingMedian(length: length, level: level))
      windows.whole(samples, into: &output)
    }
  }
}

/// What ``MovingWindow`` tells of each window.
public enum MovingStatistic: String, Sendable, Hashable, CaseIterable {
  case mean, rootMeanSquare, minimum, maximum, median
}
