// SPDX-License-Identifier: GPL-3.0-or-later

/// Linear-phase filters whose weighted squared error, integrated over the bands, is least.
///
/// Solved from the normal equations in 106 bits: taps are exact to 1e-12 of the largest as long as the bands leave less free
/// than those equations can bear, and refused beyond. An odd number of even taps equals `scipy.signal.firls`.
public enum LeastSquaresFIR {
  /// - Parameters:
  ///   - count: Number of taps, 1…1001; odd symmetry needs two.
  ///   - symmetry: `.even`, or `.odd` for Hilbert transformers and differentiators (see ``FIRBand``).
  /// - Throws: ``FilterDesignError`` when an argument is out of range, or the bands say too little about so many taps.
  public static func design(
    _ bands: [FIRBand], count: Int, symmetry: FIR.Symmetry = .even, sampleRate: Hertz
  ) throws(FilterDesignError) -> FIR {
    guard symmetry != .none else { throw .specification("only symmetric taps have linear phase") }
    let type = LinearPhaseType(count: count, isOdd: symmetry == .odd)
    let checked = try type.check(bands, sampleRate: sampleRate, counts: (type.isOdd ? 2 : 1)...1001)
    let edges = checked.map { item in
      let rate = DoubleDouble(sampleRate.value)
      return Edges(
        low: DoubleDouble(item.band.from.value) / rate, high: DoubleDouble(item.band.to.value) / rate, band: item.band)
    }
    let n = type.order
    // ∫ cos(2π·k/2·f), k = 0…: sums and differences of the frequencies of two coefficients.
    let integrals = (0...(4 * n)).map { k in edges.reduce(DoubleDouble(0)) { $0 + $1.cosine(k) } }
    var matrix: [[DoubleDouble]] = []
    var right: [DoubleDouble] = []
    for i in 0..<n {
      let sum = (0...i).map { j -> DoubleDouble in
        let (apart, together) = (integrals[2 * (i - j)], integrals[2 * (i + j) + 2 * type.offset])
        return type.isOdd ? apart - together : apart + together
      }
      matrix.append(sum.map { $0.scaled(exponent: -1) })
      right.append(edges.reduce(DoubleDouble(0)) { $0 + $1.gain(2 * i + type.offset, isSine: type.isOdd) })
    }
    guard let a = solve(matrix, right) else {
      throw .specification(
        "the bands leave so much of the spectrum free that they do not determine \(count) taps; take fewer")
    }
    return try FIR(taps: taps(a, type))
  }

  private static func taps(_ a: [DoubleDouble], _ type: LinearPhaseType) -> [Double] {
    var taps = [Double](repeating: 0, count: type.count)
    for (k, value) in a.enumerated() {
      // Distance from the centre in half samples.
      let distance = 2 * k + type.offset
      let half = distance == 0 ? value.high : value.high / 2
      taps[(type.count - 1 - distance) / 2] = half
      taps[(type.count - 1 + distance) / 2] = type.isOdd ? -half : half
    }
    return taps
  }

  /// Cholesky's method; nil when the matrix is not positive definite to 1e-26 of its diagonal.
  private static func solve(_ matrix: [[DoubleDouble]], _ right: [DoubleDouble]) -> [DoubleDouble]? {
    let n = right.count
    var l = matrix
    var y = right
    for i in 0..<n {
      var row = l[i]
      for j in 0..<i {
        var sum = row[j]
        unsafe l[j].withUnsafeBufferPointer { other in
          for k in 0..<j { sum = unsafe sum - row[k] * other[k] }
        }
        row[j] = sum / l[j][j]
      }
      var pivot = row[i]
      for k in 0..<i { pivot = pivot - row[k] * row[k] }
      guard pivot.high > 1e-26 * matrix[i][i].high else { return nil }
      row[i] = pivot.squareRoot
      l[i] = row
      for k in 0..<i { y[i] = y[i] - row[k] * y[k] }
      y[i] = y[i] / row[i]
    }
    for i in (0..<n).reversed() {
      for k in (i + 1)..<max(n, i + 1) { y[i] = y[i] - l[k][i] * y[k] }
      y[i] = y[i] / l[i][i]
    }
    return y
  }

  /// A band relative to the sample rate.
  private struct Edges {
    let low: DoubleDouble
    let high: DoubleDouble
    let band: FIRBand

    /// Weighted integral of cos(πkf).
    func cosine(_ k: Int) -> DoubleDouble {
      if k == 0 { return DoubleDouble(band.weight) * (high - low) }
      let difference = Self.angle(k, high).sine - Self.angle(k, low).sine
      return DoubleDouble(band.weight) * difference / (DoubleDouble.pi * DoubleDouble(k))
    }

    /// Weighted integral of the gain times cos or sin(πkf).
    func gain(_ k: Int, isSine: Bool) -> DoubleDouble {
      let slope = (DoubleDouble(band.gains.to) - DoubleDouble(band.gains.from)) / (high - low)
      func primitive(_ f: DoubleDouble, _ gain: Double) -> DoubleDouble {
        let rate = DoubleDouble.pi * DoubleDouble(k)
        let (s, c) = Self.angle(k, f)
        return isSine
          ? slope * s / (rate * rate) - DoubleDouble(gain) * c / rate
          : DoubleDouble(gain) * s / rate + slope * c / (rate * rate)
      }
      let weight = DoubleDouble(band.weight)
      if k == 0 {
        let mean = (DoubleDouble(band.gains.from) + DoubleDouble(band.gains.to)).scaled(exponent: -1)
        return weight * mean * (high - low)
      }
      return weight * (primitive(high, band.gains.to) - primitive(low, band.gains.from))
    }

    private static func angle(_ k: Int, _ f: DoubleDouble) -> (sine: DoubleDouble, cosine: DoubleDouble) {
      DoubleDouble.circular(DoubleDouble(k) * f)
    }
  }
}
