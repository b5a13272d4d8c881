// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct HarmonicResidualTests {
  /// Share of trials whose 95 % interval of the frequency holds the truth.
  static func coverage(_ wander: Double, count: Int) throws -> (share: Double, white: Int) {
    var (inside, white) = (0, 0)
    for seed in 0..<UInt64(count) {
      var random = SeededGenerator(seed: seed + 77)
      var phase = 0.0
      let stamps = (0..<2000).map { Double($0) * 1e-3 }
      let samples = stamps.map { (time: Double) -> Double in
        phase += wander * HarmonicFitTests.normal(&random)
        let angle = 2 * Double.pi * 37.3 * time + phase
        return cos(angle) + 0.3 * cos(2 * angle) + 0.2 * HarmonicFitTests.normal(&random)
      }
      let own = try HarmonicSamples(stamps: stamps, channels: [samples])
      let fit = try #require(try HarmonicFit(own, near: Hertz(37.3), order: 2))
      let variance = HarmonicResidual(own, fit).frequencyVariance
      if variance.isWhite { white += 1 }
      let half = StudentT.quantile(0.975, degrees: variance.degrees) * variance.value.squareRoot()
      if abs(fit.frequency.value - 37.3) < half { inside += 1 }
    }
    return (Double(inside) / Double(count), white)
  }

  @Test func whiteNoiseIsCovered() throws {
    let found = try Self.coverage(0, count: 1000)
    print("coverage in white noise \(found.share), taken for white \(found.white) of 1000")
    #expect((0.93...0.97).contains(found.share))
    #expect(found.white > 970)
  }

  /// A phase that walks at random: the fit of the whole knows its rate less well than its residual tells, blocks do.
  @Test func blocksCoverAWanderingPhase() throws {
    #expect(try Self.coverage(0.02, count: 200).white < 10)
    var (inside, amplitude) = (0, 0.0)
    let count = 400
    for seed in 0..<UInt64(count) {
      var random = SeededGenerator(seed: seed + 77)
      var phase = 0.0
      let stamps = (0..<4000).map { Double($0) * 1e-3 }
      let samples = stamps.map { (time: Double) -> Double in
        phase += 0.02 * HarmonicFitTests.normal(&random)
        let angle = 2 * Double.pi * 37.3 * time + phase
        return cos(angle) + 0.3 * cos(2 * angle) + 0.2 * HarmonicFitTests.normal(&random)
      }
      let own = try HarmonicSamples(stamps: stamps, channels: [samples])
      let fit = try #require(try HarmonicFit(own, near: Hertz(37.3), order: 2))
      let blocks = try #require(BlockFits(own, like: fit))
      let mean = BlockFits.mean(of: blocks.fits.map(\.frequency.value))
      let half = StudentT.quantile(0.975, degrees: mean.degrees) * mean.variance.squareRoot()
      if abs(mean.value - 37.3) < half { inside += 1 }
      amplitude += BlockFits.mean(of: blocks.fits.map { $0.amplitude(1, channel: 0).magnitude }).value / Double(count)
    }
    print("coverage with a wandering phase \(Double(inside) / Double(count)), mean amplitude \(amplitude)")
    #expect((0.92...0.99).contains(Double(inside) / Double(count)))
    #expect(abs(amplitude - 1) < 0.03)
  }

  @Test func sumsOfCoefficientsAreCovered() throws {
    var inside = 0
    for seed in 0..<500 as Range<UInt64> {
      let trial = HarmonicFitTests.trial([1, 0.5], decibels: 10, count: 800, seed: seed)
      let own = try HarmonicSamples(stamps: trial.stamps, channels: [trial.samples])
      let fit = try #require(try HarmonicFit(own, near: Hertz(trial.frequency), order: 2))
      // The level, whose truth is known.
      let variance = HarmonicResidual(own, fit).variance(ofSum: [1, 0, 0, 0, 0], channel: 0)
      let half = StudentT.quantile(0.975, degrees: variance.degrees) * variance.value.squareRoot()
      if abs(fit.coefficients[0][0] - 3) < half { inside += 1 }
    }
    #expect((0.92...0.98).contains(Double(inside) / 500))
  }

  /// Periods that vary by a share, at random from one to the next, under noise; with and without a device that warms up and
  /// wows, which is drift.
  @Test(arguments: [0.0, 0.003, 0.01, 0.03], [false, true])
  func jitterOfCyclesIsMeasured(_ share: Double, _ drifts: Bool) throws {
    var inside = 0
    var sum = 0.0
    let trials = 100
    for seed in 0..<UInt64(trials) {
      var random = SeededGenerator(seed: seed + 5)
      var edges = [0.0]
      while let last = edges.last, last < 6 {
        let drift = drifts ? 0.03 * exp(-last / 3) + 0.002 * sin(2 * Double.pi * 0.6 * last) : 0
        edges.append(last + (1 + drift + share * HarmonicFitTests.normal(&random)) / 40)
      }
      var cycle = 0
      let stamps = (0..<6000).map { Double($0) * 1e-3 }
      let samples = stamps.map { (time: Double) -> Double in
        while edges[cycle + 1] <= time { cycle += 1 }
        let angle = 2 * Double.pi * (time - edges[cycle]) / (edges[cycle + 1] - edges[cycle])
        return cos(angle) + 0.3 * cos(2 * angle) + 0.05 * HarmonicFitTests.normal(&random)
      }
      let own = try HarmonicSamples(stamps: stamps, channels: [samples])
      let fit = try #require(try HarmonicFit(own, near: Hertz(40 / (drifts ? 1.012 : 1)), order: 2))
      let blocks = try #require(BlockFits(own, like: fit))
      let found = try #require(CycleJitterEstimate(Array(zip(blocks.parts, blocks.fits))))
      sum += found.share / Double(trials)
      if found.low <= share, share <= found.high { inside += 1 }
    }
    print("jitter of \(100 * share) %\(drifts ? ", drifting" : ""): mean \(100 * sum) %, inside \(inside) of \(trials)")
    #expect(abs(sum - share) < max(0.0012, 0.1 * share))
    #expect(inside >= 88)
  }
}
