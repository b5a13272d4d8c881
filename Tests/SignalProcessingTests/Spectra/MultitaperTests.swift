// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct MultitaperTests {
  @Test func tapersAndConcentrationsEqualSciPy() throws {
    for expected in try SpectraOracle.loaded.get().tapers {
      let found = try SlepianTapers(
        count: expected.count, timeBandwidth: expected.product, number: expected.number)
      for (index, taper) in found.tapers.enumerated() {
        let shown = stride(from: 0, to: taper.count, by: expected.step).map { taper[$0] }
        #expect(peakDistance(shown, expected.tapers[index]) <= 1e-12, "N = \(expected.count), taper \(index)")
        #expect(abs(found.concentrations[index] - expected.ratios[index]) <= 1e-12)
      }
    }
  }

  @Test(arguments: [16, 101, 2000]) func tapersAreOrthogonal(_ count: Int) throws {
    let tapers = try SlepianTapers(count: count, timeBandwidth: 4, number: 7).tapers
    for (index, a) in tapers.enumerated() {
      for (other, b) in tapers.enumerated() {
        let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (index == other ? 1 : 0)) <= 1e-12)
      }
    }
  }

  @Test func densityEqualsSciPy() throws {
    let expected = try #require(try SpectraOracle.loaded.get().tapers.first { $0.density != nil })
    let multitaper = try Multitaper(count: 512, timeBandwidth: 4)
    let (density, plan) = try multitaper.density(of: Array(SpectraOracle.x.prefix(512)), sampleRate: SpectraOracle.rate)
    #expect(peakDistance(density.values, try #require(expected.density)) <= 1e-12)
    #expect(density.effectiveAverages == 7 && plan.starts == [0])
    #expect(multitaper.bandwidth(sampleRate: SpectraOracle.rate) == Hertz(8 * 250 / 512.0))
  }

  /// White noise keeps its level, and the intervals cover it as often as stated.
  @Test func intervalsCover() throws {
    let multitaper = try Multitaper(count: 256, timeBandwidth: 3, detrend: .none)
    var noise = GaussianNoise(seed: 21)
    var (inside, total, mean) = (0, 0, 0.0)
    for _ in 0..<600 {
      let density = try multitaper.density(of: noise.samples(256), sampleRate: Hertz(2)).spectrum
      // Bins a bandwidth apart are independent.
      for bin in stride(from: 8, to: 120, by: 6) {
        if try density.interval(ofBin: bin, level: 0.9).contains(1) { inside += 1 }
        total += 1
        mean += density.values[bin]
      }
    }
    #expect(abs(Double(inside) / Double(total) - 0.9) <= 0.012)
    #expect(abs(mean / Double(total) - 1) <= 0.015)
  }

  @Test func densityKeepsTheMeanSquareAndAmplitudes() throws {
    let multitaper = try Multitaper(count: 200, timeBandwidth: 4, detrend: .none)
    let x = (0..<600).map { 3 * sin(2 * .pi * 0.2 * Double($0)) }
    let (density, plan) = try multitaper.density(of: x, sampleRate: Hertz(100))
    #expect(plan.starts == [0, 200, 400] && density.segmentCount == 21)
    #expect(abs(density.values.reduce(0, +) * density.binWidth.value / 4.5 - 1) <= 1e-3)
    // The last taper leaks most from the negative frequency.
    #expect(abs(density.peakAmplitude.values[40] / 3 - 1) <= 5e-5)
  }

  @Test func argumentsOutOfRangeAreRefused() {
    for product in [0, -1, .nan, 50, .infinity] {
      #expect(throws: SpectrumError.self) { try Multitaper(count: 100, timeBandwidth: product) }
    }
    #expect(throws: SpectrumError.tapers(0, in: 1...100)) { try Multitaper(count: 100, number: 0) }
    #expect(throws: SpectrumError.tapers(101, in: 1...100)) { try Multitaper(count: 100, number: 101) }
    #expect(throws: SpectrumError.self) { try Multitaper(count: 0) }
    #expect(throws: SpectrumError.self) { try Multitaper(count: -5) }
  }
}
