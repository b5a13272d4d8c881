// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct IIRFilterTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  /// Cascades of every number of sections, of both kinds of state and mixed, with one-pole sections.
  private static func designs() throws -> [[Section]] {
    let rate = Hertz(1000)
    var designs: [[Section]] = []
    for order in [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 24, 31, 32] {
      designs.append(try Butterworth.lowpass(order: order, cutoff: Hertz(100), sampleRate: rate))
    }
    for order in [1, 2, 4, 5, 8, 11] {
      designs.append(try Butterworth.highpass(order: order, cutoff: Hertz(1), sampleRate: rate))
      designs.append(try Butterworth.lowpass(order: order, cutoff: Hertz(490), sampleRate: rate))
      designs.append(try Butterworth.bandpass(order: order, from: Hertz(200), to: Hertz(320), sampleRate: rate))
    }
    designs.append(try Resonance.notch(centre: Hertz(50), quality: 100, sampleRate: rate))
    designs.append(
      try Elliptic.bandstop(
        order: 4, passbandRipple: 0.1, stopbandAttenuation: 60, from: Hertz(45), to: Hertz(55), sampleRate: rate))
    return designs
  }

  private static func noise(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in .random(in: -1...1, using: &generator) }
  }

  private static func bits(_ values: [Double]) -> [UInt64] { values.map { $0.isNaN ? .max : $0.bitPattern } }

  private static func reference(_ table: CascadeTable, _ x: [Double], settledAt level: Double = 0) -> [Double] {
    var reference = ReferenceFilter(table, settledAt: level)
    return x.map { reference.push($0) }
  }

  @Test(arguments: levels) func everyLevelEqualsTheReference(_ level: KernelLevel) throws {
    let x = Self.noise(3001, seed: 1)
    for design in try Self.designs() {
      let table = try CascadeTable(design)
      let expected = Self.reference(table, x)
      var filter = IIRFilter(table, start: .atRest, level: level)
      let found = filter.process(x)
      if level != .baseline {
        #expect(Self.bits(found) == Self.bits(expected), "\(design.count) sections")
      } else {
        // Without fused operations every product is rounded once more; on arm64 it is not.
        let peak = expected.reduce(0) { max($0, abs($1)) }
        let error = zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / peak / .ulpOfOne
        #expect(error <= 64, "\(design.count) sections: \(error)")
      }
    }
  }

  @Test(arguments: levels) func aThousandChunkingsGiveTheSameBits(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 2)
    let designs = try Self.designs()
    var x = Self.noise(4000, seed: 3)
    for index in [0, 700, 701, 1500, 2999, 3999] { x[index] = [.nan, .infinity, -.infinity, 1e200].randomElement()! }
    var differing = 0
    for round in 0..<1000 {
      let table = try CascadeTable(designs[round % designs.count])
      let start: IIRFilter.Start = round % 2 == 0 ? .atRest : .settled
      let count = Int.random(in: 0...4000, using: &generator)
      let part = Array(x.prefix(count))
      var whole = IIRFilter(table, start: start, level: level)
      let expected = whole.process(part)
      var chunked = IIRFilter(table, start: start, level: level)
      var found: [Double] = []
      while found.count < count {
        let most = [3, 40, 300, 2000][Int.random(in: 0..<4, using: &generator)]
        let length = min(count - found.count, Int.random(in: 0...most, using: &generator))
        let chunk = Array(part[found.count..<(found.count + length)])
        if round % 4 == 0 {
          found += chunked.process(chunk)
        } else if round % 4 == 1 {
          chunked.process(chunk, into: &found)
        } else if round % 4 == 2 {
          var out = [Double](repeating: 0, count: length)
          var span = out.mutableSpan
          chunked.process(chunk.span, into: &span)
          found += out
        } else {
          var out = chunk
          var span = out.mutableSpan
          chunked.process(inPlace: &span)
          found += out
        }
      }
      chunked.finish(into: &found)
      if Self.bits(found) != Self.bits(expected) { differing += 1 }
    }
    #expect(differing == 0)
  }

  @Test(arguments: levels) func missingSamplesSplit(_ level: KernelLevel) throws {
    let design = try Butterworth.lowpass(order: 5, cutoff: Hertz(20), sampleRate: Hertz(1000))
    let table = try CascadeTable(design)
    let (before, after) = (Self.noise(777, seed: 4), Self.noise(1333, seed: 5))
    for gap in [[Double.nan], [.infinity], [1e101, .nan, -.infinity]] {
      var filter = IIRFilter(table, start: .settled, level: level)
      let found = filter.process(before + gap + after)
      var first = IIRFilter(table, start: .settled, level: level)
      var second = IIRFilter(table, start: .settled, level: level)
      let expected = first.process(before) + gap.map { _ in .nan } + second.process(after)
      #expect(Self.bits(found) == Self.bits(expected))
    }
  }

  @Test(arguments: levels) func aSettledFilterShowsNoTransient(_ level: KernelLevel) throws {
    for design in try Self.designs() {
      let constant = [Double](repeating: 37.5, count: 2000)
      var filter = IIRFilter(try CascadeTable(design), start: .settled, level: level)
      let gain = try design.response(at: Hertz(0), sampleRate: Hertz(1000)).real
      let error = filter.process(constant).reduce(0) { max($0, abs($1 - 37.5 * gain)) }
      #expect(error <= 64 * 37.5 * .ulpOfOne, "\(design.count) sections: \(error)")
    }
  }

  @Test(arguments: levels) func extremeInputsComeBack(_ level: KernelLevel) throws {
    for design in try Self.designs() {
      let table = try CascadeTable(design)
      for size in [1e100, -1e100, .leastNonzeroMagnitude, .leastNormalMagnitude / 8, .leastNormalMagnitude] {
        var filter = IIRFilter(table, start: .atRest, level: level)
        let found = filter.process([Double](repeating: size, count: 500) + [Double](repeating: 0, count: 5000))
        #expect(found.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func cascadesThatCannotRunAreRefused() throws {
    #expect(throws: FilterDesignError.self) { _ = try IIRFilter([]) }
    let section = try Butterworth.lowpass(order: 2, cutoff: Hertz(10), sampleRate: Hertz(1000))[0]
    #expect(throws: FilterDesignError.self) { _ = try IIRFilter([Section](repeating: section, count: 17)) }
    let deep = try Butterworth.lowpass(order: 32, cutoff: Hertz(1), sampleRate: Hertz(100_000_000))
    #expect(throws: FilterDesignError.self) { _ = try IIRFilter(deep) }
  }

  @Test func theLevelInUseIsOneOfTheProcessor() { #expect(KernelLevel.current.isSupported) }
}
