// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A weighting of frequencies by the transfer function of an analogue filter that a standard states in closed form.
///
/// The response is that of the closed form at every frequency: no digital filter stands between, so that nothing is
/// warped near half of the sampling rate.
public protocol FrequencyWeighting: Sendable {
  /// H(2πi·f).
  ///
  /// - Parameter frequency: A finite number; that of a negative one is the conjugate. Beyond ±1e30 Hz the response is
  ///   given as zero (as one for weightings that are flat).
  func response(at frequency: Hertz) -> Complex

  /// Time in which what the slowest pole adds to the impulse response falls below 1e-9 of its start.
  var settling: Seconds { get }
}

extension FrequencyWeighting {
  /// |H|, 1 for unchanged.
  public func magnitude(at frequency: Hertz) -> Double { response(at: frequency).magnitude }

  /// |H| in dB; −∞ where the response is zero, such as at 0 Hz.
  public func decibels(at frequency: Hertz) -> Double { 20 * log10(magnitude(at: frequency)) }
}

/// Factors of transfer functions at s = i·f, in units of one corner frequency: u = f/corner.
enum CornerFactor {
  /// Frequencies beyond this have no response: squares of it and their products stay finite.
  static let highest = 1e30

  /// ln(1e9): a decay of this many time constants leaves 1e-9.
  static let settlingDecay = 20.7233

  /// 1 + iu/q − u².
  static func quadratic(_ u: Double, q: Double) -> Complex { Complex(1 - u * u, u / q) }

  /// (iu)²/(1 + iu/q − u²), a high-pass.
  static func highPass(_ u: Double, q: Double) -> Complex { Complex(-u * u) * quadratic(u, q: q).reciprocal }
}

extension Complex {
  /// 1/z for |z|² that is finite and not zero.
  var reciprocal: Complex { conjugate / squaredMagnitude }
}
