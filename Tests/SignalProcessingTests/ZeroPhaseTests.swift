// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

/// The fused passes against two plain ones over a copy that is padded and turned round.
@Suite struct ZeroPhaseTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  private static func bits(_ values: [Double]) -> [UInt64] { values.map { $0.isNaN ? .max : $0.bitPattern } }

  private static func plain(_ x: [Double], _ design: [Section], _ padding: Int, _ level: KernelLevel) throws -> [Double]
  {
    guard x.count > padding else { return x.map { _ in .nan } }
    let last = x.count - 1
    var work = (0..<padding).map { 2 * x[0] - x[padding - $0] } + x
    work += (0..<padding).map { 2 * x[last] - x[last - 1 - $0] }
    let table = try CascadeTable(design)
    for _ in 0..<2 {
      var filter = IIRFilter(table, start: .settled, level: level)
      work = filter.process(work).reversed()
    }
    return Array(work[padding..<(padding + x.count)])
  }

  @Test(arguments: levels) func fusedPassesEqualPlainOnes(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 41)
    let rate = Hertz(1000)
    for order in [1, 2, 3, 4, 6, 8, 9, 24] {
      for design in [
        try Butterworth.lowpass(order: order, cutoff: Hertz(100), sampleRate: rate),
        try Butterworth.highpass(order: order, cutoff: Hertz(300), sampleRate: rate),
      ] {
        for count in [0, 1, 2, 40, 129, 777, 9001] {
          for padding in [nil, 0, 1, 700, .max] {
            let x = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
            let filter = try ZeroPhase(design, padding: padding, level: level)
            let expected = try Self.plain(x, design, filter.padding, level)
            #expect(Self.bits(filter.apply(x)) == Self.bits(expected), "order \(order), \(count), \(filter.padding)")
          }
        }
      }
    }
  }

  @Test(arguments: levels) func gapsSplitAndShortStretchesAreMissing(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 42)
    let design = try Butterworth.lowpass(order: 4, cutoff: Hertz(100), sampleRate: Hertz(1000))
    let filter = try ZeroPhase(design, padding: 15, level: level)
    let parts = [5000, 15, 16, 0, 1, 300].map { count in
      (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
    }
    for gap in [[Double.nan], [1e100, .infinity]] {
      let x = [.nan] + parts.flatMap { $0 + gap }
      let expected = try [.nan] + parts.flatMap { try Self.plain($0, design, 15, level) + gap.map { _ in .nan } }
      var found = [Double](repeating: 7, count: x.count)
      var span = found.mutableSpan
      filter.apply(x.span, into: &span)
      #expect(Self.bits(found) == Self.bits(expected))
      #expect(Self.bits(filter.apply(x)) == Self.bits(expected))
    }
  }
}
