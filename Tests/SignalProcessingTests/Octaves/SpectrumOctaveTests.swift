// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct SpectrumOctaveTests {
  /// Tones against the mask of class 1, in bands of the fewest bins.
  @Test(arguments: [OctaveFraction.octave, .third, .twentyFourth], [Window.Shape.hann, .blackmanHarris])
  func tonesKeepTheLimits(_ fraction: OctaveFraction, _ shape: Window.Shape) throws {
    let count = 16384
    let band = fraction.band(0)
    let rate = (band.high.value - band.low.value) / Spectrum<Density>.leastOctaveBins * Double(count) * (1 - 1e-12)
    let window = try Window(shape, count: count)
    for point in try OctaveOracle.loaded.get().mask(fraction, points: 6) {
      for f in [band.centre.value * point.ratio, band.centre.value / point.ratio] where f < 0.49 * rate {
        let samples = (0..<count).map { sin(2 * .pi * f / rate * Double($0) + point.ratio * 37) }
        let density = try Periodogram.density(of: samples, window: window, sampleRate: Hertz(rate), detrend: .none)
        let value = try #require(density.meanSquares(of: [band])[0])
        let attenuation = -10 * log10(2 * value)
        #expect(attenuation >= point.least && attenuation <= point.most, "\(f) Hz: \(attenuation) dB")
      }
    }
  }

  @Test func bandsAreThePowerBetweenTheirEdges() throws {
    let samples = SpectraSamples.noise(8000, seed: 4)
    let density = try Welch(window: Window(.hann, count: 2000)).density(of: samples, sampleRate: Hertz(2000)).spectrum
    let bands = try OctaveFraction.third.bands(in: Hertz(80)...Hertz(800))
    let values = density.meanSquares(of: bands).compactMap { $0 }
    #expect(values.count == bands.count)
    for (band, value) in zip(bands, values) {
      #expect(abs(value / (try density.power(from: band.low, to: band.high)) - 1) <= 1e-12)
    }
    // Bands that touch add up.
    let whole = try density.power(from: bands[0].low, to: bands[bands.count - 1].high)
    #expect(abs(values.reduce(0, +) / whole - 1) <= 1e-12)
  }

  @Test func bandsThatAreTooNarrowOrTooHighAreRefused() throws {
    let density = try Periodogram.density(
      of: SpectraSamples.noise(1000, seed: 1), window: Window(.hann, count: 1000), sampleRate: Hertz(1000))
    let bands = try OctaveFraction.third.bands(in: Hertz(50)...Hertz(800))
    for (band, value) in zip(bands, density.meanSquares(of: bands)) {
      #expect((value == nil) == (band.high.value > 500 || band.high.value - band.low.value < 16))
    }
  }
}
