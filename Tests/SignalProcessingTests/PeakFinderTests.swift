// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

/// What `Fixtures/oracles/peaks.py` had `scipy.signal.find_peaks` find.
private struct PeakOracle: Decodable, Sendable {
  struct Case: Decodable, Sendable {
    let signal: Int
    let height, prominence: Double?
    let distance: Int
    let indices: [Int]
    let prominences: [Double]?
  }
  let signals: [[Double]]
  let cases: [Case]

  static let loaded = Result { try Oracle.load("peaks", as: PeakOracle.self) }
}

@Suite struct PeakFinderTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  private static func find(_ finder: PeakFinder, _ x: [Double], _ level: KernelLevel) -> PeakFinder.Peaks {
    var peaks = PeakFinder.Peaks()
    finder.find(in: x.span, into: &peaks, level: level)
    return peaks
  }

  @Test(arguments: levels) func peaksEqualSciPy(_ level: KernelLevel) throws {
    let oracle = try PeakOracle.loaded.get()
    #expect(oracle.cases.count > 60)
    for (number, expected) in oracle.cases.enumerated() {
      let finder = try PeakFinder(
        height: expected.height, distance: expected.distance, prominence: expected.prominence)
      let found = Self.find(finder, oracle.signals[expected.signal], level)
      let (isPlace, isHeight) = (
        found.indices == expected.indices, found.prominences == expected.prominences ?? []
      )
      #expect(isPlace && isHeight, "case \(number)")
    }
  }

  /// Peaks taken one after the other, highest first, the plain way.
  private static func reference(_ x: [Double], _ distance: Int) -> [Int] {
    var peaks: [Int] = []
    var i = 1
    while i < x.count - 1 {
      guard x[i] > x[i - 1] else {
        i += 1
        continue
      }
      var end = i
      while end + 1 < x.count, x[end + 1] == x[i] { end += 1 }
      if end + 1 < x.count, x[end + 1] < x[i] { peaks.append((i + end) / 2) }
      i = end + 1
    }
    var kept: [Int] = []
    for peak in peaks.sorted(by: { (x[$0], $0) > (x[$1], $1) }) where kept.allSatisfy({ abs($0 - peak) >= distance }) {
      kept.append(peak)
    }
    return kept.sorted()
  }

  /// Ties, plateaus, slopes of peaks in either direction, and every alignment of the vectors.
  @Test(arguments: levels) func everyKindOfSignalFollowsTheDefinition(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 3)
    for round in 0..<120 {
      let count = Int.random(in: 0...400, using: &generator)
      let steps = [3.0, 20, 1e9][round % 3]
      let slope = [0, 0.5, -0.5, 1e-3][round % 4]
      let x = (0..<count).map { k in
        (Double.random(in: -1...1, using: &generator) * steps).rounded() / steps + slope * Double(k)
      }
      for distance in [1, 2, 5, 40, 1000] {
        let found = Self.find(try PeakFinder(distance: distance), x, level).indices
        let isSame = found == Self.reference(x, distance)
        #expect(isSame, "round \(round), distance \(distance)")
      }
    }
  }

  /// A hundred thousand peaks up a slope and down again: the worst case of a walk from peak to peak.
  @Test func longSlopesTakeNoLonger() throws {
    let n = 200_000
    let x = (0..<n).map { k in Double(min(k, n - k)) + (k % 2 == 0 ? 3 : 0) }
    let peaks = try PeakFinder(distance: 10, prominence: 1).find(in: x)
    #expect(peaks.indices.count > 15_000 && peaks.prominences.allSatisfy { $0 >= 1 })
    #expect(zip(peaks.indices, peaks.indices.dropFirst()).allSatisfy { $1 - $0 >= 10 })
  }

  @Test func missingSamplesSplit() throws {
    let (a, b): ([Double], [Double]) = ([0, 3, 1, 2, 0, 5], [5, 1, 4, 2, 2.5, 2])
    let finder = try PeakFinder(distance: 1, prominence: 0)
    let (first, second) = (finder.find(in: a), finder.find(in: b))
    let both = finder.find(in: a + [.nan] + b)
    #expect(both.indices == first.indices + second.indices.map { $0 + a.count + 1 })
    #expect(both.prominences == first.prominences + second.prominences)
    #expect(first.indices == [1, 3] && first.prominences == [3, 1])
    for few in [[], [1], [1, 2], [.nan, 3, .nan]] { #expect(finder.find(in: few).indices.isEmpty) }
    #expect(throws: DetectionError.distance(0)) { try PeakFinder(distance: 0) }
    #expect(throws: DetectionError.notANumber) { try PeakFinder(prominence: .nan) }
  }
}

@Suite struct SampleMomentsTests {
  /// Within 4 ε of 60-digit sums, for a mean a million times the spread as well; the same bits at every level.
  @Test(arguments: PeakFinderTests.levels) func momentsAreExact(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 4)
    for (count, offset) in [(1, 0.0), (2, 1e6), (31, 0), (2048, -3), (2049, 1e6), (30_011, 1e6), (100_000, 0)] {
      var x = (0..<count).map { _ in offset + .random(in: -1...1, using: &generator) }
      let sum = x.reduce(DoubleDouble(0)) { $0 + DoubleDouble($1) }
      let mean = sum / DoubleDouble(count)
      let squares = x.reduce(DoubleDouble(0)) {
        let deviation = DoubleDouble($1) - mean
        return $0 + deviation * deviation
      }
      let found = SampleMoments(of: x.span, level: level)
      #expect(found.count == count)
      #expect(abs(found.mean - mean.high) <= 4 * .ulpOfOne * (abs(offset) + 1))
      #expect(abs(found.sumOfSquares - squares.high) <= 8 * .ulpOfOne * squares.high, "\(count) \(offset)")
      #expect(found == SampleMoments(of: x.span, level: .baseline))
      #expect((found.standardDeviation == nil) == (count < 2))
      for index in stride(from: 0, to: count, by: 700) { x.insert(.nan, at: index) }
      let withGaps = SampleMoments(of: x.span, level: level)
      #expect(withGaps.count == count && abs(withGaps.sumOfSquares - squares.high) <= 8 * .ulpOfOne * squares.high)
    }
    #expect(SampleMoments(of: [1e308, 1e308, 1e308]).mean == .infinity)
    #expect(SampleMoments(of: [.nan]).mean.isNaN && SampleMoments(of: []).count == 0)
    #expect(SampleMoments(of: [Double](repeating: 0.1, count: 9999)).sumOfSquares <= 1e-29)
  }
}
