// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct BandPowerTests {
  static func density(_ length: Int) throws -> Spectrum<Density> {
    try Welch(window: Window(.hann, count: length), detrend: .none)
      .density(of: SpectraOracle.x, sampleRate: SpectraOracle.rate).spectrum
  }

  @Test(arguments: [64, 65]) func bandsAddUpToTheWhole(_ length: Int) throws {
    let density = try Self.density(length)
    let whole = density.values.reduce(0, +) * density.binWidth.value
    let edges = [0, 0.7, 1.9, 3.33, 50, 61.2, 123, 123.9, 125].map { Hertz($0) }
    let parts = try zip(edges, edges.dropFirst()).map { try density.power(from: $0, to: $1) }
    #expect(abs(parts.reduce(0, +) / whole - 1) <= 1e-13)
    #expect(abs(try density.power(from: Hertz(0), to: Hertz(125)) / whole - 1) <= 1e-13)
    // One bin, and half of one.
    let width = density.binWidth.value
    #expect(
      abs(try density.power(from: Hertz(9.5 * width), to: Hertz(10.5 * width)) / (density.values[10] * width) - 1)
        <= 1e-13)
    #expect(
      abs(try density.power(from: Hertz(10 * width), to: Hertz(10.5 * width)) / (density.values[10] * width) - 0.5)
        <= 1e-12)
  }

  @Test func theMedianFrequencyHalvesThePower() throws {
    let density = try Self.density(64)
    for share in [0.01, 0.5, 0.95, 0.999] {
      let edge = try #require(try density.frequency(below: share))
      let whole = try density.power(from: Hertz(0), to: Hertz(125))
      #expect(abs(try density.power(from: Hertz(0), to: edge) / whole - share) <= 1e-12)
    }
  }

  @Test func bandsOutsideAreRefused() throws {
    let density = try Self.density(64)
    for (from, to) in [(-1.0, 5.0), (5, 5), (6, 5), (0, 126), (.nan, 5), (1, .nan)] {
      #expect(throws: SpectrumError.self) { try density.power(from: Hertz(from), to: Hertz(to)) }
    }
    #expect(throws: SpectrumError.level(1)) { try density.frequency(below: 1) }
  }
}

@Suite struct SpectralPeaksTests {
  static let shapes: [Window.Shape] = [.hann, .hamming, .blackmanHarris, .flatTop, .kaiser(beta: 9), .rectangular]

  /// Without noise only leakage from the negative frequency is left, and the floor is rounding.
  @Test(arguments: shapes.dropLast()) func placeBetweenBinsIsExactForALoneLine(_ shape: Window.Shape) throws {
    let window = try Window(shape, count: 512)
    let finder = try SpectralPeaks(window: window)
    for offset in [-0.5, -0.31, 0.0, 0.02, 0.25, 0.49] {
      let frequency = (100 + offset) * 1000 / 512
      let x = (0..<4096).map { 1.7 * sin(2 * .pi * frequency * Double($0) / 1000 + 0.5) }
      let (density, plan) = try Welch(window: window).density(of: x, sampleRate: Hertz(1000))
      let peaks = try finder.find(in: density, segments: plan)
      let best = try #require(peaks.max { $0.amplitude < $1.amplitude })
      #expect(abs(best.frequency.value - frequency) <= 2e-4 * 1000 / 512, "\(shape) \(offset)")
      #expect(abs(best.amplitude / 1.7 - 1) <= 1e-4, "\(shape) \(offset)")
      #expect(peaks.count == 1, "\(shape) \(offset): \(peaks.map(\.bin))")
    }
  }

  /// Errors over repeats scatter as stated, and the second line, 40 dB down, is found.
  @Test(arguments: [Window.Shape.hann, .blackmanHarris, .hamming], [256, 512])
  func statedErrorsAreTheScatter(_ shape: Window.Shape, _ hop: Int) throws {
    let window = try Window(shape, count: 512)
    let finder = try SpectralPeaks(window: window)
    let welch = try Welch(window: window, hop: hop)
    var noise = GaussianNoise(seed: 11)
    var (frequencies, amplitudes): ([Double], [Double]) = ([], [])
    for trial in 0..<300 {
      let frequency = 200 + Double(trial) / 300 * 1000 / 512
      let x = noise.samples(4096).enumerated().map { index, value in
        let time = Double(index) / 1000
        return 0.3 * value + 2 * sin(2 * .pi * frequency * time + 0.7 * Double(trial))
          + 0.1 * sin(2 * .pi * (frequency + 160) * time)
      }
      let (density, plan) = try welch.density(of: x, sampleRate: Hertz(1000))
      let peaks = try finder.find(in: density, segments: plan)
      let best = try #require(peaks.first { abs($0.frequency.value - frequency) < 3 })
      frequencies.append((best.frequency.value - frequency) / best.frequencyError.value)
      amplitudes.append((best.amplitude - 2) / best.amplitudeError)
      #expect(peaks.contains { abs($0.frequency.value - frequency - 160) < 2 })
      #expect(peaks.count <= 3)
      #expect(abs(best.noiseDensity / (0.09 / 500) - 1) <= 0.5)
    }
    func rms(_ v: [Double]) -> Double { (v.reduce(0) { $0 + $1 * $1 } / Double(v.count)).squareRoot() }
    // The standard error of a standard deviation from 300 repeats is 4 %.
    #expect(abs(rms(frequencies) - 1) <= 0.15, "frequency \(rms(frequencies))")
    #expect(abs(rms(amplitudes) - 1) <= 0.2, "amplitude \(rms(amplitudes))")
  }

  @Test func noiseAloneSeldomMakesPeaks() throws {
    let window = try Window(.hann, count: 256)
    let finder = try SpectralPeaks(window: window, falseAlarm: 0.05)
    var noise = GaussianNoise(seed: 12)
    var alarms = 0
    for _ in 0..<400 {
      let (density, plan) = try Welch(window: window).density(of: noise.samples(4096), sampleRate: Hertz(1000))
      if try !finder.find(in: density, segments: plan).isEmpty { alarms += 1 }
    }
    // The noise is an estimate too, so that a few more than 5 % come.
    #expect(alarms <= 48, "\(alarms) of 400")
  }

  /// Above 4096 samples the window's response is that of a shorter one; a comb of lines stays within the limit.
  @Test func longTransformsAndManyLinesStayBounded() throws {
    let window = try Window(.hann, count: 1 << 14)
    let x = (0..<(1 << 16)).map { $0 % 64 == 0 ? 1.0 : 0 }
    let (density, plan) = try Welch(window: window).density(of: x, sampleRate: Hertz(1000))
    let peaks = try SpectralPeaks(window: window, limit: 20).find(in: density, segments: plan)
    #expect(peaks.count <= 20)
    let tone = (0..<(1 << 16)).map { sin(2 * .pi * 100.013 * Double($0) / 1000) }
    let (line, linePlan) = try Welch(window: window).density(of: tone, sampleRate: Hertz(1000))
    let found = try SpectralPeaks(window: window).find(in: line, segments: linePlan)
    #expect(found.count == 1 && abs(found[0].frequency.value - 100.013) <= 1e-6)
  }

  @Test func anotherWindowIsRefused() throws {
    let (density, plan) = try Welch(window: Window(.hann, count: 64)).density(of: SpectraOracle.x, sampleRate: Hertz(1))
    let finder = try SpectralPeaks(window: Window(.hann, count: 128))
    #expect(throws: SpectrumError.lengths(64, 128)) { try finder.find(in: density, segments: plan) }
  }
}

@Suite struct LombScargleTests {
  @Test func powerEqualsSciPy() throws {
    let expected = try SpectraOracle.loaded.get().lomb
    let found = try LombScargle(
      stamps: expected.times, samples: expected.values, frequencies: expected.frequencies.map { Hertz($0) })
    #expect(peakDistance(found.lines.map(\.power), expected.power) <= 1e-11)
    // Noise of 0.29 leaves a standard error of 0.04 on the amplitude.
    let line = try LombScargle(stamps: expected.times, samples: expected.values, frequencies: [Hertz(6.3)])
    #expect(abs(line.lines[0].amplitude - 1.5) <= 0.12)
    #expect(line.falseAlarm(power: line.lines[0].power, bandwidth: Hertz(20)) < 1e-10)
  }

  @Test func aMissingSampleIsOneLessAndASineIsExplainedWholly() throws {
    let stamps = SpectraOracle.samples(50).enumerated().map { Double($0.offset) + 0.4 * $0.element }
    var samples = stamps.map { 7 + 2 * sin(2 * .pi * 0.1 * $0) }
    samples[10] = .nan
    let found = try LombScargle(stamps: stamps, samples: samples, frequencies: [Hertz(0.1), Hertz(0.17)])
    #expect(found.sampleCount == 49)
    #expect(abs(found.lines[0].power - 1) <= 1e-12 && abs(found.lines[0].amplitude - 2) <= 1e-12)
    #expect(found.lines[1].power < 0.2)
  }

  @Test func noiseAloneReachesTheStatedPowerAsOftenAsStated() throws {
    var noise = GaussianNoise(seed: 13)
    var above = 0
    let stamps = SpectraOracle.samples(30).enumerated().map { Double($0.offset) + 0.8 * $0.element }
    for _ in 0..<4000 {
      let found = try LombScargle(stamps: stamps, samples: noise.samples(30), frequencies: [Hertz(0.23)])
      if found.falseAlarm(power: found.lines[0].power) < 0.1 { above += 1 }
    }
    #expect(abs(Double(above) / 4000 - 0.1) <= 0.02)
  }

  @Test func badInputIsRefused() {
    let f = [Hertz(1)]
    let four = [1.0, 2, 0, 1]
    #expect(throws: SpectrumError.stamps(at: 2)) {
      try LombScargle(stamps: [0, 1, 1, 2], samples: four, frequencies: f)
    }
    #expect(throws: SpectrumError.stamps(at: 1)) {
      try LombScargle(stamps: [0, .nan, 1, 2], samples: four, frequencies: f)
    }
    #expect(throws: SpectrumError.lengths(3, 4)) { try LombScargle(stamps: [0, 1, 2], samples: four, frequencies: f) }
    #expect(throws: SpectrumError.frequency(0)) {
      try LombScargle(stamps: [0, 1, 2, 3], samples: four, frequencies: [Hertz(0)])
    }
    #expect(throws: SpectrumError.noSegment(length: 4, longestRun: 3)) {
      try LombScargle(stamps: [0, 1, 2, 3], samples: [1, .nan, 2, 3], frequencies: f)
    }
  }
}

@Suite struct EnvelopeSpectrumTests {
  static let carrier = SpectraOracle.samples(500).enumerated().map { index, noise in
    let time = Double(index) / 250
    return (1 + 0.5 * cos(2 * .pi * 5 * time)) * cos(2 * .pi * 60 * time) + 0.1 * noise
  }

  @Test func envelopeEqualsSciPy() throws {
    let analysis = EnvelopeSpectrum(welch: try Welch(window: Window(.hann, count: 250)))
    let found = try analysis.envelope(of: Self.carrier, sampleRate: SpectraOracle.rate)
    #expect(peakDistance(found, try SpectraOracle.loaded.get().envelope) <= 1e-13)
  }

  @Test func modulationAppearsAtItsOwnRate() throws {
    let welch = try Welch(window: Window(.hann, count: 250))
    let analysis = EnvelopeSpectrum(band: (Hertz(50), Hertz(70)), welch: welch)
    var samples = Self.carrier
    let density = try analysis.density(of: samples, sampleRate: SpectraOracle.rate).spectrum
    let amplitudes = density.peakAmplitude.values
    #expect(amplitudes.indices.max { amplitudes[$0] < amplitudes[$1] } == 5)
    #expect(abs(amplitudes[5] - 0.5) <= 0.02)
    // A missing sample splits; nothing smears over it.
    samples[249] = .nan
    let envelope = try analysis.envelope(of: samples, sampleRate: SpectraOracle.rate)
    #expect(envelope.indices.allSatisfy { envelope[$0].isNaN == ($0 == 249) })
    let alone = try analysis.envelope(of: Array(samples[250...]), sampleRate: SpectraOracle.rate)
    #expect(Array(envelope[250...]) == alone)
  }
}
