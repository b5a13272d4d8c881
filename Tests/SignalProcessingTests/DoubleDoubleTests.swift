// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

/// Expected values from 60-digit arithmetic, as the nearest double and the rest.
@Suite struct DoubleDoubleTests {
  private func expect(_ found: DoubleDouble, _ high: Double, _ low: Double, within bound: Double = 1e-30) {
    let difference = found - DoubleDouble(high: high, low: low)
    #expect(abs(difference.high) <= bound * abs(high), "\(found)")
  }

  @Test func knownValues() {
    expect(1 / DoubleDouble(3), 0.3333333333333333, 1.850371707708594e-17)
    expect(DoubleDouble(2).squareRoot, 1.4142135623730951, -9.667293313452913e-17)
    expect(DoubleDouble(1e-8) + DoubleDouble(1e8), 100000000.00000001, -4.901161193847656e-09)
    expect(DoubleDouble.pi * DoubleDouble.pi, 9.869604401089358, 6.265295508739711e-16)
    expect(DoubleDouble(10).logarithm, 2.302585092994046, -2.1707562233822494e-16, within: 1e-29)
    expect((DoubleDouble(1) / 1000).logarithm, -6.907755278982137, -2.369515526854504e-16, within: 1e-29)
    expect(DoubleDouble(-1).exponential, 0.36787944117144233, -1.2428753672788363e-17, within: 1e-29)
    expect(DoubleDouble(300).exponential, 1.9424263952412558e+130, 1.1143145370175699e+114, within: 1e-28)
    expect(DoubleDouble(powerRatioOf: 0.5), 1.1220184543019633, 9.395606554306226e-17, within: 1e-29)
    expect(DoubleDouble(7).areaHyperbolicSine, 2.644120761058629, 4.3505925677739675e-17, within: 1e-29)
    expect((1 / DoubleDouble(7)).hyperbolicSine, 0.14334354757246306, -1.797267668167036e-18, within: 1e-28)
    expect((1 / DoubleDouble(7)).hyperbolicCosine, 1.0102214473226447, -4.839326074655752e-17, within: 1e-29)
    expect(
      DoubleDouble.tangent(ofPiTimes: 1 / DoubleDouble(10_000)), 0.0003141592756944053, 3.8125770576733616e-23,
      within: 1e-29)
    expect(
      DoubleDouble.tangent(ofPiTimes: DoubleDouble(499) / 1000), 318.30883898555044, 8.493513086358991e-15,
      within: 1e-28)
  }

  @Test func operationsUndoEachOther() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      let a = DoubleDouble(Double.random(in: 0.1...10, using: &generator)) / 3
      let b = DoubleDouble(Double.random(in: -10...10, using: &generator)) / 7
      let pairs = [
        ("+", (a + b) - b, a), ("/", (a * b) / b, a), ("root", a.squareRoot * a.squareRoot, a),
        ("log", a.logarithm.exponential, a), ("exp", b.exponential * (-b).exponential, 1),
      ]
      for (name, found, expected) in pairs {
        #expect(abs((found - expected).high) <= 1e-29 * max(1, abs(expected.high), abs(b.high)), "\(name) \(a) \(b)")
      }
    }
  }

  @Test func sineAndCosineLieOnTheCircle() {
    for k in 0...1000 {
      let (s, c) = DoubleDouble.sineAndCosine(ofPiTimes: DoubleDouble(k) / 2000)
      #expect(abs((s * s + c * c - 1).high) < 1e-30)
    }
    let (s, c) = DoubleDouble.sineAndCosine(ofPiTimes: 0.5)
    #expect(s == 1 && c.isZero)
  }
}
