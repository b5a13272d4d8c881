// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The analogue Butterworth low-pass that a sensor is declared to have.
public struct LowPassModel: Sendable, Hashable {
  public let order: Int
  public let cutoff: Hertz

  /// - Parameter order: 1…8.
  public init(order: Int, cutoff: Hertz) {
    self.order = order
    self.cutoff = cutoff
  }

  /// 1/Π(s − pₖ) with poles on the unit circle of ω/ω_c; 1 at 0 Hz.
  public func response(at frequency: Hertz) -> Complex {
    let s = Complex(0, frequency.value / cutoff.value)
    var denominator = Complex(1)
    for k in 0..<order {
      let angle = Double.pi * Double(2 * k + order + 1) / Double(2 * order)
      denominator = denominator * (s - Complex(cos(angle), sin(angle)))
    }
    // The product of −pₖ is 1, so that the gain at 0 Hz is.
    return denominator.conjugate / denominator.squaredMagnitude
  }
}
