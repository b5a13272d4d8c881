// SPDX-License-Identifier: GPL-3.0-or-later

extension Elementary {
  /// sin and cos of 2πx, from sums and products alone; both within 1e-15 for |x| below 1000 turns.
  ///
  /// Straight Taylor polynomials within an eighth of a turn, for loops over millions of samples.
  @inline(__always)
  static func circle(turns x: Double) -> (sine: Double, cosine: Double) {
    let quarter = (x * 4).rounded()
    // Exact: both are within a factor of two of each other, or `quarter` is zero.
    let z = 2 * Double.pi * (x - quarter * 0.25)
    let z2 = z * z
    var s = -1 / 1_307_674_368_000.0
    s = 1 / 6_227_020_800.0 + z2 * s
    s = -1 / 39_916_800.0 + z2 * s
    s = 1 / 362_880.0 + z2 * s
    s = -1 / 5040.0 + z2 * s
    s = 1 / 120.0 + z2 * s
    s = -1 / 6.0 + z2 * s
    let sine = z + z * z2 * s
    var c = 1 / 20_922_789_888_000.0
    c = -1 / 87_178_291_200.0 + z2 * c
    c = 1 / 479_001_600.0 + z2 * c
    c = -1 / 3_628_800.0 + z2 * c
    c = 1 / 40_320.0 + z2 * c
    c = -1 / 720.0 + z2 * c
    c = 1 / 24.0 + z2 * c
    c = -0.5 + z2 * c
    let cosine = 1 + z2 * c
    switch Int(quarter) & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }
}
