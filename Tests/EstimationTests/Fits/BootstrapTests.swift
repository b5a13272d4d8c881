// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Foundation
import TestSupport
import Testing

@Suite struct BootstrapTests {
  /// NumPy with the same numbers drawn.
  @Test func intervalsMatchASecondImplementation() throws {
    for answer in try FitOracle.loaded.get().bootstrap {
      let statistic = try #require(Bootstrap.Statistic(rawValue: answer.statistic))
      let interval = try Bootstrap.interval(
        of: answer.x, statistic: statistic, method: answer.corrected ? .corrected : .percentile, resamples: 999,
        seed: answer.seed)
      #expect(abs(interval.low - answer.low) <= 1e-9, "\(answer.x.count) \(answer.statistic) \(answer.corrected)")
      #expect(abs(interval.high - answer.high) <= 1e-9, "\(answer.x.count) \(answer.statistic) \(answer.corrected)")
    }
  }

  /// 95 % intervals of 40 differences cover the truth in 93 to 97 % of 2000 samples; a fixed seed each.
  @Test(arguments: Bootstrap.Statistic.allCases, Bootstrap.Method.allCases)
  func intervalsCover(_ statistic: Bootstrap.Statistic, _ method: Bootstrap.Method) throws {
    var noise = NormalNoise(seed: 31)
    var covered = 0
    for trial in 0..<2000 {
      let sample = noise.values(40).map { 3 + 2 * $0 }
      let interval = try Bootstrap.interval(
        of: sample, statistic: statistic, method: method, resamples: 599, seed: UInt64(trial))
      if interval.low <= 3, interval.high >= 3 { covered += 1 }
    }
    let share = Double(covered) / 2000
    #expect(share >= 0.93 && share <= 0.97, "\(statistic) \(method): \(share)")
  }

  @Test func intervalsMoveWithTheValues() throws {
    let x = [1.5, 2.25, -0.5, 4, 3.75, 0.25, 1]
    for statistic in Bootstrap.Statistic.allCases {
      let plain = try Bootstrap.interval(of: x, statistic: statistic, seed: 4)
      let moved = try Bootstrap.interval(of: x.map { 8 * $0 + 16 }, statistic: statistic, seed: 4)
      #expect(abs(moved.low - (8 * plain.low + 16)) <= 1e-9)
      #expect(abs(moved.high - (8 * plain.high + 16)) <= 1e-9)
      #expect(plain.low < plain.estimate && plain.estimate < plain.high)
      #expect(try Bootstrap.interval(of: x, statistic: statistic, seed: 4) == plain)
      let wider = try Bootstrap.interval(of: x, statistic: statistic, level: 0.99, seed: 4)
      #expect(wider.low <= plain.low && wider.high >= plain.high)
    }
  }

  @Test func badInputIsRefused() {
    func interval(_ x: [Double], level: Double = 0.95, resamples: Int = 999) throws(SampleError) -> BootstrapInterval {
      try Bootstrap.interval(of: x, statistic: .mean, level: level, resamples: resamples, seed: 1)
    }
    #expect(throws: SampleError.tooFew(found: 4, needed: 5)) { try interval([1, 2, 3, 4]) }
    #expect(throws: SampleError.missing(index: 1)) { try interval([1, .nan, 3, 4, 5]) }
    #expect(throws: SampleError.noSpread) { try interval([2, 2, 2, 2, 2]) }
    #expect(throws: SampleError.level(1)) { try interval([1, 2, 3, 4, 5], level: 1) }
    #expect(throws: SampleError.level(-0.5)) { try interval([1, 2, 3, 4, 5], level: -0.5) }
    #expect(throws: SampleError.self) { try interval([1, 2, 3, 4, 5], level: .nan) }
    #expect(throws: SampleError.self) { try interval([1, 2, 3, 4, 5], resamples: 0) }
    // A thousandth of a percent needs more resamples.
    #expect(throws: SampleError.self) { try interval([1, 2, 3, 4, 5], level: 0.99999) }
  }
}
