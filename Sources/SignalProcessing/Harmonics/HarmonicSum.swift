// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// A level and harmonics, to be evaluated at any times.
struct HarmonicSum: Sendable {
  /// Re(c[m]·exp(imωt)): real and imaginary part in turn.
  private let pairs: [Double]

  /// - Parameter coefficients: Level, then cosine and sine of each harmonic.
  init(_ coefficients: [Double]) {
    var pairs = [coefficients[0], 0]
    for place in stride(from: 1, to: coefficients.count, by: 2) {
      pairs.append(coefficients[place])
      pairs.append(-coefficients[place + 1])
    }
    self.pairs = pairs
  }

  func values(frequency: Double, times: [Double], level: KernelLevel = .current) -> [Double] {
    guard !times.isEmpty else { return [] }
    return unsafe [Double](unsafeUninitializedCapacity: times.count) { buffer, count in
      unsafe palpate_harmonic_sum(
        level.code, times, times.count, frequency, pairs, pairs.count / 2 - 1, buffer.baseAddress)
      count = times.count
    }
  }
}
