// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How noise at each sample of a segment moves the place and the height that two bins give a line, to first order.
///
/// With u[n] the noise turned by the line's own frequency, a bin d away from the line moves by Re Σ u·w·exp(−2πi·d·n/N)/C
/// relative to its response C. From this follow the errors, and how those of overlapping segments correlate: the place
/// even negatively, which is why overlap helps it more than it helps a density.
struct LineWeights {
  /// Weights of the place in bins.
  private(set) var offset: [Complex]
  /// Weights of the relative height.
  private(set) var amplitude: [Complex]

  /// - Parameter offset: Distance of the line from the bin of the peak towards the other bin, 0…0.5.
  init(_ window: Window, offset: Double) {
    let step = 1e-4
    func logRatio(_ d: Double) -> Double { log(window.response(atBin: 1 - d) / window.response(atBin: d)) }
    let slope = (logRatio(offset + step) - logRatio(offset - step)) / (2 * step)
    let gainSlope =
      log(window.response(atBin: offset + step) / window.response(atBin: offset - step)) / (2 * step)
    let peak = Self.relative(window, distance: -offset)
    let side = Self.relative(window, distance: 1 - offset)
    let place = zip(side, peak).map { ($0 - $1) / slope }
    self.offset = place
    amplitude = zip(peak, place).map { $0 - $1 * gainSlope }
  }

  /// w[n]·exp(−2πi·d·n/N) over its own sum.
  private static func relative(_ window: Window, distance: Double) -> [Complex] {
    let terms = window.values.enumerated().map { n, value in
      let angle = -2 * Double.pi * distance * Double(n) / Double(window.count)
      return Complex(value * cos(angle), value * sin(angle))
    }
    let sum = terms.reduce(.zero, +)
    return terms.map { $0 * sum.conjugate / sum.squaredMagnitude }
  }

  /// Standard deviation for a line of unit amplitude in noise of unit density at unit rate.
  static func deviation(_ weights: [Complex], _ segments: SegmentPlan) -> Double {
    let power = weights.reduce(0) { $0 + $1.squaredMagnitude }
    let averages = segments.effectiveAverages { shift in
      var sum = 0.0
      for n in 0..<max(weights.count - shift, 0) { sum += (weights[n + shift] * weights[n].conjugate).real }
      return sum / power
    }
    // Where rounding turns a sum that cancels into a negative one, one segment's error is the safe side.
    return (averages > 0 ? power / averages : power).squareRoot()
  }
}
