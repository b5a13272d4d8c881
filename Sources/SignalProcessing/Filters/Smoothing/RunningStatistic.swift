// SPDX-License-Identifier: GPL-3.0-or-later

/// A statistic of a centred window, sample by sample along a stream: what ``MovingWindow`` gives for the whole signal.
///
/// Half a window late (``latency``); the results of the first half window of a stretch come with its first whole
/// window, or with its end.
public struct RunningStatistic: ~Copyable, StreamProcessor {
  public typealias Output = [Double]

  /// Longest window of a stream.
  public static let longest = 10_001

  public let window: MovingWindow
  public let statistic: MovingStatistic
  public var latency: Int { window.length / 2 }

  // One of them.
  private var sums: SlidingWindows<MovingSums>?
  private var extreme: SlidingWindows<MovingExtreme>?
  private var median: SlidingWindows<MovingMedian>?

  /// - Parameter length: Samples in the window, odd, 1...``longest``.
  public init(_ statistic: MovingStatistic, length: Int) throws(FilterDesignError) {
    try self.init(statistic, length: length, level: .current)
  }

  init(_ statistic: MovingStatistic, length: Int, level: KernelLevel) throws(FilterDesignError) {
    guard length % 2 == 1, length >= 1, length <= Self.longest else {
      throw .specification("window of \(length) samples: expected an odd number of 1 to 10,001")
    }
    window = try MovingWindow(length: length)
    self.statistic = statistic
    switch statistic {
    case .mean: sums = SlidingWindows(MovingSums(length: length, isSquared: false, level: level))
    case .rootMeanSquare: sums = SlidingWindows(MovingSums(length: length, isSquared: true, level: level))
    case .minimum: extreme = SlidingWindows(MovingExtreme(length: length, isMaximum: false, level: level))
    case .maximum: extreme = SlidingWindows(MovingExtreme(length: length, isMaximum: true, level: level))
    case .median: median = SlidingWindows(MovingMedian(length: length, level: level))
    }
  }

  public mutating func process(_ input: Span<Double>, into output: inout [Double]) {
    sums?.append(input, to: &output)
    extreme?.append(input, to: &output)
    median?.append(input, to: &output)
  }

  public mutating func finish(into output: inout [Double]) {
    sums?.finish(&output)
    extreme?.finish(&output)
    median?.finish(&output)
  }
}
