// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The low-pass that keeps a change of the sample rate free of images and folded frequencies.
public enum ResamplingFilter: Sendable, Hashable {
  /// Kaiser window: gain 1 within twice the attenuation up to `passband`, a share of half the lower rate, and below twice
  /// the attenuation (in dB, so 6 dB less) from half the lower rate on. A constant stays what it is.
  case sharp(passband: Double, attenuation: Double)
  /// That of `scipy.signal.resample_poly`: Kaiser window with β = 5, ten zeros a side, −6 dB at half the lower rate; the
  /// band from 0.84 to 1.16 of it folds.
  case scipy

  /// Passband 0.85, attenuation 90 dB: beyond what sensors of 12 to 14 bits resolve.
  public static let standard = ResamplingFilter.sharp(passband: 0.85, attenuation: 90)

  /// Impulse response at `up` times the old rate, from the centre on: value k for ±k.
  func half(up: Int, down: Int) throws(ResamplingError) -> [Double] {
    let most = max(up, down)
    switch self {
    case .scipy:
      var half = Self.windowed(reach: 10 * most, beta: 5) { Self.sinc($0, over: most) }
      let sum = half[0] + 2 * half.dropFirst().reversed().reduce(0, +)
      for k in half.indices { half[k] = half[k] / sum * Double(up) }
      return half
    case .sharp(let passband, let attenuation):
      guard passband >= 0.1, passband <= 0.98 else { throw .filter("passband", passband, expected: "0.1 to 0.98") }
      guard attenuation >= 30, attenuation <= 150 else {
        throw .filter("attenuation in dB", attenuation, expected: "30 to 150")
      }
      guard case .kaiser(let beta) = FIRWindow.kaiser(attenuation: attenuation) else { return [1] }
      let count = (attenuation - 7.95) / (2.285 * .pi * (1 - passband)) * Double(most)
      let cutoff = (1 + passband) / 2 / Double(most)
      var half = Self.windowed(reach: Int((count / 2).rounded(.up)), beta: beta) { k in
        k == 0 ? 1 : sin(.pi * cutoff * Double(k)) / (.pi * cutoff * Double(k))
      }
      // Each phase has the sum 1, so that no image of a constant is left.
      let reach = half.count - 1
      var sums = [Double](repeating: 0, count: up)
      for k in stride(from: reach, through: -reach, by: -1) { sums[((k % up) + up) % up] += half[abs(k)] }
      // ±k belong to phases whose sums are equal but for rounding.
      for k in half.indices { half[k] /= sums[k % up] }
      return half
    }
  }

  private static func windowed(reach: Int, beta: Double, _ ideal: (Int) -> Double) -> [Double] {
    let bottom = Window.besselI0(beta)
    return (0...reach).map { k in
      let u = Double(k) / Double(reach)
      return ideal(k) * Window.besselI0(beta * ((1 - u) * (1 + u)).squareRoot()) / bottom
    }
  }

  /// sin(πk/n)/(πk/n), the angle reduced in whole numbers.
  private static func sinc(_ k: Int, over n: Int) -> Double {
    if k == 0 { return 1 }
    if k % n == 0 { return 0 }
    let (turn, rest) = (k / n, k % n)
    let value = sin(.pi * Double(min(rest, n - rest)) / Double(n)) * Double(n) / (.pi * Double(k))
    return turn % 2 == 0 ? value : -value
  }
}
