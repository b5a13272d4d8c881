// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A complex number: two doubles in memory, real part first.
@frozen public struct Complex: Sendable, Hashable {
  public var real: Double
  public var imaginary: Double

  @inlinable public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  public static let zero = Complex(0, 0)

  /// Of magnitude 1 at an angle in radians.
  public static func unit(_ angle: Double) -> Complex { Complex(cos(angle), sin(angle)) }

  /// |z|², without protection against overflow.
  @inlinable public var squaredMagnitude: Double { real * real + imaginary * imaginary }
  /// |z|, without overflow.
  public var magnitude: Double { hypot(real, imaginary) }
  /// Angle in radians, −π…π.
  public var phase: Double { atan2(imaginary, real) }
  @inlinable public var conjugate: Complex { Complex(real, -imaginary) }

  @inlinable public static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }
  @inlinable public static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }
  @inlinable public static func * (a: Complex, b: Complex) -> Complex {
    Complex(a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }
  @inlinable public static func * (a: Complex, b: Double) -> Complex { Complex(a.real * b, a.imaginary * b) }
  @inlinable public static func / (a: Complex, b: Double) -> Complex { Complex(a.real / b, a.imaginary / b) }
}
