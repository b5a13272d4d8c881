// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import Testing

@Suite struct PeriodicWaveTests {
  @Test func displacementOfACrankIsItsStroke() {
    // x = r cos θ + (λr/4) cos 2θ: the stroke is 2r whatever λ, to first order exactly.
    let (r, lambda, f) = (0.006, 0.2, 40.0)
    let omega = 2 * Double.pi * f
    let wave = PeriodicWave(
      frequency: Hertz(f), harmonics: [Complex(-r * omega * omega), Complex(-lambda * r * omega * omega)])
    #expect(abs(wave.derivative(-2).peakToPeak - 2 * r) < 1e-12)
    #expect(abs(wave.derivative(-2).derivative(2).rms - wave.rms) < 1e-9 * wave.rms)
    #expect(abs(wave.derivative(-1).derivative(1).value(at: 0.3) - wave.value(at: 0.3)) < 1e-9 * wave.peak)
  }

  @Test func derivativesAreSlopes() {
    let wave = PeriodicWave(frequency: Hertz(3), harmonics: [Complex(1, 0.5), Complex(-0.2, 0.7)])
    let step = 1e-6
    let slope = (wave.value(at: 0.4 + step) - wave.value(at: 0.4 - step)) / (2 * step) * 3
    #expect(abs(wave.derivative(1).value(at: 0.4) - slope) < 1e-6 * abs(slope))
  }

  @Test(arguments: 1...8) func lowPassesHaveTheirCutoff(_ order: Int) {
    let model = LowPassModel(order: order, cutoff: Hertz(44))
    #expect(abs(model.response(at: Hertz(44)).squaredMagnitude - 0.5) < 1e-12)
    #expect(abs(model.response(at: Hertz(1e-9)).real - 1) < 1e-9)
    // Butterworth: |H|² = 1/(1 + (f/fc)^2n).
    let expected = 1 / (1 + pow(2, 2 * Double(order)))
    #expect(abs(model.response(at: Hertz(88)).squaredMagnitude - expected) < 1e-12)
  }

  @Test func cycleMaximaSeePeaksBetweenSamples() throws {
    // 5.3 samples a cycle: the samples miss the peak by up to 17 %.
    let stamps = (0..<400).map { Double($0) * 0.01 }
    let samples = stamps.map { (time: Double) -> Double in 4 + 2 * sin(2 * Double.pi * 18.9 * time) }
    let found = try #require(CycleMaxima(stamps: stamps, samples: samples, frequency: Hertz(18.9)))
    #expect(found.isOversampled)
    #expect(abs(found.median - 2) < 0.02)
    #expect(abs(found.rms - 2.0.squareRoot()) < 0.01)
    #expect(abs(found.kurtosis - 1.5) < 0.01)
    #expect(found.count == 75)
  }

  @Test func stampsThatScatterAreNotOversampled() throws {
    let stamps = (0..<400).map { (index: Int) -> Double in
      let late = index % 3 == 0 ? 0.001 : 0.0
      return Double(index) * 0.01 + late
    }
    let samples = stamps.map { (time: Double) -> Double in sin(2 * Double.pi * 10 * time) }
    let found = try #require(CycleMaxima(stamps: stamps, samples: samples, frequency: Hertz(10)))
    #expect(!found.isOversampled)
  }
}

@Suite struct ContactPulseTests {
  /// Half sines of 4 ms reach a tenth of their height 0.128 ms from either end.
  @Test func halfSinesHaveTheirWidth() throws {
    let stamps = (0..<8000).map { (index: Int) -> Double in Double(index) / 2000 }
    let samples = stamps.map { (time: Double) -> Double in
      let phase = (37.3 * time + 0.3).truncatingRemainder(dividingBy: 1) / 37.3
      return 1 + (phase < 0.004 ? 50 * sin(Double.pi * phase / 0.004) : 0)
    }
    let found = try #require(ContactPulse(stamps: stamps, samples: samples, frequency: Hertz(37.3)))
    let expected = 0.004 * (1 - 2 * asin(0.1) / Double.pi)
    #expect(abs(found.width - expected) < 5e-5)
    #expect(abs(found.height - 50) < 0.5)
  }

  @Test func sinesHaveNone() {
    let stamps = (0..<4000).map { (index: Int) -> Double in Double(index) / 2000 }
    let samples = stamps.map { (time: Double) -> Double in sin(2 * Double.pi * 37.3 * time) }
    let found = ContactPulse(stamps: stamps, samples: samples, frequency: Hertz(37.3))
    #expect((found?.width ?? 0.0125) > 0.012)
  }
}
