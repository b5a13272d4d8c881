// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Exponential averaging of squares, IEC 61672-1:2013, 3.8: (1/τ)·∫ p²(ξ)·e^(−(t − ξ)/τ) dξ.
public enum TimeWeighting: String, Sendable, Hashable, CaseIterable, Codable {
  case fast = "F"
  case slow = "S"

  public var timeConstant: Seconds { Seconds(self == .fast ? 0.125 : 1) }

  /// The running mean square after each sample, silence before the first.
  ///
  /// Exact for squares that hold their value from one sample to the next. A burst of length T thus reaches
  /// 1 − e^(−T/τ) of its mean square.
  ///
  /// - Returns: As many values, in the square of the samples' unit.
  public func meanSquares(of samples: [Double], sampleRate: Hertz) throws(WeightingError) -> [Double] {
    try WeightingError.check(samples, sampleRate)
    // 1 − e^(−1/(rate τ)), without cancellation.
    let share = -expm1(-1 / (sampleRate.value * timeConstant.value))
    var state = 0.0
    return samples.map { sample in
      state += share * (sample * sample - state)
      return state
    }
  }
}
