// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// What the kernels and the reference filter need of a section, worked out in double-double and rounded once.
///
/// State: w is the input through the poles alone, d[n] = w[n] − s w[n−1], with s = +1 for poles near z = 1 and −1
/// near z = −1. Then
///
///     y  = x + ew w + ed d
///     d' = kd d + kw w[n−1] + x
///     w' = s w + d'
///
/// with A = [[s + kb, ka], [kb, ka]] on (w, d), ka = s a2, kb = −4 c0/D or 4/D, D = 1 + c1 + c0: nothing is the small
/// difference of rounded numbers. The section's own gain b0 is left to the end of the cascade. A delay is left out, so
/// that b0 is never zero.
struct SectionTable: Sendable {
  static let lanes = 8

  let sign: Double
  let kd: Double
  let kw: Double
  let ew: Double
  let ed: Double
  /// A^L, A^2L, A^4L, each row by row.
  let scan: [Double]
  /// A^(L(k+1)) − I for the lanes k, element by element.
  let carry: [Double]
  /// Response of a lane's sample n to the state before the lane.
  let rowW: [Double]
  let rowD: [Double]
  /// Gain left out.
  let gain: DoubleDouble
  /// Gain at 0 Hz with `gain` left out.
  let steadyGain: DoubleDouble
  /// State (w, d) after a constant input of 1 for ever.
  let steadyState: (w: Double, d: Double)

  init(_ section: Section, rows: Int) {
    let s = section.exact
    let divisor = section.divisor
    let b = section.exactLeadingB
    let (a1, a2) = section.exactA
    // The numerator relative to b0.
    let relative1 = b.b1 / b.b0
    let relative2 = b.b2 / b.b0
    let isPositive = s.c0 < 1
    let unit: DoubleDouble = isPositive ? 1 : -1
    let ka = unit * a2
    let kb = isPositive ? -4 * s.c0 / divisor : 4 / divisor
    let ed = -(unit * (relative2 - a2))
    let ew = (relative1 - a1) + unit * (relative2 - a2)

    let step = Matrix2(unit + kb, ka, kb, ka)
    var power = Matrix2.identity
    var rowW: [Double] = []
    var rowD: [Double] = []
    for _ in 0..<rows {
      rowW.append((ew * power.a + ed * power.c).high)
      rowD.append((ew * power.b + ed * power.d).high)
      power = power * step
    }
    var doubled = power
    var scan: [Double] = []
    for _ in 0..<3 {
      scan += [doubled.a.high, doubled.b.high, doubled.c.high, doubled.d.high]
      doubled = doubled * doubled
    }
    var carry = [Double](repeating: 0, count: 4 * Self.lanes)
    var reached = power
    for lane in 0..<Self.lanes {
      let increments = [reached.a - 1, reached.b, reached.c, reached.d - 1]
      for (element, value) in increments.enumerated() { carry[element * Self.lanes + lane] = value.high }
      reached = reached * power
    }
    sign = unit.high
    kd = (ka + kb).high
    kw = (unit * kb).high
    self.ew = ew.high
    self.ed = ed.high
    self.scan = scan
    self.carry = carry
    self.rowW = rowW
    self.rowD = rowD
    gain = b.b0
    // 1 + a1 + a2 = 4 c0 / D.
    let w = divisor / (4 * s.c0)
    steadyState = (w.high, isPositive ? 0 : (2 * w).high)
    steadyGain = (s.n0 / s.c0) / b.b0
  }
}

/// A two-by-two matrix, row by row.
private struct Matrix2 {
  var a, b, c, d: DoubleDouble

  init(_ a: DoubleDouble, _ b: DoubleDouble, _ c: DoubleDouble, _ d: DoubleDouble) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  static let identity = Matrix2(1, 0, 0, 1)

  static func * (x: Matrix2, y: Matrix2) -> Matrix2 {
    Matrix2(
      x.a * y.a + x.b * y.c, x.a * y.b + x.b * y.d,
      x.c * y.a + x.d * y.c, x.c * y.b + x.d * y.d)
  }
}
