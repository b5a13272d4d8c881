// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct OrderSpectrumTests {
  private static func decibels(_ found: Double, _ expected: Double) -> Double { abs(20 * log10(found / expected)) }

  /// Amplitudes of orders through a run-up, where an ordinary spectrum smears them, to 0.03 dB in noise of −30 dB (limit of others: 0.2).
  @Test(arguments: [
    RotationTruth.steady(41.3), .ramp(12, 46), .ramp(46, 12), .modulated(40, depth: 0.1, modulation: 0.5),
  ]) func amplitudesAreReadThroughChangesOfSpeed(_ truth: RotationTruth) throws {
    let orders: [(order: Double, amplitude: Double, phase: Double)] = [
      (1, 1, 0.3), (2, 0.5, 1), (4.5, 0.3, -2), (7.02, 0.2, 0.4),
    ]
    let x = truth.signal(sampleRate: 1000, orders: orders, noise: 30)
    let angle = try AngularResamplingTests.angle(truth, rate: 1000)
    let angular = try AngularResampling().resample(x, sampleRate: Hertz(1000), angle: angle)
    let spectrum = try OrderSpectrum(of: angular)
    for order in orders {
      let found = try #require(spectrum.amplitude(nearOrder: order.order))
      #expect(Self.decibels(found, order.amplitude) <= 0.03, "\(order.order)")
    }
    // Hann reads whole orders too, and the one between its values up to 1.42 dB low.
    let hann = try OrderSpectrum(of: angular, window: .hann)
    #expect(Self.decibels(try #require(hann.amplitude(nearOrder: 2)), 0.5) <= 0.02)
    let between = try #require(hann.amplitude(nearOrder: 7.02))
    #expect(between < 0.2 * 0.96 && Self.decibels(between, 0.2) <= 1.5)
  }

  /// Two orders further apart than the stated resolution show a dip between them, half as far apart they do not.
  @Test(arguments: [Window.Shape.flatTop, .hann]) func theStatedResolutionHolds(_ shape: Window.Shape) throws {
    let turns = 64
    func spectrum(_ distance: Double) throws -> (OrderSpectrum, dip: Double) {
      let samples = (0..<(64 * turns)).map { n -> Double in
        let turn = Double(n) / 64
        // In quadrature in the middle of the segment, so that neither adding nor cancelling decides.
        return cos(2 * .pi * (5 - distance / 2) * (turn - 32)) + sin(2 * .pi * (5 + distance / 2) * (turn - 32))
      }
      let spectrum = try OrderSpectrum(
        of: AngularSignal(samples: samples, samplesPerRevolution: 64), revolutions: turns, window: shape)
      let at = try #require(spectrum.amplitude(nearOrder: 5 - distance / 2))
      let middle = try #require(spectrum.amplitude(nearOrder: 5))
      return (spectrum, middle / at)
    }
    let resolution = try spectrum(1).0.resolution
    let expected = shape == .hann ? 1.4406 : 3.7247
    #expect(abs(resolution * Double(turns) - expected) <= 2e-3)
    #expect(try spectrum(1).0.orderStep == 1 / 64.0)
    let step = 1 / 32.0
    #expect(try spectrum((1.5 * resolution / step).rounded(.up) * step).dip < 0.8)
    #expect(try spectrum((0.5 * resolution / step).rounded(.down) * step).dip > 0.9)
  }

  @Test func missingAnglesAreLeftOut() throws {
    var samples = (0..<6400).map { 2 * cos(2 * .pi * 3 * Double($0) / 64) + 5 }
    samples[1000] = .nan
    let spectrum = try OrderSpectrum(
      of: AngularSignal(samples: samples, samplesPerRevolution: 64), revolutions: 8, window: .hann)
    #expect(abs(try #require(spectrum.amplitude(nearOrder: 3)) - 2) <= 1e-12)
    #expect(abs(spectrum.amplitudes[0] - 5) <= 1e-12)
    #expect(spectrum.amplitude(nearOrder: 33) == nil && spectrum.amplitude(nearOrder: -1) == nil)
    // 15 turns before the gap, 84 after it: segments of 8 turns, 4 apart.
    #expect(spectrum.segmentCount == 2 + 20)
    let short = try AngularSignal(samples: [Double](repeating: 1, count: 100), samplesPerRevolution: 64)
    #expect(throws: OrderError.spectrum(.noSegment(length: 128, longestRun: 100))) {
      try OrderSpectrum(of: short, revolutions: 2)
    }
    #expect(throws: OrderError.self) { try OrderSpectrum(of: short, revolutions: 0) }
    #expect(throws: OrderError.self) { try AngularSignal(samples: [], samplesPerRevolution: 0) }
  }
}
