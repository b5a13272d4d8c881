// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

/// Fits by SciPy's general least squares, on the same samples.
struct HarmonicOracle: Decodable, Sendable {
  struct Case: Decodable, Sendable {
    let order: Int
    let near: Double
    let stamps: [Double]
    let samples: [Double]
    let frequency: Double
    let frequencyError: Double
    let level: Double
    let amplitudes: [Double]
    let noiseVariance: Double
    let strokeMm: Double
  }

  let cases: [Case]
}

@Suite struct HarmonicOracleTests {
  @Test(arguments: 0..<3) func fitsAreThoseOfSciPy(_ index: Int) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let bytes = try Fixture.bytes("oracles/percussion.json")
    let oracle = try decoder.decode(HarmonicOracle.self, from: Data(bytes)).cases[index]
    let samples = try HarmonicSamples(stamps: oracle.stamps, channels: [oracle.samples])
    let fit = try #require(try HarmonicFit(samples, near: Hertz(oracle.near + 0.02), order: oracle.order))
    #expect(abs(fit.frequency.value / oracle.frequency - 1) < 1e-8)
    #expect(abs(fit.frequencyError.value / oracle.frequencyError - 1) < 1e-3)
    #expect(abs(fit.coefficients[0][0] - oracle.level) < 1e-4)
    #expect(abs(fit.noiseVariances[0] / oracle.noiseVariance - 1) < 1e-6)
    for (harmonic, amplitude) in oracle.amplitudes.enumerated() {
      #expect(abs(fit.amplitude(harmonic + 1, channel: 0).magnitude / amplitude - 1) < 1e-5)
    }
    let wave = PeriodicWave(
      frequency: fit.frequency, harmonics: (1...fit.order).map { fit.amplitude($0, channel: 0) })
    #expect(abs(1000 * wave.derivative(-2).peakToPeak / oracle.strokeMm - 1) < 1e-5)
  }
}
