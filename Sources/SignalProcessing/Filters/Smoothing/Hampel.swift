// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Finds and replaces single outliers by the median of their neighbourhood.
///
/// A sample is an outlier when it differs from the median of the centred window by more than `threshold` times 1.4826
/// times the median absolute deviation of the window, the factor that makes it the standard deviation of normal noise.
/// The window shrinks symmetrically towards the ends of a stretch; missing samples split.
///
/// - SeeAlso: Pearson, *Outliers in process modeling and identification*, IEEE Trans. Control Syst. Technol. 10 (2002).
public struct Hampel: Sendable {
  public let window: MovingWindow
  public let threshold: Double

  /// - Parameters:
  ///   - length: Samples in the window, odd, 3...10,001.
  ///   - threshold: In standard deviations, 0 or more.
  public init(length: Int, threshold: Double = 3) throws(FilterDesignError) {
    guard length >= 3, length <= 10_001 else {
      throw .specification("window of \(length) samples: expected an odd number of 3 to 10,001")
    }
    guard threshold >= 0, threshold.isFinite else { throw .specification("threshold \(threshold): expected 0 or more") }
    window = try MovingWindow(length: length)
    self.threshold = threshold
  }

  /// - Returns: The samples with outliers replaced, and where those were. Infinite samples are missing.
  public func apply(_ samples: [Double]) -> (cleaned: [Double], outliers: [Int]) {
    let cleaned = [Double].fresh(count: samples.count) { apply(samples.span, into: &$0) }
    // An outlier differs from its median.
    let outliers = samples.indices.filter { samples[$0] != cleaned[$0] && samples[$0].isFinite }
    return (cleaned, outliers)
  }

  /// - Parameter output: Receives the samples with outliers replaced, in other memory.
  public func apply(_ samples: Span<Double>, into output: inout MutableSpan<Double>) {
    apply(samples, into: &output, level: .current)
  }

  func apply(_ samples: Span<Double>, into output: inout MutableSpan<Double>, level: KernelLevel) {
    var windows = SlidingWindows(OutlierReplacement(self, level: level))
    windows.whole(samples, into: &output)
  }
}

/// ``Hampel`` for streams: half a window late (``latency``), at the start of a stretch with its first whole window.
public struct RunningHampel: ~Copyable, StreamProcessor {
  public struct Output: Sendable, Hashable {
    /// One for each sample of the stream.
    public var cleaned: [Double] = []
    /// Indexes of the outliers, counted from the start of the stream.
    public var outliers: [Int] = []

    public init() {}
  }

  public let filter: Hampel
  public var latency: Int { filter.window.length / 2 }
  private var windows: SlidingWindows<OutlierReplacement>

  public init(_ filter: Hampel) { self.init(filter, level: .current) }

  init(_ filter: Hampel, level: KernelLevel) {
    self.filter = filter
    windows = SlidingWindows(OutlierReplacement(filter, level: level))
  }

  public mutating func process(_ input: Span<Double>, into output: inout Output) {
    windows.append(input, to: &output.cleaned)
    output.outliers += windows.statistic.takeOutliers()
  }

  public mutating func finish(into output: inout Output) {
    windows.finish(&output.cleaned)
    output.outliers += windows.statistic.takeOutliers()
    windows.statistic.position = 0
  }
}

/// The middle sample of each window, or its median.
struct OutlierReplacement: ShrinkingStatistic {
  let length: Int
  private let factor: Double
  private var median: MovingMedian
  private let medians = Scratch(count: 1024)
  private let level: KernelLevel
  /// Outputs given so far.
  var position = 0
  private var outliers: [Int] = []

  init(_ filter: Hampel, level: KernelLevel) {
    length = filter.window.length
    factor = filter.threshold * 1.4826
    self.level = level
    median = MovingMedian(length: length, level: level)
  }

  mutating func takeOutliers() -> [Int] {
    defer { outliers.removeAll(keepingCapacity: true) }
    return outliers
  }

  mutating func missing() { position += 1 }

  mutating func whole(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, isFirst: Bool) {
    // In place of the medians: no memory of the length of the signal.
    unsafe median.whole(x, y, count, isFirst: isFirst)
    for start in stride(from: 0, to: count, by: 1024) {
      let now = min(count - start, 1024)
      unsafe medians.base.update(from: y + start, count: now)
      unsafe palpate_replace_outliers(level.code, length, factor, x + start, medians.base, y + start, now)
    }
    for k in 0..<count where unsafe y[k] != x[k + half] { outliers.append(position + k) }
    position += count
  }

  mutating func head(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    unsafe shrunk(x, y, step: 1, half)
    unsafe note(x, y, half)
  }

  mutating func tail(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    unsafe shrunk(x + (length - 1), y + (half - 1), step: -1, half)
    unsafe note(x + (half + 1), y, half)
  }

  mutating func short(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    unsafe shrunk(x, y, step: 1, (count + 1) / 2)
    unsafe shrunk(x + (count - 1), y + (count - 1), step: -1, count / 2)
    unsafe note(x, y, count)
  }

  private mutating func note(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) {
    for k in 0..<count where unsafe y[k] != x[k] { outliers.append(position + k) }
    position += count
  }

  mutating func shrunk(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, step: Int, _ count: Int
  ) {
    unsafe median.shrunk(x, y, step: step, count)
    for k in 0..<count {
      let middle = unsafe y[step * k]
      let window = unsafe step > 0 ? x : x - 2 * k
      unsafe palpate_replace_outliers(level.code, 2 * k + 1, factor, window, [middle], y + step * k, 1)
    }
  }
}
