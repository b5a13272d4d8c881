// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct FIRResponseTests {
  @Test func responsesAndDelaysAreExact() throws {
    var (largest, delay) = (0.0, 0.0)
    for item in try FIROracle.load().cases {
      let fir = try item.fir()
      for row in item.response {
        let f = Hertz(try #require(row[0]))
        let found = try fir.response(at: f, sampleRate: Hertz(1000))
        let error = max(abs(found.real - (row[1] ?? .nan)), abs(found.imaginary - (row[2] ?? .nan)))
        largest = max(largest, error / fir.largestGain)
        // At a zero forced by symmetry the delay is that of the other frequencies; there 60 digits see none.
        guard let expected = row[3] else { continue }
        let samples = try fir.groupDelay(at: f, sampleRate: Hertz(1000)).value * 1000
        delay = max(delay, abs(samples - expected) / Double(fir.count))
      }
    }
    #expect(largest <= 0.5 * .ulpOfOne, "\(largest / .ulpOfOne)")
    #expect(delay <= .ulpOfOne, "\(delay / .ulpOfOne)")
  }

  @Test func symmetryIsSeen() throws {
    #expect(try FIR(taps: [1, 2, 1]).symmetry == .even)
    #expect(try FIR(taps: [1, 0, -1]).symmetry == .odd)
    #expect(try FIR(taps: [1, -1]).symmetry == .odd)
    #expect(try FIR(taps: [1, 2]).symmetry == .none)
    #expect(try FIR(taps: [3]).delay == 0)
    #expect(try FIR(taps: [1, 1]).delay == 0.5)
    #expect(try FIR(taps: [1, 2]).delay == nil)
  }

  @Test func timeResponses() throws {
    let fir = try FIR(taps: [1, 2, -4])
    #expect(fir.impulseResponse(count: 5) == [1, 2, -4, 0, 0])
    #expect(fir.stepResponse(count: 5) == [1, 3, -1, -1, -1])
    #expect(fir.stepResponse(count: -1).isEmpty)
  }

  @Test func whatHasNoDelayIsRefused() throws {
    // 1 − 2.5 z + z² has a zero at 2 and one at 1/2, 1 + z² one at a quarter of the rate.
    #expect(throws: FilterDesignError.self) {
      try FIR(taps: [2, 1, 2, 1]).groupDelay(at: Hertz(250), sampleRate: Hertz(1000))
    }
    #expect(throws: FilterDesignError.self) {
      try FIR(taps: [1]).response(at: Hertz(501), sampleRate: Hertz(1000))
    }
  }

  /// The centred output against sums in plain Swift.
  @Test func theCentredOutputHasNoDelay() throws {
    var x = Seeded.samples(20_000)
    x[3000] = .nan
    x[3100] = .infinity
    for count in [1, 21, 401] {
      let fir = try WindowedFIR(.lowpass(Hertz(90)), count: count, window: .hann, sampleRate: Hertz(1000)).fir
      let found = try fir.centred(x)
      var worst = 0.0
      var wrong = 0
      for index in x.indices {
        let reach = (index - count / 2)...(index + count / 2)
        let isWhole = reach.lowerBound >= 0 && reach.upperBound < x.count && x[reach].allSatisfy(\.isFinite)
        if isWhole == found[index].isNaN { wrong += 1 }
        if isWhole, index % 7 == 0 {
          let expected = zip(fir.taps, x[reach]).reduce(0) { $0 + $1.0 * $1.1 }
          worst = max(worst, abs(found[index] - expected))
        }
      }
      #expect(wrong == 0)
      #expect(worst < 1e-14)
    }
    #expect(throws: FilterDesignError.self) { try FIR(taps: [1, 1]).centred(x) }
  }
}
