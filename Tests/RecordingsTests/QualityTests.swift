// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@testable import Recordings

struct QualityTests {
  private func recording(_ samples: [Double], kind: ChannelKind = .force, _ timeBase: TimeBase? = nil) -> Recording {
    Recording(
      format: "test", channels: [Channel(name: "F", kind: kind, unit: .newton, samples: samples)],
      timeBase: timeBase ?? .even(start: 0, rate: Hertz(10), measured: false), sampleCount: samples.count)
  }

  @Test func aSaturatedSensorShowsAsARail() throws {
    let channel = try #require(Quality(of: recording([0, 1, 5, 9.5, 9.5, 9.5, 9.5, 4, 0, 9.5])).channels.first)
    #expect(channel.railHigh == ChannelQuality.Rail(value: 9.5, count: 5))
    #expect(channel.railLow == nil)
    #expect(channel.minimum == 0 && channel.maximum == 9.5)
  }

  @Test func aSharpPeakIsNoRail() {
    #expect(Quality(of: recording([0, 1, 5, 9.5, 9.5, 4, 0])).channels[0].railHigh == nil)
  }

  @Test func theLowerRailOfAnAlternatingSignalIsFound() {
    let channel = Quality(of: recording([0, -2, -2, -2, 1, 2, 2, 2, 2])).channels[0]
    #expect(channel.railLow == ChannelQuality.Rail(value: -2, count: 3))
    #expect(channel.railHigh == ChannelQuality.Rail(value: 2, count: 4))
  }

  @Test func quantumMissingAndFlatStretch() {
    let channel = Quality(of: recording([0, 0.25, 1.25, .nan, 3, 3, 3, 3, 2.5])).channels[0]
    #expect(channel.quantum == 0.25)
    #expect(channel.missing == 1)
    #expect(abs(channel.longestFlat - 0.3) < 1e-12)
  }

  @Test func aChannelWithoutSamplesHasNoExtremes() {
    let channel = Quality(of: recording([.nan, .nan])).channels[0]
    #expect(channel.minimum == nil && channel.maximum == nil && channel.quantum == nil && channel.missing == 2)
  }

  @Test func gapsAndJitterOfStamps() {
    let stamps = [0, 0.1, 0.2, 0.3, 1.3, 1.4, 1.52, 1.6]
    let time = Quality(of: recording(Array(repeating: 1, count: 8), .stamped(stamps))).time
    #expect(time.gaps == [TimeGap(index: 4, start: 0.3, end: 1.3)])
    #expect(abs(time.medianInterval - 0.1) < 1e-12)
    // Six intervals without the gap in 0.6 s.
    #expect(abs(time.rate - 10) < 1e-9)
    // Deviations 0, 0, 0, 0, 20, -20 ms over five degrees of freedom.
    #expect(abs(time.jitterSD - (2 * 0.02 * 0.02 / 5).squareRoot()) < 1e-12)
    #expect(time.isMeasured)
  }

  @Test func idleDriftIsTheDifferenceOfTheEnds() {
    let samples = (0..<100).map { index in index > 30 && index < 60 ? 50 : 0.01 * Double(index) }
    let drift = Quality(of: recording(samples)).channels[0].idleDrift
    // Medians of samples 0–10 and 89–99.
    #expect(drift.map { abs($0 - 0.89) < 1e-9 } == true)
    #expect(Quality(of: recording(samples.map { 100 - $0 })).channels[0].idleDrift == nil)
  }

  @Test func anEmptyRecordingHasNoRate() {
    let time = Quality(of: recording([], .stamped([]))).time
    #expect(time.rate == 0 && time.duration == 0 && time.gaps.isEmpty)
  }
}

/// Long recordings take other ways than short ones, to the same answers.
struct LongRecordingTests {
  /// Stamps with jitter, ties and gaps, against sorting.
  @Test(arguments: [2, 3, 100, 9000, 40_001, 100_000]) func orderStatisticsAreThoseOfSorting(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    for kind in 0..<4 {
      let values: [Double] = (0..<count).map { index in
        switch kind {
        case 0: Double.random(in: -1...1, using: &generator)
        case 1: Double(Int.random(in: 0...3, using: &generator))
        // Sampling at equal distances sees one value only.
        case 2: index % (count / 4096 + 1) == 0 ? 5 : Double(index)
        default: index < count / 2 ? 0.001 : .infinity
        }
      }
      let sorted = values.sorted()
      for rank in [0, 1, count / 3, count / 2, count * 99 / 100, count - 1] {
        #expect(OrderStatistic.find(rank, of: count) { values[$0] } == sorted[rank], "kind \(kind), rank \(rank)")
      }
    }
  }

  /// Intervals of jittered stamps with gaps, against sorting and two passes.
  @Test(arguments: [2, 3, 4, 5, 511, 513, 514, 4097, 50_000, 50_001]) func intervalsAreThoseOfSorting(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    var stamps = [0.0]
    while stamps.count < count {
      let isGap = count > 100 && Int.random(in: 0..<300, using: &generator) == 0
      stamps.append(stamps[stamps.count - 1] + Double.random(in: 0.004...0.006, using: &generator) * (isGap ? 9 : 1))
    }
    let intervals = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
    let sorted = intervals.sorted()
    let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    let kept = intervals.filter { $0 <= 3 * median }
    let mean = kept.reduce(0, +) / Double(kept.count)
    let variance = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, kept.count - 1))
    let found = IntervalStatistics(stamps)
    #expect(found.median == median && found.upperMedian == sorted[sorted.count / 2])
    #expect(abs(found.deviation - variance.squareRoot()) <= 1e-13 * median)
    #expect(found.gaps.map(\.index) == intervals.indices.filter { intervals[$0] > 3 * median }.map { $0 + 1 })
    #expect(found.gaps.allSatisfy { $0.start == stamps[$0.index - 1] && $0.end == stamps[$0.index] })
    var recording = Recording(
      format: "test", channels: [], timeBase: .stamped([0, 1]), intervals: IntervalStatistics([0, 1]), sampleCount: 2)
    recording.timeBase = .stamped(stamps)
    #expect(recording.intervals == found, "what was known of other stamps is forgotten")
  }

  @Test func distinctValuesAreSortedOnce() {
    var generator = SeededGenerator(seed: 3)
    let few =
      (0..<50_000).map { _ in Double(Int.random(in: -900...900, using: &generator)) / 8 } + [.nan, -0.0, .infinity]
    #expect(DistinctValues.sorted(few) == Array(Set(few.filter(\.isFinite))).sorted())
    let many = (0..<600_000).map { _ in Double.random(in: 0...1, using: &generator) }
    #expect(DistinctValues.sorted(many + [.nan]) == many.sorted())
    #expect(DistinctValues.sorted([]).isEmpty)
  }
}
