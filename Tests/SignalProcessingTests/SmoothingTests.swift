// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct SmoothingTests {
  private func noise(_ count: Int, seed: UInt64 = 11) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
  }

  private func same(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
  }

  /// Every method, filtering two stretches with a gap between as it filters each alone.
  @Test func gapsSplitEveryMethod() throws {
    let rate = Hertz(1000)
    let window = try MovingWindow(length: 9)
    let hampel = try Hampel(length: 7)
    let golay = try SavitzkyGolay(window: 9, order: 3, sampleRate: rate)
    let zeroPhase = try ZeroPhase(Butterworth.bandpass(order: 2, from: Hertz(50), to: Hertz(90), sampleRate: rate))
    let taps = try WindowedFIR(.lowpass(Hertz(90)), count: 21, window: .hann, sampleRate: rate)
    let methods: [([Double]) -> [Double]] = [
      window.mean, window.median, window.minimum, window.maximum, window.rootMeanSquare, golay.apply, zeroPhase.apply,
      taps.apply, { hampel.apply($0).cleaned }, Detrend.line.apply, Detrend.mean.apply,
    ]
    let (a, b) = (noise(120), noise(77, seed: 12))
    for (index, method) in methods.enumerated() {
      for gap in [[Double.nan], [.infinity, .nan, -.infinity]] where index != 8 || gap.count == 1 {
        #expect(same(method(a + gap + b), method(a) + gap.map { _ in .nan } + method(b)), "method \(index)")
      }
      for few in [[], [1.0], [.nan], [.nan, 2, .nan]] { #expect(method(few).count == few.count) }
    }
  }

  /// Against the definition, written out, at every length of signal and window.
  @Test func movingWindowsFollowTheirDefinition() throws {
    for count in 0...24 {
      let x = noise(count, seed: UInt64(count) + 1).map { ($0 * 4).rounded() }
      for length in stride(from: 1, through: 27, by: 2) {
        let window = try MovingWindow(length: length)
        let (means, medians) = (window.mean(x), window.median(x))
        let (minima, maxima) = (window.minimum(x), window.maximum(x))
        for k in 0..<count {
          let r = min(length / 2, k, count - 1 - k)
          let part = x[(k - r)...(k + r)].sorted()
          #expect(means[k] == part.reduce(0, +) / Double(part.count))
          #expect(medians[k] == part[r] && minima[k] == part[0] && maxima[k] == part[part.count - 1])
        }
      }
    }
  }

  @Test func aLargeSampleLeavesNothingBehind() throws {
    var x = [Double](repeating: 0.1, count: 50)
    x[20] = 1e15
    #expect(abs(try MovingWindow(length: 5).mean(x)[40] - 0.1) < 1e-15)
  }

  @Test func polynomialsPassUnchanged() throws {
    let golay = try SavitzkyGolay(window: 31, order: 4, sampleRate: Hertz(100))
    let slope = try SavitzkyGolay(window: 31, order: 4, derivative: 1, sampleRate: Hertz(100))
    let t = (0..<200).map { Double($0) / 100 }
    let x = t.map { (t: Double) -> Double in 3 - 2 * t + 5 * t * t * t * t }
    for (k, value) in golay.apply(x).enumerated() { #expect(abs(value - x[k]) < 1e-12 * 100) }
    for (k, value) in slope.apply(x).enumerated() { #expect(abs(value - (-2 + 20 * t[k] * t[k] * t[k])) < 1e-9) }
  }

  @Test func outliersAreReplacedAndNamed() throws {
    var x: [Double] = (0..<60).map { (k: Int) -> Double in
      let ripple = k % 2 == 0 ? 0.02 : -0.02
      return 20 + 0.01 * Double(k) + ripple
    }
    let clean = x
    x[17] = 90
    x[40] = -5
    let found = try Hampel(length: 9).apply(x)
    #expect(found.outliers == [17, 40])
    #expect(abs(found.cleaned[17] - clean[17]) < 0.1 && abs(found.cleaned[40] - clean[40]) < 0.1)
    #expect(zip(found.cleaned, clean).enumerated().allSatisfy { [17, 40].contains($0) || $1.0 == $1.1 })
  }

  @Test func kaiserMeetsItsAttenuation() throws {
    let filter = try WindowedFIR(
      .lowpass(Hertz(100)), count: 91, window: .kaiser(attenuation: 60), sampleRate: Hertz(1000))
    var impulse = [Double](repeating: 0, count: 181)
    impulse[90] = 1
    let response = filter.apply(impulse)
    #expect(Array(response[45...135]) == filter.taps && response[44].isNaN)
    // Sum of taps alternating in sign is the gain at half of the sample rate.
    let end = filter.taps.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? $1.element : -$1.element) }
    #expect(abs(end) < 1e-3)
    #expect(abs(filter.taps.reduce(0, +) - 1) < 1e-15)
  }

  @Test func stepAndImpulseResponsesAgree() throws {
    let filter = try Bessel.lowpass(order: 4, cutoff: Hertz(30), sampleRate: Hertz(1000))
    let (step, impulse) = (try filter.stepResponse(count: 400), try filter.impulseResponse(count: 400))
    for k in 1..<400 { #expect(abs(step[k] - step[k - 1] - impulse[k]) < 1e-15) }
    #expect(abs(step[399] - 1) < 1e-12)
    // A Bessel filter of order 4 overshoots by less than 1 %.
    #expect(step.max() ?? 2 < 1.01)
    #expect(try filter.impulseResponse(count: 0).isEmpty)
  }

  @Test func settingsOutOfRangeAreRefused() {
    for length in [0, 2, -1, 1_000_003, .min] {
      #expect(throws: FilterDesignError.self) { _ = try MovingWindow(length: length) }
      #expect(throws: FilterDesignError.self) { _ = try Hampel(length: length) }
      #expect(throws: FilterDesignError.self) { _ = try SavitzkyGolay(window: length, order: 0, sampleRate: Hertz(1)) }
      #expect(throws: FilterDesignError.self) {
        _ = try WindowedFIR(.lowpass(Hertz(1)), count: length, window: .hann, sampleRate: Hertz(10))
      }
    }
    #expect(throws: FilterDesignError.self) { _ = try SavitzkyGolay(window: 5, order: 5, sampleRate: Hertz(1)) }
    #expect(throws: FilterDesignError.self) {
      _ = try SavitzkyGolay(window: 5, order: 2, derivative: 3, sampleRate: Hertz(1))
    }
    #expect(throws: FilterDesignError.self) { _ = try Hampel(length: 5, threshold: .nan) }
    #expect(throws: FilterDesignError.self) {
      _ = try WindowedFIR(.lowpass(Hertz(6)), count: 5, window: .hann, sampleRate: Hertz(10))
    }
    let edges = FilterSpecification.Edges.lowpass(pass: Hertz(20), stop: Hertz(10))
    #expect(throws: FilterDesignError.bandEdges(Hertz(20), Hertz(10))) {
      _ = try FilterSpecification(edges, passbandRipple: 1, stopbandAttenuation: 40, sampleRate: Hertz(100))
    }
  }
}
