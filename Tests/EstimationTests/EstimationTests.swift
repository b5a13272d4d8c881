// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import TestSupport
import Testing

/// Made by Fixtures/oracles/estimation.py from NumPy, SciPy and mpmath.
struct EstimationOracle: Decodable {
  struct LineCase: Decodable {
    let x: [Double]
    let y: [Double]
    let slope: Double
    let intercept: Double
    let residualSD: Double
    let explained: Double
    let lagOne: Double
    let theilSen: Double
    let sagitta: Double
  }
  struct MedianCase: Decodable {
    let values: [Double]
    let median: Double
    let scaledDeviation: Double
  }
  struct QuantileCase: Decodable {
    let p: Double
    let degrees: Double
    let t: Double
  }
  let lines: [LineCase]
  let medians: [MedianCase]
  let quantiles: [QuantileCase]
}

@Suite struct EstimationTests {
  let oracle: EstimationOracle

  init() throws { oracle = try Oracle.load("estimation") }

  static func isClose(_ a: Double, _ b: Double, _ relative: Double) -> Bool {
    abs(a - b) <= relative * max(abs(a), abs(b), 1e-300)
  }

  @Test func linesEqualNumPysAndSciPys() throws {
    for lineCase in oracle.lines {
      let line = try #require(Line.leastSquares(lineCase.x[...], lineCase.y[...]))
      #expect(Self.isClose(line.slope, lineCase.slope, 1e-12))
      #expect(Self.isClose(line.at(0), lineCase.intercept, 1e-12))
      #expect(Self.isClose(line.residualSD, lineCase.residualSD, 1e-11))
      #expect(Self.isClose(line.explained, lineCase.explained, 1e-11))
      #expect(abs(line.lagOneCorrelation - lineCase.lagOne) <= 1e-9)
      let slope = try #require(TheilSen.slope(lineCase.x[...], lineCase.y[...]))
      #expect(Self.isClose(slope, lineCase.theilSen, 1e-12))
      let sagitta = try #require(Parabola.sagitta(lineCase.x[...], lineCase.y[...]))
      #expect(Self.isClose(sagitta, lineCase.sagitta, 1e-9))
    }
  }

  @Test func mediansEqualNumPys() {
    for medianCase in oracle.medians {
      #expect(Median.of(medianCase.values) == medianCase.median)
      let deviation = Median.scaledDeviation(medianCase.values, around: medianCase.median)
      #expect(abs(deviation - medianCase.scaledDeviation) <= 1e-15 * max(1, medianCase.scaledDeviation))
    }
  }

  @Test func studentsQuantilesEqualFiftyDigitArithmetic() {
    for quantile in oracle.quantiles {
      let t = StudentT.quantile(quantile.p, degrees: quantile.degrees)
      #expect(Self.isClose(t, quantile.t, 1e-12), "p \(quantile.p), \(quantile.degrees) degrees: \(t)")
    }
  }

  @Test func theilSenIgnoresAQuarterOfWildPoints() throws {
    let x = (0..<40).map(Double.init)
    var y = x.map { 3 * $0 + 1 }
    for i in stride(from: 0, to: 40, by: 4) { y[i] = 1e6 }
    let slope = try #require(TheilSen.slope(x[...], y[...]))
    #expect(abs(slope - 3) < 1e-9)
  }

  /// Above 400 points block means are used; on a line they give the line.
  @Test func theilSenOfManyPointsIsTheSlopeOfALine() throws {
    let x = (0..<5003).map { Double($0) * 0.001 }
    let y = x.map { 98 * $0 - 7 }
    let slope = try #require(TheilSen.slope(x[...], y[...]))
    #expect(abs(slope - 98) < 1e-9)
  }

  @Test func degenerateInputGivesNothing() {
    #expect(Line.leastSquares([1, 1, 1], [1, 2, 3]) == nil)
    #expect(Line.leastSquares([1], [1]) == nil)
    #expect(TheilSen.slope([2, 2], [1, 5]) == nil)
    #expect(Parabola.sagitta([0, 1], [0, 1]) == nil)
    #expect(Moments.meanHalfWidth([5], level: 0.95) == nil)
  }

  /// Slopes scale with y and are indifferent to a shift of either axis.
  @Test func slopesAreLinear() throws {
    let lineCase = oracle.lines[4]
    let shifted = lineCase.x.map { $0 + 5 }
    let scaled = lineCase.y.map { -2 * $0 + 11 }
    let line = try #require(Line.leastSquares(shifted[...], scaled[...]))
    #expect(Self.isClose(line.slope, -2 * lineCase.slope, 1e-11))
    let slope = try #require(TheilSen.slope(shifted[...], scaled[...]))
    #expect(Self.isClose(slope, -2 * lineCase.theilSen, 1e-10))
  }
}
