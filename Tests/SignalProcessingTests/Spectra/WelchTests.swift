// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct WelchTests {
  @Test func densityAndPowerEqualSciPy() throws {
    for expected in try SpectraOracle.loaded.get().welch {
      let welch = try SpectraOracle.welch(expected.window, expected.length, expected.hop, expected.detrend)
      let (density, plan) = try welch.density(of: SpectraOracle.x, sampleRate: SpectraOracle.rate)
      #expect(peakDistance(density.values, expected.density) <= 1e-12, "\(expected.window) \(expected.length)")
      #expect(peakDistance(density.meanSquare.values, expected.meanSquare) <= 1e-12)
      #expect(plan.starts.count == (700 - expected.length) / expected.hop + 1)
    }
  }

  @Test func crossSpectrumAndCoherenceEqualSciPy() throws {
    for expected in try SpectraOracle.loaded.get().cross {
      let welch = try SpectraOracle.welch(expected.window, expected.length, expected.hop, expected.detrend)
      let cross = try welch.crossSpectrum(from: SpectraOracle.x, to: SpectraOracle.y, sampleRate: SpectraOracle.rate)
      #expect(peakDistance(cross.values, expected.values) <= 1e-12)
      // The bin at 0 Hz of detrended segments is rounding noise, and so is its coherence.
      let used = expected.detrend == "none" ? 0..<cross.binCount : 1..<cross.binCount
      let coherence = used.map { cross.coherence(ofBin: $0) ?? .nan }
      #expect(peakDistance(coherence, Array(expected.coherence[used])) <= 1e-12, "\(expected.window)")
    }
  }

  /// Σ density·Δf = mean of w²x²/mean of w², whatever the window and the parity of its length.
  @Test(arguments: [64, 65, 100, 97]) func densityKeepsTheMeanSquare(_ count: Int) throws {
    let x = SpectraOracle.samples(count)
    for name in ["rectangular", "hann", "flatTop", "kaiser", "tukey"] {
      let window = try SpectraOracle.window(name, count)
      let density = try Periodogram.density(of: x, window: window, sampleRate: SpectraOracle.rate, detrend: .none)
      let total = density.values.reduce(0, +) * density.binWidth.value
      let expected = zip(x, window.values).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 } / window.sumOfSquares
      #expect(abs(total / expected - 1) <= 1e-13)
      // The other two scalings, undone by their own constants.
      let meanSquares = density.meanSquare.values.reduce(0, +)
      #expect(abs(meanSquares / window.equivalentNoiseBins / expected - 1) <= 1e-13)
      let amplitudes = density.peakAmplitude.values.enumerated().reduce(0) { sum, bin in
        let isUnpaired = bin.offset == 0 || 2 * bin.offset == count
        return sum + bin.element * bin.element / (isUnpaired ? 1 : 2)
      }
      #expect(abs(amplitudes / window.equivalentNoiseBins / expected - 1) <= 1e-13)
    }
  }

  @Test(arguments: ["rectangular", "hann", "blackmanHarris", "flatTop"])
  func aSineOnABinReadsItsAmplitude(_ name: String) throws {
    let window = try SpectraOracle.window(name, 100)
    let x = (0..<1000).map { 3 * cos(2 * .pi * 20 * Double($0) / 100 + 0.3) }
    let density = try Welch(window: window, detrend: .none).density(of: x, sampleRate: Hertz(1000)).spectrum
    #expect(density.frequency(ofBin: 20) == Hertz(200))
    #expect(abs(density.peakAmplitude.values[20] - 3) <= 1e-13)
    #expect(abs(density.meanSquare.values[20] - 4.5) <= 1e-13)
    let level = try Welch(window: window, detrend: .none)
      .density(of: [Double](repeating: -2, count: 300), sampleRate: Hertz(1000)).spectrum
    #expect(abs(level.peakAmplitude.values[0] - 2) <= 1e-13)
  }

  @Test func missingSamplesAndGapsSplit() throws {
    var x = SpectraOracle.x
    for index in [0, 200, 201, 699] { x[index] = .nan }
    let welch = try SpectraOracle.welch("hann", 64, 32, "constant")
    let (density, plan) = try welch.density(of: x, sampleRate: SpectraOracle.rate, breaks: [450, 200, 0, 700])
    #expect(plan.missingSamples == 4)
    #expect(plan.segmentsPerRun == [5, 6, 6])
    #expect(plan.starts.first == 1 && plan.starts[5] == 202 && plan.starts[11] == 450)
    #expect(plan.unusedSamples == 700 - 192 - 224 - 224)
    // The same from the three stretches alone.
    var mean = [Double](repeating: 0, count: 33)
    for (range, count) in [(1..<200, 5.0), (202..<450, 6.0), (450..<699, 6.0)] {
      let part = try welch.density(of: Array(x[range]), sampleRate: SpectraOracle.rate).spectrum
      for k in mean.indices { mean[k] += part.values[k] * count / 17 }
    }
    #expect(peakDistance(density.values, mean) <= 1e-14)
    // Whatever stands in the missing place changes nothing.
    #expect(density.values.allSatisfy { $0.isFinite })
  }

  @Test func whatCannotBeEstimatedIsRefused() throws {
    let welch = try SpectraOracle.welch("hann", 64, 32, "constant")
    let rate = SpectraOracle.rate
    var x = SpectraOracle.x
    #expect(throws: SpectrumError.noSegment(length: 64, longestRun: 63)) {
      try welch.density(of: Array(x.prefix(63)), sampleRate: rate)
    }
    #expect(throws: SpectrumError.noSegment(length: 64, longestRun: 0)) { try welch.density(of: [], sampleRate: rate) }
    for bad in [0, -1, .nan, .infinity] {
      #expect(throws: SpectrumError.self) { try welch.density(of: x, sampleRate: Hertz(bad)) }
    }
    #expect(throws: SpectrumError.breakOutside(701, count: 700)) {
      try welch.density(of: x, sampleRate: rate, breaks: [701])
    }
    #expect(throws: SpectrumError.overflow) { try welch.density(of: x.map { $0 * 1e200 }, sampleRate: rate) }
    #expect(throws: SpectrumError.lengths(700, 699)) {
      try welch.crossSpectrum(from: x, to: Array(x.dropLast()), sampleRate: rate)
    }
    #expect(throws: SpectrumError.oneAverage) {
      try welch.crossSpectrum(from: Array(x.prefix(64)), to: Array(x.prefix(64)), sampleRate: rate)
    }
    x[5] = .infinity
    #expect(throws: SpectrumError.infinite(index: 5)) { try welch.density(of: x, sampleRate: rate) }
    #expect(throws: SpectrumError.hop(0, in: 1...64)) { try Welch(window: welch.window, hop: 0) }
    #expect(throws: SpectrumError.hop(65, in: 1...64)) { try Welch(window: welch.window, hop: 65) }
  }

  /// n segments half overlapped: 1/n·(1 + 2(n − 1)/n·ρ²) (Welch 1967, eq. 12; 0.947 n for many segments).
  @Test func effectiveAveragesFollowWelch() throws {
    let window = try Window(.hann, count: 64)
    let welch = try Welch(window: window, hop: 32)
    for count in [1, 2, 10, 1000] {
      let x = SpectraOracle.samples(64 + (count - 1) * 32)
      let found = try welch.density(of: x, sampleRate: Hertz(1)).spectrum.effectiveAverages
      let n = Double(count)
      #expect(abs(found / (n / (1 + 2 * (n - 1) / n / 36)) - 1) <= 1e-12)
    }
  }

  /// Intervals of white noise cover its density as often as they say: 2,000 x 27 bins, correlated about thrice each.
  @Test(arguments: [16, 32]) func intervalsCover(_ hop: Int) throws {
    let welch = try Welch(window: Window(.hann, count: 64), hop: hop, detrend: .none)
    var generator = GaussianNoise(seed: UInt64(hop))
    var (inside, total) = (0, 0)
    for _ in 0..<2000 {
      let density = try welch.density(of: generator.samples(400), sampleRate: Hertz(2)).spectrum
      for bin in 3..<30 {
        if try density.interval(ofBin: bin, level: 0.9).contains(1) { inside += 1 }
        total += 1
      }
    }
    // Standard error about 0.0025 with the correlation of neighbouring bins.
    #expect(abs(Double(inside) / Double(total) - 0.9) <= 0.01)
  }

  /// Scatter of coherence and response over repeats equals the stated errors.
  @Test func randomErrorsOfCoherenceAndResponse() throws {
    let welch = try Welch(window: Window(.hann, count: 64), hop: 32, detrend: .none)
    var generator = GaussianNoise(seed: 5)
    var (gain, phase, coherence): ([Double], [Double], [Double]) = ([], [], [])
    var stated = (response: 0.0, coherence: 0.0)
    for _ in 0..<400 {
      let x = generator.samples(64 * 40)
      let noise = generator.samples(x.count)
      let y = zip(x, noise).map { 2 * $0 + $1 }
      let cross = try welch.crossSpectrum(from: x, to: y, sampleRate: Hertz(1))
      for bin in [8, 16, 24] {
        let h = try #require(cross.responseH1(ofBin: bin))
        gain.append(h.magnitude / 2)
        phase.append(h.phase)
        coherence.append(try #require(cross.coherence(ofBin: bin)))
        stated.response += try #require(cross.responseError(ofBin: bin)) / 1200
        stated.coherence += try #require(cross.coherenceError(ofBin: bin)) / 1200
        // H2 is never below H1; their ratio is the coherence.
        let h2 = try #require(cross.responseH2(ofBin: bin))
        #expect(abs(h.magnitude / h2.magnitude - coherence[coherence.count - 1]) <= 1e-12)
        #expect(abs(h.phase - h2.phase) <= 1e-12)
      }
    }
    func deviation(_ v: [Double]) -> Double {
      let mean = v.reduce(0, +) / Double(v.count)
      return (v.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(v.count - 1)).squareRoot()
    }
    #expect(abs(gain.reduce(0, +) / 1200 - 1) <= 0.005)
    #expect(abs(coherence.reduce(0, +) / 1200 - 0.8) <= 0.01)
    #expect(abs(deviation(gain) / stated.response - 1) <= 0.1)
    #expect(abs(deviation(phase) / stated.response - 1) <= 0.1)
    #expect(abs(deviation(coherence) / stated.coherence - 1) <= 0.15)
  }

  @Test func unrelatedSignalsExceedTheThresholdAsOftenAsStated() throws {
    let welch = try Welch(window: Window(.hann, count: 32), hop: 32, detrend: .none)
    var generator = GaussianNoise(seed: 6)
    var above = 0
    for _ in 0..<2000 {
      let cross = try welch.crossSpectrum(
        from: generator.samples(256), to: generator.samples(256), sampleRate: Hertz(1))
      let threshold = try cross.coherenceThreshold(probability: 0.1)
      for bin in [3, 7, 11] where try #require(cross.coherence(ofBin: bin)) > threshold { above += 1 }
    }
    #expect(abs(Double(above) / 6000 - 0.1) <= 0.015)
  }

  /// A line fitted to a segment leaves nothing of a line.
  @Test func linearDetrendRemovesALine() throws {
    let welch = try Welch(window: Window(.hann, count: 50), detrend: .linear)
    let density = try welch.density(of: (0..<200).map { 5 - 0.25 * Double($0) }, sampleRate: Hertz(1)).spectrum
    #expect(density.values.allSatisfy { $0 <= 1e-24 })
  }
}

/// Gaussian noise of unit variance by Box and Muller.
struct GaussianNoise {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func samples(_ count: Int) -> [Double] {
    (0..<count).map { _ in
      let u = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator)
      return (-2 * log(u)).squareRoot() * cos(2 * .pi * Double.random(in: 0..<1, using: &generator))
    }
  }
}
