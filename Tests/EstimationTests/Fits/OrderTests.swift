// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Foundation
import TestSupport
import Testing

@Suite struct OrderTests {
  @Test func isotonicRegressionsMatchSciPy() throws {
    for answer in try FitOracle.loaded.get().isotonic {
      let fit = try IsotonicRegression(
        answer.y, weights: answer.weights, direction: answer.rising ? .rising : .falling)
      #expect(fit.values.count == answer.y.count)
      for (found, expected) in zip(fit.values, answer.fit) { #expect(abs(found - expected) <= 1e-12) }
      let levels = fit.blocks.map(\.value)
      #expect(zip(levels, levels.dropFirst()).allSatisfy { answer.rising ? $0 < $1 : $0 > $1 })
      #expect(fit.blocks.first?.range.lowerBound == 0 && fit.blocks.last?.range.upperBound == answer.y.count)
    }
  }

  @Test func isotonicRegressionsKeepWhatIsInOrder() throws {
    #expect(try IsotonicRegression([1, 2, 4], direction: .rising).values == [1, 2, 4])
    let pooled = try IsotonicRegression([1, 2, 3], direction: .falling)
    #expect(pooled.values == [2, 2, 2] && pooled.blocks.count == 1)
    #expect(throws: SampleError.tooFew(found: 0, needed: 1)) { try IsotonicRegression([], direction: .rising) }
    #expect(throws: SampleError.missing(index: 1)) { try IsotonicRegression([1, .nan], direction: .rising) }
    #expect(throws: SampleError.weight(index: 0, 0)) { try IsotonicRegression([1], weights: [0], direction: .rising) }
    #expect(throws: SampleError.lengths(2, 1)) { try IsotonicRegression([1], weights: [1, 1], direction: .rising) }
  }

  @Test func arrangementsMatchSciPy() throws {
    for answer in try FitOracle.loaded.get().arrangements {
      let test = try ReverseArrangements(answer.y)
      #expect(test.arrangements == answer.count)
      #expect(test.count == answer.y.count)
      if let p = answer.p {
        #expect(abs(test.probability / p - 1) <= 1e-9, "\(answer.y.count): \(test.probability) \(p)")
      }
    }
  }

  /// Bendat & Piersol, *Random Data*, example 4.4: 86 reverse arrangements of 20 values, with 64 to 125 at the 5 % level.
  @Test func thePublishedExample() throws {
    let values = [
      5.2, 6.2, 3.7, 6.4, 3.9, 4.0, 3.9, 5.3, 4.0, 4.6, 5.9, 6.5, 4.3, 5.7, 3.1, 5.6, 5.2, 3.9, 6.2, 5.0,
    ]
    let test = try ReverseArrangements(values)
    // The book leaves pairs of equal values out, of which there are six.
    #expect(test.arrangements - 3 == 86)
    #expect(test.expected == 95)
    #expect(test.probability > 0.05)
  }

  /// Without a trend the probability is even: below p in a share p of the samples; and nothing depends on the order's scale.
  @Test(arguments: [12, 40, 100]) func probabilitiesAreEven(_ n: Int) throws {
    var noise = NormalNoise(seed: UInt64(n))
    var counts = [0.05: 0, 0.3: 0]
    let trials = 4000
    for _ in 0..<trials {
      let test = try ReverseArrangements(noise.values(n))
      for p in counts.keys where test.probability <= p { counts[p, default: 0] += 1 }
    }
    for (p, count) in counts {
      let share = Double(count) / Double(trials)
      // A count has steps: it cannot reach every probability, and never exceeds it but by chance.
      #expect(share <= p + 4 * (p * (1 - p) / Double(trials)).squareRoot(), "\(n), \(p): \(share)")
      #expect(share >= 0.8 * p, "\(n), \(p): \(share)")
    }
    let drift = try ReverseArrangements(noise.values(n).enumerated().map { $0.element + 0.5 * Double($0.offset) })
    #expect(drift.probability < 0.01 && drift.arrangements < drift.expected)
  }

  @Test func arrangementsOfBadSamplesAreRefused() {
    #expect(throws: SampleError.tooFew(found: 9, needed: 10)) { try ReverseArrangements((0..<9).map(Double.init)) }
    #expect(throws: SampleError.noSpread) { try ReverseArrangements([Double](repeating: 1, count: 12)) }
    #expect(throws: SampleError.missing(index: 3)) {
      try ReverseArrangements([0, 1, 2, .nan, 4, 5, 6, 7, 8, 9, 10])
    }
  }

  /// Steadily rising values: none; falling ones: all; and the probability is that of one order in n! and its mirror.
  @Test func extremesAreExact() throws {
    let rising = try ReverseArrangements((0..<10).map(Double.init))
    #expect(rising.arrangements == 0)
    #expect(abs(rising.probability * 3_628_800 - 2) <= 1e-9)
    let falling = try ReverseArrangements((0..<10).map { -Double($0) })
    #expect(falling.arrangements == 45)
    #expect(falling.probability == rising.probability)
  }
}
