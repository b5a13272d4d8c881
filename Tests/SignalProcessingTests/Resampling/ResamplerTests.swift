// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct ResamplerTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  private struct Case: Decodable {
    let up: Int
    let down: Int
    let count: Int
    let outputs: Int
    let index: [Int]
    let value: [Double]
    let peak: Double
  }

  @Test(arguments: levels) func equalsSciPy(_ level: KernelLevel) throws {
    let cases: [Case] = try Oracle.load("resampling")
    #expect(cases.count > 30)
    for item in cases {
      let ratio = try ResamplingRatio(up: item.up, down: item.down)
      var resampler = try Resampler(ratio, filter: .scipy, edges: .zero, level: level)
      let found = resampler.resample(Seeded.samples(item.count))
      #expect(found.count == item.outputs)
      let error = zip(item.index, item.value).reduce(0) { max($0, abs(found[$1.0] - $1.1)) }
      #expect(error <= 1e-14 * item.peak, "\(item.up)/\(item.down) of \(item.count): \(error / item.peak)")
    }
  }

  /// Sums in plain Swift over a signal extended by its edges, each stretch for itself.
  private static func reference(
    _ x: [Double], _ ratio: ResamplingRatio, _ filter: ResamplingFilter, _ edges: ResamplingEdge
  ) throws -> [Double] {
    let half = try filter.half(up: ratio.up, down: ratio.down)
    let (up, down, reach) = (ratio.up, ratio.down, half.count - 1)
    let count = edges == .zero ? (x.count * up + down - 1) / down : ratio.outputCount(of: x.count)
    var y = [Double](repeating: .nan, count: count)
    for stretch in Stretches.of(x.map { abs($0) <= 1e100 ? $0 : .nan }) {
      let part = Array(x[stretch])
      let end = edges == .zero ? stretch.upperBound * up - 1 : (stretch.upperBound - 1) * up
      for n in 0..<count where n * down >= stretch.lowerBound * up && n * down <= end {
        var sum = 0.0
        let low = (n * down - reach + up - 1 + up * 100_000) / up - 100_000
        for j in low...((n * down + reach) / up) {
          let i = j - stretch.lowerBound
          let sample =
            part.indices.contains(i) ? part[i] : unsafe part.withUnsafeBufferPointer { unsafe edges.value($0, at: i) }
          sum += half[abs(n * down - j * up)] * sample
        }
        y[n] = sum
      }
    }
    return y
  }

  private static let settings: [(Int, Int, ResamplingFilter, ResamplingEdge)] = [
    (32, 125, .scipy, .zero), (32, 125, .standard, .odd), (1, 4, .standard, .hold), (1, 1, .standard, .odd),
    (5, 1, .scipy, .odd), (7, 3, .standard, .odd), (3, 7, .sharp(passband: 0.5, attenuation: 40), .odd),
    (1, 50, .scipy, .hold), (160, 147, .scipy, .zero),
  ]

  @Test(arguments: levels) func everyLevelEqualsTheReference(_ level: KernelLevel) throws {
    var x = Seeded.samples(1200)
    for index in [0, 400, 401, 403, 800, 1199] { x[index] = .nan }
    for (up, down, filter, edges) in Self.settings {
      let ratio = try ResamplingRatio(up: up, down: down)
      let expected = try Self.reference(x, ratio, filter, edges)
      var resampler = try Resampler(ratio, filter: filter, edges: edges, level: level)
      let found = resampler.resample(x)
      #expect(found.map { $0.isNaN } == expected.map { $0.isNaN }, "\(up)/\(down)")
      let error = zip(found, expected).reduce(0) { $1.0.isNaN ? $0 : max($0, abs($1.0 - $1.1)) }
      #expect(error <= 16 * .ulpOfOne, "\(up)/\(down): \(error / .ulpOfOne)")
    }
  }

  @Test func v4AndV3GiveTheSameBits() throws {
    let fast = Self.levels.filter { $0 != .baseline }
    var results: [[UInt64]] = []
    for level in fast {
      var resampler = try Resampler(
        ResamplingRatio(up: 32, down: 125), filter: .standard, edges: .odd, level: level)
      results.append(Seeded.bits(resampler.resample(Seeded.samples(3000))))
    }
    for result in results { #expect(result == results[0]) }
  }

  @Test(arguments: levels) func aThousandChunkingsGiveTheSameBits(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 14)
    var x = Seeded.samples(9000)
    for index in [0, 700, 701, 703, 1500, 2999, 8999] { x[index] = [.nan, .infinity, -1e200].randomElement()! }
    var differing = 0
    for round in 0..<1000 {
      let (up, down, filter, edges) = Self.settings[round % Self.settings.count]
      var resampler = try Resampler(ResamplingRatio(up: up, down: down), filter: filter, edges: edges, level: level)
      let start = Int.random(in: 0..<x.count, using: &generator)
      let part = Array(x[start..<min(x.count, start + Int.random(in: 0...3000, using: &generator))])
      let expected = resampler.resample(part)
      var found: [Double] = []
      var taken = 0
      while taken < part.count {
        let most = [3, 40, 300, 4500][Int.random(in: 0..<4, using: &generator)]
        let length = min(part.count - taken, Int.random(in: 0...most, using: &generator))
        let chunk = Array(part[taken..<(taken + length)])
        if round % 2 == 0 {
          resampler.process(chunk, into: &found)
        } else {
          var out = [Double](repeating: 0, count: resampler.mostOutputs(of: length))
          var span = out.mutableSpan
          let written = resampler.process(chunk.span, into: &span)
          found += out[0..<written]
        }
        taken += length
        // Every output whose last sample lies at least the latency back is there.
        let due = taken - 1 - resampler.latency
        if due >= 0, found.count < due * up / down + 1 { differing += 1 }
      }
      resampler.finish(into: &found)
      if Seeded.bits(found) != Seeded.bits(expected) { differing += 1 }
    }
    #expect(differing == 0)
  }

  /// A long stream through a short buffer, so that samples are forgotten many times.
  @Test func longStreamsEqualTheWhole() throws {
    let x = Seeded.samples(200_000)
    for (up, down, filter, edges) in Self.settings {
      var resampler = try Resampler(ResamplingRatio(up: up, down: down), filter: filter, edges: edges)
      let expected = resampler.resample(x)
      var found: [Double] = []
      for start in stride(from: 0, to: x.count, by: 777) {
        resampler.process(Array(x[start..<min(x.count, start + 777)]), into: &found)
      }
      resampler.finish(into: &found)
      #expect(found == expected)
      // The end alone, from a sample on at which an output stands.
      let part = Array(x[(x.count / down - 40) * down..<x.count])
      let reference = try Self.reference(part, resampler.ratio, filter, edges)
      let error = zip(found.suffix(8), reference.suffix(8)).reduce(0) { max($0, abs($1.0 - $1.1)) }
      if resampler.latency < 20 * down { #expect(error <= 16 * .ulpOfOne) }
    }
  }

  /// One sample fewer than the latency, and the output of the latest phase is not there.
  @Test func latencyIsWhatIsStated() throws {
    for (up, down, filter, edges) in Self.settings {
      var resampler = try Resampler(ResamplingRatio(up: up, down: down), filter: filter, edges: edges)
      var output: [Double] = []
      var longest = 0
      for index in 0..<(resampler.latency + 2000) {
        let before = output.count
        resampler.process([1], into: &output)
        for n in before..<output.count { longest = max(longest, index - n * down / up) }
      }
      #expect(longest == resampler.latency, "\(up)/\(down)")
    }
  }

  @Test func constantsAndLinesComeOutWhole() throws {
    for (up, down) in [(32, 125), (1, 10), (10, 1), (7, 3)] {
      let ratio = try ResamplingRatio(up: up, down: down)
      for count in [1, 2, 5, 40, 3000] {
        for edges in [ResamplingEdge.odd, .hold] {
          var resampler = try Resampler(ratio, edges: edges)
          let found = resampler.resample([Double](repeating: 50, count: count))
          #expect(found.count == (count - 1) * up / down + 1)
          #expect(found.allSatisfy { abs($0 - 50) < 1e-12 })
        }
        var resampler = try Resampler(ratio)
        let line = (0..<count).map { 3 + 0.25 * Double($0) }
        let error = resampler.resample(line).enumerated().reduce(0) {
          max($0, abs($1.element - 3 - 0.25 * ratio.time(ofOutput: $1.offset, from: Hertz(1))))
        }
        #expect(error < 1e-4 * 0.25 * Double(max(up, down)), "\(up)/\(down) of \(count): \(error)")
      }
    }
    // What the default is for: SciPy's zeros ring at the ends of a hold.
    var scipy = try Resampler(ResamplingRatio(up: 32, down: 125), filter: .scipy, edges: .zero)
    #expect(scipy.resample([Double](repeating: 50, count: 3000)).contains { abs($0 - 50) > 10 })
  }

  /// Gains of the filters over frequency: what the article states.
  @Test func passbandAndStopbandAreWhatIsStated() throws {
    for (up, down) in [(32, 125), (1, 4), (5, 1), (147, 160)] {
      for (passband, attenuation) in [(0.85, 90.0), (0.5, 40), (0.95, 120)] {
        let half = try ResamplingFilter.sharp(passband: passband, attenuation: attenuation).half(up: up, down: down)
        let taps = half.dropFirst().reversed() + half
        let fir = try FIR(taps: taps.map { $0 / Double(up) })
        // At `up` times the old rate, which is taken as 2·max: half the lower rate is 1.
        let rate = Hertz(2 * Double(max(up, down)))
        let ripple = 2 * Attenuation.gain(attenuation)
        for step in 0...100 {
          let inside = try fir.response(at: Hertz(passband * Double(step) / 100), sampleRate: rate)
          #expect(abs(inside.magnitude - 1) <= ripple, "\(up)/\(down)")
          let f = 1 + (rate.value / 2 - 1) * Double(step * step) / 10_000
          let outside = try fir.response(at: Hertz(f), sampleRate: rate)
          #expect(outside.magnitude <= ripple, "\(up)/\(down) at \(f)")
        }
      }
    }
  }

  @Test func parametersOutOfRangeAreRefused() throws {
    let ratio = try ResamplingRatio(up: 1, down: 2)
    for (passband, attenuation) in [(0.0, 90.0), (0.99, 90), (.nan, 90), (0.8, 20), (0.8, 151), (0.8, .nan)] {
      #expect(throws: ResamplingError.self) {
        _ = try Resampler(ratio, filter: .sharp(passband: passband, attenuation: attenuation))
      }
    }
  }
}

enum Attenuation {
  static func gain(_ decibels: Double) -> Double {
    var gain = 1.0
    for _ in 0..<Int(decibels / 10) { gain /= 10.0.squareRoot() }
    return gain
  }
}
