// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct EnvelopeTests {
  @Test func equalsSciPy() throws {
    for item in try FIRDesignOracle.load().hilbert {
      let x = Seeded.samples(item.count)
      let found = try AnalyticSignal.quadrature(x)
      let error = zip(found, item.imaginary).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(error <= 4 * .ulpOfOne, "\(item.count): \(error / .ulpOfOne)")
      let values = try AnalyticSignal.values(x)
      let envelope = try AnalyticSignal.envelope(x)
      for k in x.indices {
        #expect(values[k].real == x[k] && values[k].imaginary == found[k])
        #expect(abs(envelope[k] - values[k].magnitude) <= .ulpOfOne)
      }
    }
  }

  @Test func missingSamplesSplit() throws {
    let (a, b) = (Seeded.samples(100), Seeded.samples(77))
    let whole = try AnalyticSignal.envelope([.nan] + a + [.infinity, .nan] + b)
    let parts = try [.nan] + AnalyticSignal.envelope(a) + [.nan, .nan] + AnalyticSignal.envelope(b)
    #expect(Seeded.bits(whole) == Seeded.bits(parts))
    #expect(try AnalyticSignal.values([.nan, 1])[0].real.isNaN)
    #expect(try AnalyticSignal.envelope([]).isEmpty)
  }

  /// An oscillation of known strength: the follower is off by no more than its ripple.
  @Test func theFollowerSeesTheStrength() throws {
    let rate = Hertz(1000)
    var follower = try EnvelopeFollower(count: 101, lowest: Hertz(15), sampleRate: rate)
    #expect(follower.latency == 50)
    #expect(follower.ripple < 0.01)
    for f in [15.0, 40, 123.4, 485] {
      let x = (0..<2000).map { 3 * DoubleDouble.circular(2 * DoubleDouble(f) / 1000 * DoubleDouble($0)).cosine.high }
      var output: [Double] = []
      follower.process(x, into: &output)
      #expect(output.count == 1950)
      follower.finish(into: &output)
      #expect(output.count == 2000)
      #expect(output.prefix(50).allSatisfy { $0.isNaN } && output.suffix(50).allSatisfy { $0.isNaN })
      #expect(output[50..<1950].allSatisfy { abs($0 / 3 - 1) <= follower.ripple * 1.001 })
    }
  }

  @Test func aThousandChunkingsGiveTheSameBits() throws {
    var generator = SeededGenerator(seed: 15)
    var x = Seeded.samples(7000)
    for index in [0, 500, 501, 560, 6999] { x[index] = [.nan, .infinity].randomElement()! }
    var follower = try EnvelopeFollower(count: 61, lowest: Hertz(30), sampleRate: Hertz(1000))
    var differing = 0
    for _ in 0..<1000 {
      let part = Array(x.prefix(Int.random(in: 0...x.count, using: &generator)))
      var expected: [Double] = []
      follower.process(part, into: &expected)
      follower.finish(into: &expected)
      #expect(expected.count == part.count)
      var found: [Double] = []
      var taken = 0
      while taken < part.count {
        let most = [3, 40, 300, 6000][Int.random(in: 0..<4, using: &generator)]
        let length = min(part.count - taken, Int.random(in: 0...most, using: &generator))
        follower.process(Array(part[taken..<(taken + length)]), into: &found)
        taken += length
        if found.count != max(0, taken - follower.latency) { differing += 1 }
      }
      follower.finish(into: &found)
      if Seeded.bits(found) != Seeded.bits(expected) { differing += 1 }
    }
    #expect(differing == 0)
  }

  @Test func parametersOutOfRangeAreRefused() {
    for (count, lowest, rate) in [
      (100, 10.0, 1000.0), (101, 0, 1000), (101, 250, 1000), (101, .nan, 1000), (101, 1, 0),
    ] {
      #expect(throws: FilterDesignError.self) {
        _ = try EnvelopeFollower(count: count, lowest: Hertz(lowest), sampleRate: Hertz(rate))
      }
    }
  }
}
