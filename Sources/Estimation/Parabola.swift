// SPDX-License-Identifier: GPL-3.0-or-later

/// How far a least-squares parabola bends away from its chord.
public enum Parabola {
  /// - Parameters:
  ///   - x: Abscissae, at least three of them different.
  ///   - y: As many ordinates.
  /// - Returns: |c| of y = a + b·u + c·u² with u running from −1 to 1 over the range of x, in the unit of y; nil when
  ///   fewer than three x differ.
  public static func sagitta(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double? {
    guard x.count == y.count, x.count >= 3, let first = x.min(), let last = x.max(), last > first else { return nil }
    let n = Double(x.count)
    let u = x.map { 2 * ($0 - first) / (last - first) - 1 }
    // u² made orthogonal to 1 and u on these very points.
    let meanU = u.reduce(0, +) / n
    let meanUU = u.reduce(0) { $0 + $1 * $1 } / n
    var uu = 0.0
    var uq = 0.0
    for v in u {
      uu += (v - meanU) * (v - meanU)
      uq += (v - meanU) * (v * v - meanUU)
    }
    guard uu > 0 else { return nil }
    let slope = uq / uu
    var top = 0.0
    var bottom = 0.0
    for (v, value) in zip(u, y) {
      let q = v * v - meanUU - slope * (v - meanU)
      top += q * value
      bottom += q * q
    }
    return bottom > 1e-12 * n ? abs(top / bottom) : nil
  }
}
