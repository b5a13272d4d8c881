// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Foundation
import TestSupport
import Testing

@Suite struct CurveTests {
  @Test func twoSegmentFitsMatchADenseSearch() throws {
    for answer in try FitOracle.loaded.get().twoSegment {
      let fit = try TwoSegmentFit(answer.x, answer.y)
      #expect(fit.residual <= answer.residual * (1 + 1e-12))
      #expect(abs(fit.residual / answer.residual - 1) <= 1e-9)
      #expect(abs(fit.breakpoint - answer.at) <= 1e-5)
      #expect(abs(fit.level - answer.level) <= 1e-5 && abs(fit.slope - answer.slope) <= 1e-5)
      // The oracle's ends lie on its grid, just inside.
      let high = try #require(fit.breakHigh)
      if answer.low <= answer.x[1] {
        #expect(fit.breakLow == nil)
      } else {
        let low = try #require(fit.breakLow)
        #expect(low <= answer.low + 1e-9 && low >= answer.low - answer.grid - 1e-9)
      }
      #expect(high >= answer.high - 1e-9 && high <= answer.high + answer.grid + 1e-9)
    }
  }

  @Test func anExactBreakIsFound() throws {
    let x = (0..<30).map { 2 * Double($0) }
    for place in [11.0, 12, 37.3] {
      // Shuffled: the order does not matter.
      let order = x.indices.map { ($0 * 7) % 30 }
      let fit = try TwoSegmentFit(order.map { x[$0] }, order.map { 45 - 0.4 * max(x[$0] - place, 0) })
      #expect(abs(fit.breakpoint - place) <= 1e-9 && abs(fit.slope + 0.4) <= 1e-9 && abs(fit.level - 45) <= 1e-9)
      #expect(abs((fit.crossing(40.5) ?? 0) - (place + 11.25)) <= 1e-8)
      #expect(fit.crossing(45.001) == nil)
      #expect(abs(fit.at(place + 10) - 41) <= 1e-8 && fit.at(0) == fit.level)
    }
  }

  /// 95 % intervals of the break, the level and the slope, each in 93 to 97 % of 2000 simulations.
  @Test func twoSegmentIntervalsCover() throws {
    var noise = NormalNoise(seed: 8)
    let x = (0..<60).map { Double($0) + 0.5 }
    let t = StudentT.quantile(0.975, degrees: 57)
    var covered = (place: 0, level: 0, slope: 0)
    let trials = 2000
    for _ in 0..<trials {
      let y = zip(x, noise.values(60)).map { 40 - 0.3 * max($0 - 27, 0) + 0.5 * $1 }
      let fit = try TwoSegmentFit(x, y)
      if (fit.breakLow ?? -.infinity) <= 27, (fit.breakHigh ?? .infinity) >= 27 { covered.place += 1 }
      if abs(fit.level - 40) <= t * fit.levelError { covered.level += 1 }
      if abs(fit.slope + 0.3) <= t * fit.slopeError { covered.slope += 1 }
    }
    for count in [covered.place, covered.level, covered.slope] {
      let share = Double(count) / Double(trials)
      #expect(share >= 0.93 && share <= 0.97, "\(covered)")
    }
  }

  @Test func breaksThatCannotBeToldAreRefused() throws {
    let x = (0..<20).map(Double.init)
    #expect(throws: SampleError.self) { try TwoSegmentFit(x, x) }
    #expect(throws: SampleError.self) { try TwoSegmentFit(x, [Double](repeating: 3, count: 20)) }
    #expect(throws: SampleError.tooFew(found: 4, needed: 5)) { try TwoSegmentFit([1, 2, 3, 4], [1, 1, 0, -1]) }
    #expect(throws: SampleError.lengths(20, 1)) { try TwoSegmentFit(x, [1]) }
    #expect(throws: SampleError.self) { try TwoSegmentFit([1, 1, 2, 2, 3, 3], [1, 1, 1, 1, 0, 0]) }
    #expect(throws: SampleError.missing(index: 2)) { try TwoSegmentFit([1, 2, .nan, 4, 5], [1, 1, 1, 1, 1]) }
    // A line that falls from the start: the break may lie before all points.
    var noise = NormalNoise(seed: 3)
    let falling = try TwoSegmentFit(x, zip(x, noise.values(20)).map { 30 - $0 + 0.3 * $1 })
    #expect(falling.breakLow == nil)
    #expect(falling.residualOfLine <= falling.residual * 1.3)
    #expect(falling.residualOfLevel > 100 * falling.residual)
  }

  @Test func approachesMatchSciPy() throws {
    for answer in try FitOracle.loaded.get().approaches {
      let fit = try ExponentialApproach(answer.t, answer.y)
      let found = [fit.asymptote, fit.amplitude]
      for place in 0..<2 {
        #expect(abs(found[place].value / answer.parameters[place] - 1) <= 1e-6)
        let half = (found[place].high - found[place].low) / 2
        #expect(abs(half / (answer.student * answer.errors[place]) - 1) <= 1e-4)
      }
      #expect(abs(fit.timeConstant.value / answer.parameters[2] - 1) <= 1e-6)
      #expect(abs(fit.timeConstant.low / answer.low - 1) <= 1e-6)
      #expect(abs(fit.timeConstant.high / answer.high - 1) <= 1e-6)
      let residual = fit.residualSD * fit.residualSD * Double(fit.count - 3)
      #expect(abs(residual / answer.residual - 1) <= 1e-9)
    }
  }

  /// Each 95 % interval in 93 to 97 % of 2000 simulations of a warm-up over three time constants.
  @Test func approachIntervalsCover() throws {
    var noise = NormalNoise(seed: 77)
    let times = (0..<60).map { 2 * Double($0) }
    var covered = [0, 0, 0]
    let trials = 2000
    for _ in 0..<trials {
      let values = zip(times, noise.values(60)).map { 50 - 4 * exp(-$0 / 40) + 0.2 * $1 }
      let fit = try ExponentialApproach(times, values)
      for (place, (estimate, truth)) in zip([fit.asymptote, fit.amplitude, fit.timeConstant], [50.0, -4, 40])
        .enumerated()
      where estimate.low <= truth && estimate.high >= truth { covered[place] += 1 }
    }
    for count in covered {
      let share = Double(count) / Double(trials)
      #expect(share >= 0.93 && share <= 0.97, "\(covered)")
    }
  }

  @Test func anExactApproachIsFound() throws {
    let times = (0..<50).map { 7 + Double($0) }
    let fit = try ExponentialApproach(times, times.map { 20 + 5 * exp(-($0 - 7) / 12) })
    #expect(abs(fit.timeConstant.value - 12) <= 1e-5)
    #expect(abs(fit.asymptote.value - 20) <= 1e-6 && abs(fit.amplitude.value - 5) <= 1e-6)
    #expect(fit.timeConstant.low <= fit.timeConstant.value && fit.timeConstant.value <= fit.timeConstant.high)
    // 5 e^(−t/12) = 0.2.
    #expect(abs((fit.settling(within: 0.01) ?? 0) - 12 * log(25.0)) <= 1e-3)
    #expect(fit.settling(within: 1) == 0)
    #expect(abs(fit.at(19) - (20 + 5 * exp(-1.0))) <= 1e-5)
  }

  /// Levels, straight lines and steps have no time constant.
  @Test func timeConstantsThatCannotBeToldAreRefused() throws {
    var noise = NormalNoise(seed: 5)
    let times = (0..<40).map(Double.init)
    var level = 0
    for _ in 0..<500 {
      do { _ = try ExponentialApproach(times, noise.values(40)) } catch { level += 1 }
    }
    // The search over τ finds more than an F test allows for; most of what it finds has no ends.
    #expect(level >= 490, "\(level) of 500 levels refused")
    #expect(throws: SampleError.self) {
      try ExponentialApproach(times, zip(times, noise.values(40)).map { 3 * $0 + $1 })
    }
    #expect(throws: SampleError.self) {
      try ExponentialApproach(times, zip(times, noise.values(40)).map { ($0 == 0 ? 30 : 0) + $1 })
    }
    #expect(throws: SampleError.self) { try ExponentialApproach(times, [Double](repeating: 2, count: 40)) }
    #expect(throws: SampleError.tooFew(found: 4, needed: 5)) { try ExponentialApproach([1, 2, 3, 4], [1, 1, 0, -1]) }
    #expect(throws: SampleError.self) { try ExponentialApproach([1, 1, 2, 2, 3, 3], [1, 1, 1, 1, 0, 0]) }
    #expect(throws: SampleError.missing(index: 0)) {
      try ExponentialApproach([.infinity, 2, 3, 4, 5], [1, 2, 3, 4, 5])
    }
  }
}
