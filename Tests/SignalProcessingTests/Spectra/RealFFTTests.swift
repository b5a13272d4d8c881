// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct RealFFTTests {
  struct Oracle: Decodable {
    struct Bin: Decodable {
      let count: Int
      let bin: Int
      let real: [Double]
      let imaginary: [Double]
    }
    let bins: [Bin]
  }

  /// The reference has 60-digit witnesses: at most 1e-28 of the spectrum's L2 norm away.
  @Test func theReferenceTransformHasThirtyDigits() throws {
    for (count, bins) in Dictionary(grouping: try TestSupport.Oracle.load("fft", as: Oracle.self).bins, by: \.count) {
      let samples = ReferenceDFT.samples(count)
      let isPowerOfTwo = count & (count - 1) == 0
      let references = [ReferenceDFT.direct(samples)] + (isPowerOfTwo ? [ReferenceDFT.radixTwo(samples)] : [])
      for exact in references {
        for bin in bins {
          let re = (exact[bin.bin].0.high - bin.real[0]) + (exact[bin.bin].0.low - bin.real[1])
          let im = (exact[bin.bin].1.high - bin.imaginary[0]) + (exact[bin.bin].1.low - bin.imaginary[1])
          #expect(hypot(re, im) <= 1e-28 * Double(count).squareRoot(), "N = \(count), bin \(bin.bin)")
        }
      }
    }
  }

  static func bound(_ count: Int) -> Double { 2 * .ulpOfOne * log2(Double(count)).squareRoot() }

  private func check(_ count: Int) throws {
    let samples = ReferenceDFT.samples(count)
    var fft = try RealFFT(count: count)
    let bins = try fft.forward(samples)
    let error = ReferenceDFT.relativeError(bins, of: samples)
    #expect(error <= Self.bound(count), "N = \(count): \(error / .ulpOfOne) ε")
    // There and back: two transforms, two errors.
    let back = try fft.inverse(bins)
    let distance = zip(back, samples).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let norm = samples.reduce(0) { $0 + $1 * $1 }
    #expect((distance / norm).squareRoot() <= 2 * Self.bound(count), "round trip, N = \(count)")
  }

  @Test func errorStaysBelowItsBoundForAllShortLengths() throws {
    for count in 2...512 { try check(count) }
  }

  @Test(arguments: [10, 12, 14, 16, 18, 20]) func errorStaysBelowItsBoundForPowersOfTwo(_ exponent: Int) throws {
    try check(1 << exponent)
  }

  @Test(arguments: [521, 1009, 2003, 4001, 7919, 10007]) func errorStaysBelowItsBoundForPrimes(_ count: Int) throws {
    try check(count)
  }

  @Test func aSingleSampleIsItsOwnTransform() throws {
    var fft = try RealFFT(count: 1)
    #expect(try fft.forward([3.5]) == [Complex(3.5)])
    #expect(try fft.inverse([Complex(3.5)]) == [3.5])
  }

  @Test(arguments: [2, 3, 16, 45, 97, 1000]) func itIsLinear(_ count: Int) throws {
    var fft = try RealFFT(count: count)
    let a = ReferenceDFT.samples(count)
    let b = ReferenceDFT.samples(count + 1).dropLast()
    let sum = try fft.forward(zip(a, b).map { 2 * $0 - 3 * $1 })
    let (fa, fb) = (try fft.forward(a), try fft.forward(Array(b)))
    let scale = Double(count).squareRoot()
    for k in sum.indices { #expect((sum[k] - (fa[k] * 2 - fb[k] * 3)).magnitude <= 8e-15 * scale) }
  }

  @Test(arguments: [2, 3, 16, 45, 97]) func anImpulseHasAFlatSpectrum(_ count: Int) throws {
    var fft = try RealFFT(count: count)
    let roots = ReferenceDFT.roots(count)
    for place in 0..<count {
      var impulse = [Double](repeating: 0, count: count)
      impulse[place] = 1
      for (k, bin) in try fft.forward(impulse).enumerated() {
        let root = roots[k * place % count]
        #expect((bin - Complex(root.cosine.high, -root.sine.high)).magnitude <= 4e-16 * Double(count).squareRoot())
      }
    }
  }

  @Test(arguments: [8, 45, 97, 1000]) func aShiftTurnsThePhase(_ count: Int) throws {
    var fft = try RealFFT(count: count)
    let samples = ReferenceDFT.samples(count)
    let roots = ReferenceDFT.roots(count)
    let shift = 3
    let moved = try fft.forward((0..<count).map { samples[($0 + count - shift) % count] })
    for (k, bin) in try fft.forward(samples).enumerated() {
      let root = roots[k * shift % count]
      let expected = bin * Complex(root.cosine.high, -root.sine.high)
      #expect((moved[k] - expected).magnitude <= 4e-15 * Double(count).squareRoot())
    }
  }

  @Test(arguments: [1, 2, 7, 64, 1000]) func theComplexTransformAgreesAndInverts(_ count: Int) throws {
    var real = try RealFFT(count: count)
    var complex = try ComplexFFT(count: count)
    let samples = ReferenceDFT.samples(count)
    let half = try real.forward(samples)
    let full = try complex.forward(samples.map { Complex($0) })
    for k in full.indices {
      let expected = k < half.count ? half[k] : half[count - k].conjugate
      #expect((full[k] - expected).magnitude <= 2e-15 * Double(count).squareRoot())
    }
    let back = try complex.inverse(full)
    for n in samples.indices { #expect((back[n] - Complex(samples[n])).magnitude <= 1e-15) }
  }

  @Test func wrongSizesAreRefused() throws {
    for count in [0, -1, Int.min, Int.max, RealFFT.longest + 1] {
      #expect(throws: FFTError.count(count)) { _ = try RealFFT(count: count) }
      #expect(throws: FFTError.count(count)) { _ = try ComplexFFT(count: count) }
    }
    var fft = try RealFFT(count: 8)
    do {
      _ = try fft.forward([1, 2, 3])
      Issue.record("three samples were taken for eight")
    } catch { #expect(error == .length(expected: 8, found: 3)) }
    do {
      _ = try fft.inverse([Complex(1)])
      Issue.record("one bin was taken for five")
    } catch { #expect(error == .length(expected: 5, found: 1)) }
  }

  @Test func manyTasksShareThePlans() async throws {
    // More lengths than the cache keeps, so that plans are also destroyed while others run.
    let expected = try (1...200).map { count in
      var fft = try RealFFT(count: count)
      return try fft.forward(ReferenceDFT.samples(count))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for count in 1...200 {
            let own = task % 2 == 0 ? count : 201 - count
            var fft = try RealFFT(count: own)
            let found = try fft.forward(ReferenceDFT.samples(own))
            #expect(found == expected[own - 1])
          }
        }
      }
      try await group.waitForAll()
    }
  }
}
