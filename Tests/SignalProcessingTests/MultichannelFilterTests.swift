// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

/// Interleaved channels against each channel alone, bit for bit.
@Suite struct MultichannelFilterTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  /// Of every number of sections, of both kinds of state and mixed.
  private static func designs() throws -> [[Section]] {
    let rate = Hertz(1000)
    var designs = try [1, 2, 3, 4, 5, 6, 8, 9, 16, 31, 32].map {
      try Butterworth.lowpass(order: $0, cutoff: Hertz(100), sampleRate: rate)
    }
    designs.append(try Butterworth.highpass(order: 5, cutoff: Hertz(1), sampleRate: rate))
    designs.append(try Butterworth.lowpass(order: 4, cutoff: Hertz(490), sampleRate: rate))
    designs.append(try Butterworth.bandpass(order: 3, from: Hertz(200), to: Hertz(320), sampleRate: rate))
    return designs
  }

  private static func noise(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in .random(in: -1...1, using: &generator) }
  }

  private static func bits(_ values: [Double]) -> [UInt64] { values.map { $0.isNaN ? .max : $0.bitPattern } }

  /// Each channel through a filter of its own.
  private static func alone(
    _ x: [Double], _ channels: Int, _ table: CascadeTable, _ start: IIRFilter.Start, _ level: KernelLevel
  ) -> [Double] {
    var output = x
    for channel in 0..<channels {
      var filter = IIRFilter(table, start: start, level: level)
      let column = filter.process(stride(from: channel, to: x.count, by: channels).map { x[$0] })
      for (frame, value) in column.enumerated() { output[frame * channels + channel] = value }
    }
    return output
  }

  @Test(arguments: levels) func channelsEqualThemselvesAlone(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 31)
    let designs = try Self.designs()
    for (index, design) in designs.enumerated() {
      let table = try CascadeTable(design)
      for channels in [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 20] {
        let start = IIRFilter.Start.allCases[(index + channels) % 2]
        let x = Self.noise(channels * 700, &generator)
        var filter = MultichannelFilter(table, channels: channels, start: start, level: level)
        let found = filter.process(x)
        let expected = Self.alone(x, channels, table, start, level)
        #expect(Self.bits(found) == Self.bits(expected), "\(design.count) sections, \(channels) channels")
      }
    }
  }

  /// Gaps of single channels, of all at once, at the start, and channels without any sample.
  private static func holed(_ x: [Double], _ channels: Int, _ generator: inout SeededGenerator) -> [Double] {
    var x = x
    let frames = x.count / channels
    guard frames > 0 else { return x }
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let first = Int.random(in: 0..<frames, using: &generator)
      let last = min(frames, first + [1, 2, 40, 600][Int.random(in: 0..<4, using: &generator)])
      let only = Int.random(in: -1..<channels, using: &generator)
      let missing = [Double.nan, .infinity, -.infinity, 1e200][Int.random(in: 0..<4, using: &generator)]
      for frame in first..<last {
        for channel in 0..<channels where only < 0 || channel == only { x[frame * channels + channel] = missing }
      }
    }
    if Bool.random(using: &generator) {
      let dead = Int.random(in: 0..<channels, using: &generator)
      for frame in 0..<frames { x[frame * channels + dead] = .nan }
    }
    return x
  }

  @Test(arguments: levels) func aThousandChunkingsGiveTheBitsOfEachChannelAlone(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 32)
    let tables = try Self.designs().map { try CascadeTable($0) }
    var differing = 0
    for round in 0..<1000 {
      let table = tables[round % tables.count]
      let start = IIRFilter.Start.allCases[round % 2]
      let channels = Int.random(in: 1...11, using: &generator)
      let frames = Int.random(in: 0...500, using: &generator)
      let x = Self.holed(Self.noise(channels * frames, &generator), channels, &generator)
      let expected = Self.alone(x, channels, table, start, level)
      var filter = MultichannelFilter(table, channels: channels, start: start, level: level)
      var found: [Double] = []
      while found.count < x.count {
        let left = (x.count - found.count) / channels
        let most = [3, 40, 300][Int.random(in: 0..<3, using: &generator)]
        let length = channels * min(left, Int.random(in: 0...most, using: &generator))
        var chunk = Array(x[found.count..<(found.count + length)])
        switch round % 3 {
        case 0: filter.process(chunk, into: &found)
        case 1:
          var output = [Double](repeating: 0, count: length)
          var span = output.mutableSpan
          filter.process(chunk.span, into: &span)
          found += output
        default:
          var span = chunk.mutableSpan
          filter.process(inPlace: &span)
          found += chunk
        }
      }
      filter.finish(into: &found)
      if Self.bits(found) != Self.bits(expected) { differing += 1 }
    }
    #expect(differing == 0)
  }

  @Test func aResetFilterStartsAnew() throws {
    var generator = SeededGenerator(seed: 33)
    let design = try Butterworth.lowpass(order: 4, cutoff: Hertz(10), sampleRate: Hertz(1000))
    let x = Self.holed(Self.noise(5 * 400, &generator), 5, &generator)
    var filter = try MultichannelFilter(design, channels: 5)
    let first = filter.process(x)
    filter.reset()
    #expect(Self.bits(filter.process(x)) == Self.bits(first))
    #expect(filter.latency == 0)
  }

  @Test func noChannelsAreRefused() throws {
    let design = try Butterworth.lowpass(order: 2, cutoff: Hertz(10), sampleRate: Hertz(1000))
    for channels in [0, -1, .min] {
      #expect(throws: FilterDesignError.self) { _ = try MultichannelFilter(design, channels: channels) }
    }
  }
}
