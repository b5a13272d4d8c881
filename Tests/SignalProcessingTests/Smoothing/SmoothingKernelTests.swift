// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

/// Every kernel at every level against its definition.
@Suite struct SmoothingKernelTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  private static func apply(_ statistic: MovingStatistic, _ length: Int, _ x: [Double], _ level: KernelLevel) throws
    -> [Double]
  {
    let window = try MovingWindow(length: length)
    return .fresh(count: x.count) { window.apply(statistic, x.span, into: &$0, level: level) }
  }

  private static func windows(_ x: [Double], _ length: Int) -> [ArraySlice<Double>] {
    x.indices.map { k in
      let r = min(length / 2, k, x.count - 1 - k)
      return x[(k - r)...(k + r)]
    }
  }

  @Test(arguments: levels) func orderStatisticsAreExact(_ level: KernelLevel) throws {
    for (length, count) in [
      (1, 40), (3, 700), (5, 701), (7, 702), (9, 703), (11, 300), (101, 901), (255, 700), (1025, 3000),
    ] {
      let x = rough(count, seed: UInt64(length), missing: 0)
      let windows = Self.windows(x, length).map { $0.sorted() }
      #expect(try Self.apply(.median, length, x, level) == windows.map { $0[$0.count / 2] }, "median of \(length)")
      #expect(try Self.apply(.minimum, length, x, level) == windows.map { $0[0] }, "minimum of \(length)")
      #expect(try Self.apply(.maximum, length, x, level) == windows.map { $0[$0.count - 1] }, "maximum of \(length)")
    }
  }

  /// Clusters, outliers and equal samples, where buckets of equal width help little.
  @Test func mediansOfUnevenSamplesAreExact() throws {
    var generator = SeededGenerator(seed: 8)
    let kinds: [(Int) -> Double] = [
      { $0 / 500 % 2 == 0 ? 0 : 1e9 }, { _ in 3 }, { pow(10, Double($0 % 600) - 300) },
      { $0 % 700 == 0 ? 1e308 : -1e308 * Double($0 % 2) },
      { Double($0 % 50) * .leastNonzeroMagnitude },
    ]
    for (index, kind) in kinds.enumerated() {
      let noise = [1e-3, 0, 0, 0, 0][index]
      let x = (0..<2500).map { kind($0) + noise * .random(in: -1...1, using: &generator) }
      for length in [11, 61, 501] {
        let found = try MovingWindow(length: length).median(x)
        let isSame = found == Self.windows(x, length).map { $0.sorted()[$0.count / 2] }
        #expect(isSame, "kind \(index), \(length)")
      }
    }
  }

  /// Against the definition, written out.
  @Test(arguments: levels) func outliersFollowTheDefinition(_ level: KernelLevel) throws {
    let x = rough(900, seed: 9, missing: 0)
    for length in [3, 5, 7, 9, 11, 35, 151] {
      for threshold in [0.0, 0.6745, 1, 3] {
        let filter = try Hampel(length: length, threshold: threshold)
        let found = [Double].fresh(count: x.count) { filter.apply(x.span, into: &$0, level: level) }
        for (k, window) in Self.windows(x, length).enumerated() {
          let median = window.sorted()[window.count / 2]
          let deviation = window.map { abs($0 - median) }.sorted()[window.count / 2]
          let isOutlier = abs(x[k] - median) > threshold * 1.4826 * deviation
          #expect(found[k] == (isOutlier ? median : x[k]))
        }
      }
    }
  }

  /// A network that sorts all zeros and ones sorts everything: all 2^9 windows of them.
  @Test(arguments: levels) func networksSortZerosAndOnes(_ level: KernelLevel) throws {
    for length in [3, 5, 7, 9] {
      for pattern in 0..<(1 << length) {
        let window = (0..<length).map { Double((pattern >> $0) & 1) }
        // Surrounded by enough samples for whole vectors.
        let x = [Double](repeating: 0.5, count: 16) + window + [Double](repeating: 0.5, count: 16)
        let median = try Self.apply(.median, length, x, level)[16 + length / 2]
        #expect(median == (pattern.nonzeroBitCount > length / 2 ? 1 : 0))
      }
    }
  }

  /// The error of sums stays within the documented bound of the magnitudes in the window: no drift, no traces of spikes.
  @Test(arguments: levels) func sumsStayWithinTheirBound(_ level: KernelLevel) throws {
    for length in [1, 3, 5, 15, 51, 101, 127, 1001, 1023, 5001] {
      let x = rough(6000, seed: UInt64(length), missing: 0)
      let means = try Self.apply(.mean, length, x, level)
      let roots = try Self.apply(.rootMeanSquare, length, x, level)
      let logarithm = Double(Int.bitWidth - length.leadingZeroBitCount - 1)
      var (worstMean, worstRoot) = (0.0, 0.0)
      for (k, window) in Self.windows(x, length).enumerated() where k % (length > 500 ? 37 : 1) == 0 {
        let size = Double(window.count)
        let exact = window.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }
        let squares = window.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) * DoubleDouble($1) }
        let magnitude = window.reduce(0) { $0 + abs($1) } / size
        let root = (squares.high / size).squareRoot()
        if magnitude > 0 {
          worstMean = max(worstMean, abs(means[k] - exact.high / size) / magnitude)
          worstRoot = max(worstRoot, abs(roots[k] - root) / root)
        }
      }
      #expect(worstMean <= (1 + logarithm) * .ulpOfOne, "\(length): \(worstMean / .ulpOfOne) ε")
      #expect(worstRoot <= (2 + logarithm) * .ulpOfOne, "\(length): \(worstRoot / .ulpOfOne) ε")
    }
  }

  /// A spike leaves with its sample: windows without it are bit for bit what they were.
  @Test(arguments: levels) func aSpikeLeavesNothingBehind(_ level: KernelLevel) throws {
    let x = (0..<3000).map { 0.1 * Double($0 % 7) }
    var spiked = x
    spiked[1000] = 1e100
    for length in [3, 101, 1001] {
      for statistic in [MovingStatistic.mean, .rootMeanSquare] {
        let (clean, found) = (
          try Self.apply(statistic, length, x, level), try Self.apply(statistic, length, spiked, level)
        )
        for k in length..<(3000 - length) where abs(k - 1000) > length / 2 { #expect(found[k] == clean[k]) }
      }
    }
  }

  /// The folded convolution against sums in double-double, for either symmetry; and the levels with fused operations
  /// give the same bits.
  @Test(arguments: levels) func convolutionIsExact(_ level: KernelLevel) throws {
    let x = rough(800, seed: 5, missing: 0).map { abs($0) > 1e6 ? 1 : $0 }
    for (window, order) in [(1, 0), (3, 2), (5, 2), (9, 3), (11, 3), (17, 4), (51, 3), (101, 4), (201, 2)] {
      for derivative in 0...min(order, 2) {
        let filter = try SavitzkyGolay(window: window, order: order, derivative: derivative, sampleRate: Hertz(1))
        let found = [Double].fresh(count: x.count) { filter.apply(x.span, into: &$0, level: level) }
        var impulse = [Double](repeating: 0, count: 2 * window - 1)
        impulse[window - 1] = 1
        let taps = Array(filter.apply(impulse)[(window / 2)..<(window / 2 + window)].reversed())
        for k in stride(from: window / 2, to: x.count - window / 2, by: 3) {
          let part = x[(k - window / 2)...(k + window / 2)]
          let exact = zip(part, taps).reduce(DoubleDouble(0)) { $0 + DoubleDouble($1.0) * DoubleDouble($1.1) }
          let size = zip(part, taps).reduce(0) { $0 + abs($1.0 * $1.1) }
          #expect(abs(found[k] - exact.high) <= 8 * .ulpOfOne * size, "\(window) \(derivative)")
        }
        if level != .baseline {
          let lowest = [Double].fresh(count: x.count) { filter.apply(x.span, into: &$0, level: .v3) }
          #expect(bits(found) == bits(lowest))
        }
      }
    }
  }
}
