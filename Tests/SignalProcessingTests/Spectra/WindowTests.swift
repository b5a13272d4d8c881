// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct WindowTests {
  @Test func valuesEqualSciPy() throws {
    for expected in try SpectraOracle.loaded.get().windows {
      let window = try SpectraOracle.window(
        expected.name, expected.count, symmetry: expected.periodic ? .periodic : .symmetric)
      #expect(peakDistance(window.values, expected.values) <= 1e-14, "\(expected.name) \(expected.count)")
    }
  }

  /// Harris 1978, table 1, to the digits given there; scalloping and noise bandwidth for long windows.
  struct Published: Sendable {
    let shape: Window.Shape
    let gain, noiseBins, scalloping, sideLobe: Double
  }

  static let published = [
    Published(shape: .rectangular, gain: 1, noiseBins: 1, scalloping: 3.922, sideLobe: -13.26),
    Published(shape: .bartlett, gain: 0.5, noiseBins: 1.333, scalloping: 1.824, sideLobe: -26.5),
    Published(shape: .hann, gain: 0.5, noiseBins: 1.5, scalloping: 1.424, sideLobe: -31.47),
    Published(shape: .hamming, gain: 0.54, noiseBins: 1.3628, scalloping: 1.751, sideLobe: -42.7),
    Published(shape: .blackman, gain: 0.42, noiseBins: 1.7268, scalloping: 1.099, sideLobe: -58.1),
    Published(shape: .blackmanHarris, gain: 0.35875, noiseBins: 2.0044, scalloping: 0.826, sideLobe: -92.0),
    Published(shape: .flatTop, gain: 0.2156, noiseBins: 3.7702, scalloping: 0.0098, sideLobe: -93.0),
    Published(shape: .kaiser(beta: 9), gain: 0.4116, noiseBins: 1.7576, scalloping: 1.066, sideLobe: -66.3),
  ]

  @Test(arguments: published) func constantsEqualTheTables(_ row: Published) throws {
    let window = try Window(row.shape, count: 1024)
    #expect(abs(window.coherentGain - row.gain) <= 6e-5)
    #expect(abs(window.equivalentNoiseBins - row.noiseBins) <= 4e-4)
    #expect(abs(window.scallopingLoss - row.scalloping) <= 6e-4)
    #expect(abs(try #require(window.highestSideLobe) - row.sideLobe) <= 0.35)
  }

  @Test func mainLobesEndAtTheirNulls() throws {
    for (shape, width) in [(Window.Shape.rectangular, 1.0), (.hann, 2), (.hamming, 2), (.blackman, 3), (.flatTop, 5)] {
      #expect(abs(try #require(try Window(shape, count: 512).mainLobeHalfWidth) - width) <= 0.05)
    }
  }

  /// One half of a Hann window against the other: 1/6 (Welch 1967).
  @Test func overlapOfHalfAHannWindowIsOneSixth() throws {
    let window = try Window(.hann, count: 4096)
    #expect(abs(window.overlapCorrelation(shift: 2048) - 1.0 / 6) <= 1e-12)
    #expect(window.overlapCorrelation(shift: 0) == 1)
    #expect(window.overlapCorrelation(shift: 4096) == 0)
  }

  @Test func parametersOutOfRangeAreRefused() {
    #expect(throws: SpectrumError.self) { try Window(.kaiser(beta: .nan), count: 8) }
    #expect(throws: SpectrumError.self) { try Window(.kaiser(beta: -1), count: 8) }
    #expect(throws: SpectrumError.self) { try Window(.kaiser(beta: 1e9), count: 8) }
    #expect(throws: SpectrumError.self) { try Window(.tukey(taper: 1.5), count: 8) }
    #expect(throws: SpectrumError.fft(.count(0))) { try Window(.hann, count: 0) }
  }

  @Test func everyShapeIsFiniteAtEveryLength() throws {
    let shapes: [Window.Shape] = [
      .rectangular, .bartlett, .hann, .hamming, .blackman, .blackmanHarris, .nuttall, .flatTop, .kaiser(beta: 0),
      .kaiser(beta: 700), .tukey(taper: 0), .tukey(taper: 1),
    ]
    for shape in shapes {
      for count in 1...9 {
        for symmetry in [Window.Symmetry.periodic, .symmetric] {
          let values = try Window(shape, count: count, symmetry: symmetry).values
          #expect(values.count == count && values.allSatisfy { $0.isFinite && $0 <= 1 + 1e-8 && $0 >= -0.1 })
        }
      }
    }
  }
}
