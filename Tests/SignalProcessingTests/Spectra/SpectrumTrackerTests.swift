// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct SpectrumTrackerTests {
  private static func tracker(_ averages: Int, hop: Int = 16, peaks: Bool = false) throws -> SpectrumTracker {
    let window = try Window(.hann, count: 64)
    return try SpectrumTracker(
      Welch(window: window, hop: hop), averages: averages, sampleRate: Hertz(250),
      peaks: peaks ? SpectralPeaks(window: window, neighbourhood: 10) : nil)
  }

  /// Each spectrum is, bit for bit, Welch's of the samples it names.
  @Test(arguments: [1, 3, 8]) func spectraAreThoseOfWelch(_ averages: Int) throws {
    var x = SpectraOracle.x
    x[300] = .nan
    var tracker = try Self.tracker(averages)
    var found: [TrackedSpectrum] = []
    tracker.process(x, into: &found)
    tracker.finish(into: &found)
    #expect(found.count == (300 - 64) / 16 + 1 + (399 - 64) / 16 + 1)
    for (index, one) in found.enumerated() {
      let start = one.samples.lowerBound >= 301 ? 301 : 0
      #expect((one.samples.upperBound - start - 64) % 16 == 0)
      let expected = try tracker.welch.density(of: Array(x[one.samples]), sampleRate: Hertz(250)).spectrum
      #expect(bits(one.spectrum.values) == bits(expected.values))
      #expect(one.spectrum.effectiveAverages == expected.effectiveAverages)
      let segments = (one.samples.count - 64) / 16 + 1
      let before = index < 15 ? index : index - 15
      #expect(segments == min(averages, before + 1))
    }
  }

  @Test func aThousandChunkingsGiveTheSameBits() throws {
    var generator = SeededGenerator(seed: 40)
    let x = rough(1200, seed: 41, missing: 0.001).map { abs($0) > 100 ? 3 : $0 }
    func flat(_ spectra: [TrackedSpectrum]) -> [UInt64] {
      spectra.flatMap { one in
        [UInt64(one.samples.lowerBound), UInt64(one.samples.upperBound)] + bits(one.spectrum.values)
          + one.peaks.map(\.frequency.value.bitPattern)
      }
    }
    var differing = 0
    for round in 0..<20 {
      let part = Array(x.prefix(Int.random(in: 0...1200, using: &generator)))
      var tracker = try Self.tracker([1, 2, 5][round % 3], hop: [16, 32, 64, 7][round % 4], peaks: round % 5 == 0)
      var whole: [TrackedSpectrum] = []
      tracker.process(part, into: &whole)
      tracker.finish(into: &whole)
      let expected = flat(whole)
      for _ in 0..<50 {
        var found: [TrackedSpectrum] = []
        inChunks(&tracker, part, most: [1, 50, 700][round % 3], &generator, into: &found)
        if flat(found) != expected { differing += 1 }
      }
    }
    #expect(differing == 0)
  }

  /// A spectrum comes with the last sample of its segment, `latency` after the first; the line in it is found.
  @Test func spectraComeWithTheirLastSample() throws {
    var tracker = try Self.tracker(4, hop: 32, peaks: true)
    #expect(tracker.latency == 63)
    var noise = GaussianNoise(seed: 42)
    let rest = noise.samples(400)
    var found: [TrackedSpectrum] = []
    for k in 0..<400 {
      tracker.process([3 * sin(2 * .pi * 50 * Double(k) / 250) + 0.1 * rest[k]], into: &found)
      #expect(found.count == (k < 63 ? 0 : (k - 63) / 32 + 1))
    }
    for one in found {
      let best = try #require(one.peaks.max { $0.amplitude < $1.amplitude })
      #expect(abs(best.frequency.value - 50) < 0.2 && abs(best.amplitude - 3) < 0.1)
    }
  }

  /// Samples too large to square are missing, so that no spectrum overflows.
  @Test func hugeSamplesAreMissing() throws {
    var tracker = try Self.tracker(2)
    var found: [TrackedSpectrum] = []
    tracker.process([Double](repeating: 9e139, count: 40) + [1e141] + SpectraOracle.samples(70), into: &found)
    #expect(found.count == 1 && found[0].samples == 41..<105)
    var largest: [TrackedSpectrum] = []
    var other = try Self.tracker(2)
    other.process((0..<64).map { $0 % 2 == 0 ? 1e140 : -1e140 }, into: &largest)
    #expect(largest.count == 1 && largest[0].spectrum.values.allSatisfy(\.isFinite))
    #expect(throws: SpectrumError.setting("averages", 0, in: 1...1000)) { _ = try Self.tracker(0) }
  }
}
