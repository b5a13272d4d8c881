// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct BlockFitsTests {
  /// Harmonics of a rate that goes from one to another in a line, at 1 kHz.
  private static func samples(
    _ amplitudes: [Double], _ rates: (Double, Double), _ duration: Double, noise: Double, seed: UInt64,
    isRunning: (Double) -> Bool = { _ in true }
  ) throws -> HarmonicSamples {
    var random = SeededGenerator(seed: seed)
    let stamps = (0..<Int(1000 * duration)).map { Double($0) * 1e-3 }
    let values = stamps.map { (time: Double) -> Double in
      let turns = rates.0 * time + (rates.1 - rates.0) / duration * time * time / 2
      var sum = noise * HarmonicFitTests.normal(&random)
      guard isRunning(time) else { return sum }
      for (index, amplitude) in amplitudes.enumerated() {
        sum += amplitude * cos(2 * Double.pi * Double(index + 1) * turns + Double(index))
      }
      return sum
    }
    return try HarmonicSamples(stamps: stamps, channels: [values])
  }

  /// From steady to half the rate in a minute, with and without a first harmonic.
  @Test(
    arguments: [(40.0, 40.0), (40, 39), (45, 30), (30, 50), (50, 25)],
    [[10.0, 3, 1, 1, 1, 0.5], [0, 0, 5, 4, 3, 2, 1]])
  func blocksFollowTheRate(_ rates: (Double, Double), _ amplitudes: [Double]) throws {
    let own = try Self.samples(amplitudes, rates, 60, noise: 0.1, seed: 3)
    // What the whole was taken for: about the middle, or a good way off it.
    for offset in rates.0 == rates.1 ? [0.0] : [0, -0.08, 0.08] {
      let middle = (rates.0 + rates.1) / 2 * (1 + offset)
      let fit = try #require(try HarmonicFit(own, near: Hertz(middle), order: amplitudes.count))
      let blocks = try #require(BlockFits(own, like: fit), "\(rates)")
      #expect(blocks.areWhole && blocks.wanders == (rates.0 != rates.1))
      for (part, block) in zip(blocks.parts, blocks.fits) {
        let expected = rates.0 + (rates.1 - rates.0) * (part.origin / 60)
        #expect(abs(block.frequency.value - expected) < 0.02, "\(part.origin) s")
        let amplitude = block.amplitude(3, channel: 0).magnitude
        #expect(abs(amplitude - amplitudes[2]) < 0.12, "\(part.origin) s")
      }
    }
  }

  /// A device that stands for a third of the record has no blocks; one that stands for half a second of a minute has.
  @Test func blocksWithoutARateAreRefused() throws {
    let long = try Self.samples([10, 3], (40, 40), 30, noise: 0.1, seed: 4) { $0 < 10 || $0 > 20 }
    let longFit = try #require(try HarmonicFit(long, near: Hertz(40), order: 2))
    #expect(BlockFits(long, like: longFit) == nil)
    let short = try Self.samples([10, 3], (40, 40), 60, noise: 0.1, seed: 4) { $0 < 10 || $0 > 10.6 }
    let shortFit = try #require(try HarmonicFit(short, near: Hertz(40), order: 2))
    let blocks = try #require(BlockFits(short, like: shortFit))
    #expect(!blocks.areWhole && blocks.fits.count >= 195)
    for fit in blocks.fits { #expect(abs(fit.frequency.value - 40) < 0.3) }
  }

  /// Samples of 1 kHz: twenty-five harmonics of 20 Hz end on half the rate, where sines are nothing but rounding.
  @Test(arguments: [20.0, 20 - 2e-6, 20 - 3e-7]) func harmonicsAtHalfTheRateEndTheOrder(_ frequency: Double) throws {
    let own = try Self.samples([1], (40, 40), 10, noise: 0.1, seed: 5)
    #expect(HarmonicSystem(own, HarmonicMoments(own, frequency: frequency, order: 30)).order == 24)
  }
}
