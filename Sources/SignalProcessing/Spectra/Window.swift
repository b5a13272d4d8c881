// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The taper that a segment is multiplied by before it is transformed.
///
/// Periodic windows (the rule for spectra) are symmetric windows of one sample more without their last sample.
/// Definitions are those of SciPy's `get_window`; coefficients from Harris 1978 (Proc IEEE 66:51) and, for the flat top,
/// D'Antona & Ferrero 2006, *Digital Signal Processing for Measurement Systems*, p. 70.
public struct Window: Sendable, Hashable {
  public enum Shape: Sendable, Hashable {
    case rectangular, bartlett, hann, hamming, blackman, blackmanHarris, nuttall, flatTop
    /// I₀(β√(1 − u²))/I₀(β); a larger beta lowers the side lobes and widens the main lobe.
    case kaiser(beta: Double)
    /// Cosine tapers over the given share of the length, 0 (rectangular) to 1 (Hann), half of it at either end.
    case tukey(taper: Double)
  }

  public enum Symmetry: Sendable, Hashable { case periodic, symmetric }

  public let shape: Shape
  public let symmetry: Symmetry
  public let values: [Double]

  public var count: Int { values.count }

  /// - Parameters:
  ///   - shape: Kaiser's beta 0…700, Tukey's taper 0…1.
  ///   - count: Number of samples, 1…``RealFFT/longest``.
  /// - Throws: ``SpectrumError`` when an argument is out of range or NaN.
  public init(_ shape: Shape, count: Int, symmetry: Symmetry = .periodic) throws(SpectrumError) {
    guard count >= 1, count <= RealFFT.longest else { throw .fft(.count(count)) }
    switch shape {
    case .kaiser(let beta) where !(beta >= 0 && beta <= 700): throw .windowParameter("beta", beta, in: 0...700)
    case .tukey(let taper) where !(taper >= 0 && taper <= 1): throw .windowParameter("taper", taper, in: 0...1)
    default: break
    }
    self.shape = shape
    self.symmetry = symmetry
    let span = symmetry == .periodic ? count : count - 1
    values = span == 0 ? [1] : (0..<count).map { Self.value(shape, $0, of: span) }
  }

  /// Value at place `n` of 0…`span`, the same from both ends bit for bit.
  private static func value(_ shape: Shape, _ n: Int, of span: Int) -> Double {
    let n = min(n, span - n)
    let phase = 2 * Double.pi * Double(n) / Double(span)
    let u = Double(2 * n) / Double(span)
    switch shape {
    case .rectangular: return 1
    case .bartlett: return u
    case .hann: return sum([0.5, 0.5], phase)
    case .hamming: return sum([0.54, 0.46], phase)
    case .blackman: return sum([0.42, 0.5, 0.08], phase)
    case .blackmanHarris: return sum([0.35875, 0.48829, 0.14128, 0.01168], phase)
    case .nuttall: return sum([0.363_581_9, 0.489_177_5, 0.136_599_5, 0.010_641_1], phase)
    case .flatTop: return sum([0.215_578_95, 0.416_631_58, 0.277_263_158, 0.083_578_947, 0.006_947_368], phase)
    case .kaiser(let beta):
      // 1 − (1 − u)², without cancellation at the ends.
      return besselI0(beta * (u * (2 - u)).squareRoot()) / besselI0(beta)
    case .tukey(let taper):
      return u >= taper ? 1 : 0.5 - 0.5 * cos(.pi * u / taper)
    }
  }

  /// a₀ − a₁·cos φ + a₂·cos 2φ − …
  private static func sum(_ coefficients: [Double], _ phase: Double) -> Double {
    var total = 0.0
    var sign = 1.0
    for (order, coefficient) in coefficients.enumerated() {
      total += sign * coefficient * cos(Double(order) * phase)
      sign = -sign
    }
    return total
  }

  /// Modified Bessel function of the first kind, Σ (x²/4)^k/(k!)²; all terms are positive, so nothing cancels.
  static func besselI0(_ x: Double) -> Double {
    let quarter = x * x / 4
    var term = 1.0
    var total = 1.0
    var k = 1.0
    while term > total * 1e-18 {
      term *= quarter / (k * k)
      total += term
      k += 1
    }
    return total
  }
}
