// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import Estimation

@Suite struct RandomTests {
  /// The known answers that come with Random123.
  @Test func philoxGivesTheKnownAnswers() {
    let zero = CounterRandom.block((0, 0, 0, 0), (0, 0))
    #expect(zero == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = UInt32.max
    let full = CounterRandom.block((ones, ones, ones, ones), (ones, ones))
    #expect(full == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let pi = CounterRandom.block((0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), (0xa409_3822, 0x299f_31d0))
    #expect(pi == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test func seedsAndStreamsDiffer() {
    var (a, b) = (CounterRandom(seed: 1), CounterRandom(seed: 1))
    var (other, stream) = (CounterRandom(seed: 2), CounterRandom(seed: 1, stream: 1))
    let first = (0..<9).map { _ in a.next() }
    #expect(first == (0..<9).map { _ in b.next() })
    #expect(first != (0..<9).map { _ in other.next() })
    #expect(first != (0..<9).map { _ in stream.next() })
    #expect(
      first[0] == CounterRandom.block((0, 0, 0, 0), (1, 0)).0 && first[4] == CounterRandom.block((1, 0, 0, 0), (1, 0)).0
    )
  }

  /// Chi-square of 60,000 throws of a die and of a die of 2³¹ + 1 sides, which refuses nearly half of the words.
  @Test func indexesAreEven() {
    var random = CounterRandom(seed: 9)
    var counts = [Double](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[random.index(below: 6)] += 1 }
    let chi = counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 }
    #expect(ChiSquare.exceedance(chi, degrees: 5) > 0.001)
    let sides = (1 << 31) + 1
    let upper = (0..<20_000).count { _ in random.index(below: sides) > sides / 2 }
    #expect(abs(upper - 10_000) <= 350)
    #expect((0..<10).allSatisfy { _ in random.index(below: 1) == 0 })
  }

  @Test func normalQuantilesMatchSciPy() throws {
    for answer in try FitOracle.loaded.get().normal {
      let z = NormalDistribution.quantile(answer.p)
      #expect(abs(z - answer.z) <= 1e-12 * max(1, abs(answer.z)), "\(answer.p): \(z)")
      #expect(abs(NormalDistribution.cumulative(answer.z) / answer.p - 1) <= 1e-11)
    }
  }
}
