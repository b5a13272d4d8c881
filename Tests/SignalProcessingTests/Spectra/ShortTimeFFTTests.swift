// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct ShortTimeFFTTests {
  @Test func framesEqualSciPy() throws {
    for expected in try SpectraOracle.loaded.get().stft {
      let transform = try ShortTimeFFT(
        window: SpectraOracle.window(expected.window, expected.length), hop: expected.hop)
      let found = try transform.transform(SpectraOracle.x, sampleRate: SpectraOracle.rate)
      #expect(peakDistance(found.values, expected.frames) <= 1e-12)
      #expect(found.frames.count == (700 - expected.length) / expected.hop + 1)
    }
  }

  @Test(arguments: [("hann", 64, 16), ("hann", 45, 20), ("hamming", 64, 64), ("kaiser", 97, 13), ("rectangular", 7, 7)])
  func paddedFramesGiveTheSignalBack(_ name: String, _ length: Int, _ hop: Int) throws {
    var x = SpectraOracle.x
    for index in [0, 300, 301, 310] { x[index] = .nan }
    let transform = try ShortTimeFFT(window: SpectraOracle.window(name, length), hop: hop, edges: .padded)
    let back = try transform.transform(x, sampleRate: SpectraOracle.rate, breaks: [500]).inverse()
    for index in x.indices {
      #expect(x[index].isNaN ? back[index].isNaN : abs(back[index] - x[index]) <= 1e-13 * 4, "\(index)")
    }
  }

  @Test func wholeFramesGiveBackWhatTheySaw() throws {
    let transform = try ShortTimeFFT(window: SpectraOracle.window("hann", 64), hop: 16)
    let x = SpectraOracle.x
    let back = try transform.transform(x, sampleRate: SpectraOracle.rate).inverse()
    // Hann's first value is zero; the last whole frame ends at 688.
    for index in x.indices {
      let isSeen = index > 0 && index < 688
      #expect(isSeen ? abs(back[index] - x[index]) <= 1e-9 : back[index].isNaN, "\(index)")
    }
    #expect((100..<600).allSatisfy { abs(back[$0] - x[$0]) <= 1e-13 })
  }

  /// The mean of the frames' densities is Welch's estimate.
  @Test func framesAverageToWelch() throws {
    let window = try SpectraOracle.window("hann", 64)
    let frames = try ShortTimeFFT(window: window, hop: 32).transform(SpectraOracle.x, sampleRate: SpectraOracle.rate)
    var mean = [Double](repeating: 0, count: 33)
    for frame in frames.frames.indices {
      for (k, value) in frames.density(ofFrame: frame).values.enumerated() {
        mean[k] += value / Double(frames.frames.count)
      }
    }
    let welch = try Welch(window: window, hop: 32, detrend: .none)
      .density(of: SpectraOracle.x, sampleRate: SpectraOracle.rate)
    #expect(peakDistance(mean, welch.spectrum.values) <= 1e-13)
    #expect(frames.centre(ofFrame: 1) == Seconds(64 / 250.0))
  }

  @Test func windowsThatCannotBeInvertedAreRefused() throws {
    let hann = try SpectraOracle.window("hann", 64)
    #expect(throws: SpectrumError.notInvertible) { try ShortTimeFFT(window: hann, hop: 64, edges: .padded) }
    #expect(throws: SpectrumError.hop(65, in: 1...64)) { try ShortTimeFFT(window: hann, hop: 65) }
    // A missing sample between any two others would make two million frames of 257 values.
    let holes = (0..<8192).map { $0 % 2 == 0 ? 1 : Double.nan }
    let dense = try ShortTimeFFT(window: SpectraOracle.window("hann", 512), hop: 1, edges: .padded)
    #expect(throws: SpectrumError.tooManyFrames(binCount: 257)) { try dense.transform(holes, sampleRate: Hertz(1)) }
    let transform = try ShortTimeFFT(window: hann, hop: 32)
    #expect(throws: SpectrumError.noSegment(length: 64, longestRun: 10)) {
      try transform.transform([Double](repeating: 1, count: 10), sampleRate: Hertz(1))
    }
  }
}
