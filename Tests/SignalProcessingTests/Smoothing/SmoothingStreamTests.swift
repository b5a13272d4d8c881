// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

/// Bits, every NaN counting as one.
func bits(_ values: [Double]) -> [UInt64] { values.map { $0.isNaN ? .max : $0.bitPattern } }

/// Noise with ties, both zeros, spikes and missing samples.
func rough(_ count: Int, seed: UInt64, missing: Double = 0.003) -> [Double] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    let value = Double.random(in: -1...1, using: &generator)
    let kind = Double.random(in: 0..<1, using: &generator)
    if kind < missing { return [.nan, .infinity, -.infinity].randomElement(using: &generator) ?? .nan }
    if kind < 0.05 { return value > 0 ? 0 : -0.0 }
    if kind < 0.3 { return (value * 4).rounded() }
    return kind < 0.31 ? value * 1e12 : value
  }
}

/// Feeds a signal in random chunks, empty ones included.
func inChunks<P: StreamProcessor & ~Copyable>(
  _ processor: inout P, _ x: [Double], most: Int, _ generator: inout SeededGenerator, into output: inout P.Output
) {
  var start = 0
  while start < x.count {
    let count = min(Int.random(in: 0...most, using: &generator), x.count - start)
    processor.process(x.span.extracting(start..<(start + count)), into: &output)
    start += count
  }
  processor.finish(into: &output)
}

@Suite struct SmoothingStreamTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  /// For every statistic: a thousand chunkings, bit for bit what the whole gives; the machine is used again and again.
  @Test(arguments: MovingStatistic.allCases, levels)
  func aThousandChunkingsGiveTheSameBits(_ statistic: MovingStatistic, _ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 31)
    let x = rough(3000, seed: 32)
    var differing = 0
    for round in 0..<50 {
      let length = [1, 3, 5, 7, 9, 11, 25, 101, 257][round % 9]
      let part = Array(x.prefix(Int.random(in: 0...3000, using: &generator)))
      let window = try MovingWindow(length: length)
      let whole = [Double].fresh(count: part.count) {
        window.apply(statistic, part.span, into: &$0, level: level)
      }
      var running = try RunningStatistic(statistic, length: length, level: level)
      for _ in 0..<20 {
        var found: [Double] = []
        inChunks(&running, part, most: [1, 7, 300, 3000][round % 4], &generator, into: &found)
        if bits(found) != bits(whole) { differing += 1 }
      }
    }
    #expect(differing == 0)
  }

  @Test(arguments: levels) func savitzkyGolayInAThousandChunkings(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 33)
    let x = rough(3000, seed: 34)
    var differing = 0
    for round in 0..<50 {
      let filter = try SavitzkyGolay(
        window: [1, 5, 11, 51, 101][round % 5], order: round % 5 == 0 ? 0 : 3,
        derivative: round % 5 == 0 ? 0 : round % 3,
        sampleRate: Hertz(1000))
      let part = Array(x.prefix(Int.random(in: 0...3000, using: &generator)))
      let whole = [Double].fresh(count: part.count) { filter.apply(part.span, into: &$0, level: level) }
      var running = RunningSavitzkyGolay(filter, level: level)
      for _ in 0..<20 {
        var found: [Double] = []
        inChunks(&running, part, most: [1, 7, 300, 3000][round % 4], &generator, into: &found)
        if bits(found) != bits(whole) { differing += 1 }
      }
    }
    #expect(differing == 0)
  }

  @Test(arguments: levels) func hampelInAThousandChunkings(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 36)
    let x = rough(2000, seed: 37)
    var differing = 0
    for round in 0..<50 {
      let filter = try Hampel(length: [3, 5, 9, 11, 51, 301][round % 6], threshold: [0, 1, 3][round % 3])
      let part = Array(x.prefix(Int.random(in: 0...2000, using: &generator)))
      let whole = filter.apply(part)
      var running = RunningHampel(filter, level: level)
      for _ in 0..<20 {
        var found = RunningHampel.Output()
        inChunks(&running, part, most: [1, 7, 300, 3000][round % 4], &generator, into: &found)
        if bits(found.cleaned) != bits(whole.cleaned) || found.outliers != whole.outliers { differing += 1 }
      }
    }
    #expect(differing == 0)
  }

  /// Sample by sample: result k is there once sample k + latency is, the first ones with the first whole window.
  @Test func resultsComeHalfAWindowLate() throws {
    let x = rough(300, seed: 35, missing: 0)
    for length in [1, 5, 31, 101] {
      let filter = try SavitzkyGolay(window: length, order: 0, sampleRate: Hertz(1000))
      var golay = RunningSavitzkyGolay(filter)
      var median = try RunningStatistic(.median, length: length)
      #expect(golay.latency == length / 2 && median.latency == length / 2)
      var (smooth, medians): ([Double], [Double]) = ([], [])
      for (index, value) in x.enumerated() {
        golay.process([value], into: &smooth)
        median.process([value], into: &medians)
        let expected = index + 1 < length ? 0 : index + 1 - length / 2
        #expect(smooth.count == expected && medians.count == expected)
      }
      golay.finish(into: &smooth)
      median.finish(into: &medians)
      #expect(smooth.count == x.count && medians.count == x.count)
    }
  }
}
