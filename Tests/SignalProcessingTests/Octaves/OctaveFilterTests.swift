// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct OctaveFilterTests {
  /// Gain of the whole chain for a tone: the low-passes before the halvings, the folding, the band's own filter.
  static func gain(_ bank: OctaveFilterBank, band: Int, at frequency: Double) throws -> Double {
    let half = try ResamplingFilter.standard.half(up: 1, down: 2)
    var (rate, f, gain) = (bank.sampleRate.value, frequency, 1.0)
    for _ in 0..<bank.halvings[band] {
      var sum = half[0]
      for k in 1..<half.count { sum += 2 * half[k] * cos(2 * .pi * f * Double(k) / rate) }
      gain *= abs(sum)
      rate /= 2
      f = abs(f - rate * (f / rate).rounded())
    }
    let design = try Butterworth.bandpass(
      order: OctaveFilterBank.order, from: bank.bands[band].low, to: bank.bands[band].high, sampleRate: Hertz(rate))
    return gain * (try design.response(at: Hertz(f), sampleRate: Hertz(rate))).magnitude
  }

  /// Class 1 of the 2014 edition over the whole mask, from the digital response; every band of octaves and thirds from
  /// 12.5 Hz up to the highest one there is, every few of the narrower ones.
  @Test(arguments: OctaveFraction.allCases) func everyBandIsOfClassOne(_ fraction: OctaveFraction) throws {
    let rate = 48000.0
    let top = OctaveFilterBank.highestShare * rate
    let all = try fraction.bands(in: Hertz(12.5)...Hertz(20000)).filter { $0.high.value <= top }
    let step = max(1, fraction.rawValue / 3)
    let chosen = all.indices.filter { $0 % step == 0 || $0 >= all.count - 2 }.map { all[$0] }
    #expect(chosen.count >= 9)
    let bank = try OctaveFilterBank(chosen, sampleRate: Hertz(rate))
    #expect(bank.halvings.max() ?? 0 >= 9)
    let mask = try OctaveOracle.loaded.get().mask(fraction, points: 16)
    for (place, band) in chosen.enumerated() {
      for point in mask {
        for f in [band.centre.value * point.ratio, band.centre.value / point.ratio] where f < rate / 2 {
          let attenuation = -20 * log10(try Self.gain(bank, band: place, at: f))
          #expect(attenuation >= point.least, "\(band.centre.value) Hz at \(f) Hz: \(attenuation) dB")
          #expect(attenuation <= point.most, "\(band.centre.value) Hz at \(f) Hz: \(attenuation) dB")
        }
      }
    }
  }

  /// The highest edge anywhere: bands that end exactly there, at rates made for them.
  @Test(arguments: OctaveFraction.allCases) func theHighestBandIsOfClassOne(_ fraction: OctaveFraction) throws {
    let band = fraction.band(0)
    let rate = band.high.value / OctaveFilterBank.highestShare * (1 + 1e-12)
    let bank = try OctaveFilterBank([band], sampleRate: Hertz(rate))
    #expect(bank.halvings == [0])
    for point in try OctaveOracle.loaded.get().mask(fraction) {
      for f in [band.centre.value * point.ratio, band.centre.value / point.ratio] where f < rate / 2 {
        let attenuation = -20 * log10(try Self.gain(bank, band: 0, at: f))
        #expect(attenuation >= point.least && attenuation <= point.most, "\(f) Hz: \(attenuation) dB")
      }
    }
  }

  /// What is measured is the energy of the record times the response: noise through bands at four rates.
  @Test func energiesFollowTheResponse() throws {
    let rate = 8000.0
    let samples = SpectraSamples.noise(1000, seed: 12)
    let bands = try OctaveFraction.third.bands(in: Hertz(200)...Hertz(2500)).enumerated().filter { $0.offset % 3 == 0 }
      .map(\.element)
    let bank = try OctaveFilterBank(bands, sampleRate: Hertz(rate))
    #expect(Set(bank.halvings).count >= 3)
    // What folds is 84 dB down: 6e-5 of the amplitude.
    let found = try bank.meanSquares(of: samples)
    let length = 8192
    var fft = try RealFFT(count: length)
    let bins = try fft.forward(samples + [Double](repeating: 0, count: length - samples.count))
    for place in bands.indices {
      var sum = 0.0
      for bin in 1..<(length / 2) {
        let gain = try Self.gain(bank, band: place, at: Double(bin) * rate / Double(length))
        sum += 2 * gain * gain * bins[bin].squaredMagnitude
      }
      let expected = sum / Double(length) / Double(samples.count)
      #expect(abs(found[place] / expected - 1) <= 1e-5, "\(bands[place].centre.value) Hz: \(found[place] / expected)")
    }
  }

  /// A long tone in the middle of each band has its own mean square; all bands of white noise together have the noise's.
  @Test func levelsAreRight() throws {
    let rate = Hertz(16000)
    let bands = try OctaveFraction.third.bands(in: Hertz(20)...Hertz(5000))
    let bank = try OctaveFilterBank(bands, sampleRate: rate)
    for place in [0, 8, 17, 24] {
      let samples = WeightedSignalTests.sine(bands[place].centre.value, rate: 16000, count: 160_000)
      let levels = try bank.meanSquares(of: samples).map { 10 * log10(2 * $0) }
      #expect(abs(levels[place]) <= 0.05, "\(bands[place].centre.value) Hz: \(levels[place]) dB")
      #expect(levels.enumerated().allSatisfy { $0.offset == place || $0.element < -15 })
    }
    let noise = SpectraSamples.noise(320_000, seed: 3)
    let found = try bank.meanSquares(of: noise)
    for (place, band) in bands.enumerated() where band.centre.value > 400 {
      // A twelfth of a unit square over 8 kHz; the filter is 1.2 % wider than its edges.
      let expected = (band.high.value - band.low.value) / 8000 / 12 * 1.0115
      let scatter = 1 / ((band.high.value - band.low.value) * 20).squareRoot()
      #expect(abs(found[place] / expected - 1) <= 4 * scatter, "\(band.centre.value) Hz")
    }
    // Both ways agree on noise within what they scatter together and the wider skirts.
    let window = try Window(.hann, count: noise.count)
    let density = try Periodogram.density(of: noise, window: window, sampleRate: rate)
    for (place, value) in density.meanSquares(of: bands).enumerated() where bands[place].centre.value > 400 {
      let scatter = 1 / ((bands[place].high.value - bands[place].low.value) * 20).squareRoot()
      #expect(abs((try #require(value)) / found[place] * 1.0115 - 1) <= 4 * scatter)
    }
  }

  @Test func shortAndEmptyRecordsWork() throws {
    let bank = try OctaveFilterBank(
      [OctaveFraction.third.band(-20), OctaveFraction.third.band(0)], sampleRate: Hertz(8000))
    #expect(try bank.meanSquares(of: []) == [0, 0])
    // An impulse's energy is that of the response: about 2·bandwidth/rate for one sample of one.
    let found = try bank.meanSquares(of: [1])
    for (place, band) in bank.bands.enumerated() {
      let expected = 2 * (band.high.value - band.low.value) / 8000 * 1.0115
      #expect(abs(found[place] / expected - 1) <= 0.005, "\(found[place] / expected)")
    }
  }

  @Test func badInputIsRefused() throws {
    let band = OctaveFraction.third.band(0)
    #expect(throws: OctaveError.noBands) { try OctaveFilterBank([], sampleRate: Hertz(8000)) }
    #expect(throws: OctaveError.self) { try OctaveFilterBank([band], sampleRate: Hertz(2600)) }
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: OctaveError.self) { try OctaveFilterBank([band], sampleRate: Hertz(bad)) }
    }
    let bank = try OctaveFilterBank([band], sampleRate: Hertz(8000))
    #expect(throws: OctaveError.missing(index: 1, value: .infinity)) { try bank.meanSquares(of: [0, .infinity]) }
    #expect(throws: OctaveError.self) { try bank.meanSquares(of: [.nan]) }
    let huge = WeightedSignalTests.sine(1000, rate: 8000, count: 800).map { OctaveFilterBank.largest * $0 }
    #expect(try bank.meanSquares(of: huge).allSatisfy { $0.isFinite && $0 > 1e178 })
  }
}
