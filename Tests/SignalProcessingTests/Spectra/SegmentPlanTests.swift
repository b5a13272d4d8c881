// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct SegmentPlanTests {
  /// Against a search sample by sample, for random lengths, holes and gaps: every segment that fits a stretch from its
  /// start is there, none other, and none touches a hole or crosses a gap.
  @Test func segmentsLieWhereTheyFit() throws {
    var generator = SeededGenerator(seed: 31)
    for _ in 0..<2000 {
      let count = Int.random(in: 0...300, using: &generator)
      let length = Int.random(in: 1...40, using: &generator)
      let hop = Int.random(in: 1...length, using: &generator)
      let rarity = Int.random(in: 2...200, using: &generator)
      let samples = (0..<count).map { _ in
        Int.random(in: 0..<rarity, using: &generator) == 0 ? .nan : Double.random(in: -1...1, using: &generator)
      }
      let breaks = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        Int.random(in: 0...count, using: &generator)
      }
      var expected: [Int] = []
      var start = 0
      var index = 0
      while index < count {
        if breaks.contains(index) { start = index }
        if samples[index].isNaN { start = index + 1 }
        if index - start + 1 >= length, (index - start + 1 - length) % hop == 0 { expected.append(index - length + 1) }
        index += 1
      }
      let welch = try Welch(window: Window(.rectangular, count: length), hop: hop, detrend: .linear)
      do {
        let (density, plan) = try welch.density(of: samples, sampleRate: Hertz(1), breaks: breaks)
        #expect(plan.starts == expected)
        #expect(plan.segmentsPerRun.reduce(0, +) == expected.count)
        #expect(plan.missingSamples == samples.count { $0.isNaN })
        var covered = Set<Int>()
        for start in expected { covered.formUnion(start..<(start + length)) }
        #expect(plan.unusedSamples == count - covered.count)
        #expect(density.values.allSatisfy { $0.isFinite && $0 >= 0 })
        #expect(density.effectiveAverages <= Double(expected.count) * (1 + 1e-12) && density.effectiveAverages >= 0.99)
      } catch {
        guard case SpectrumError.noSegment(length, _) = error else { throw error }
        #expect(expected.isEmpty)
      }
    }
  }
}
