// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

/// Phases followed from one recorder to another.
@Suite struct LinePairsTests {
  /// 37 Hz at 500 Hz for `seconds`, and what a clock slow by `drift` with noise of `noise` a sample makes of it.
  private static func pairs(seconds: Double, drift: Double, signal: Double, noise: Double, seed: UInt64) throws
    -> LinePairs
  {
    var random = SeededGenerator(seed: seed)
    func normal() -> Double { HarmonicFitTests.normal(&random) }
    let stamps = (0..<Int(500 * seconds)).map { Double($0) / 500 }
    let input = stamps.map { Complex.unit(2 * .pi * 37 * $0).real + 0.01 * normal() }
    let output = stamps.map { signal * Complex.unit(2 * .pi * 37 * $0 * (1 + drift) - 1).real + noise * normal() }
    let samples = try HarmonicSamples(stamps: stamps, channels: [input])
    let fit = try #require(try HarmonicFit(samples, near: Hertz(37), order: 1))
    return try #require(
      LinePairs(from: samples, to: HarmonicSamples(stamps: stamps, channels: [output]), like: fit))
  }

  @Test(arguments: [-1e-3, 2e-5, 4e-3]) func driftIsTheSlopeOfThePhase(_ drift: Double) throws {
    var inside = 0
    for seed in 0..<60 as Range<UInt64> {
      let pairs = try Self.pairs(seconds: 6, drift: drift, signal: 0.3, noise: 0.1, seed: seed)
      let found = try #require(pairs.clockDrift)
      if abs(found.value - drift) < 2.12 * found.error { inside += 1 }
      #expect(found.error < 2e-4)
    }
    // 95 % for 18 blocks.
    #expect(inside >= 51)
  }

  /// Without a line in common there is no phase to follow: at most 8 % of noise is taken for one.
  @Test(arguments: [2.0, 6]) func noiseHasNoDrift(_ seconds: Double) throws {
    var found = 0
    for seed in 0..<300 as Range<UInt64>
    where try Self.pairs(seconds: seconds, drift: 0, signal: 0, noise: 0.1, seed: seed).clockDrift != nil {
      found += 1
    }
    print("drift of noise over \(seconds) s: \(found) of 300")
    #expect(found <= 24)
  }
}
