// SPDX-License-Identifier: GPL-3.0-or-later

/// One second-order section of a recursive filter, in the coefficients of a state-variable filter.
///
/// H(s) = (n2 s² + n1 s + n0) / (s² + c1 s + c0) with s = (z − 1)/(z + 1), so that s = j tan(π f / rate) on the unit
/// circle. All coefficients keep their relative precision at cutoffs far below the sample rate, where a1 and a2 of the
/// usual form round towards −2 and 1. A section of one pole carries a second pole and a zero that cancel at z = 0; it
/// runs at the cost of two poles. Where n2 + n1 + n0 is zero, b0 is, and the section begins with a ``delay``.
public struct Section: Sendable, Hashable {
  /// The design, from which tables are made; the public coefficients are these rounded. Of a one-pole section the
  /// completed form, marked as first order.
  let exact: AnalogSection
  /// Samples before the first that is not zero in the impulse response: how many of b0 and b1 are zero before b1 or b2.
  public let delay: Int

  /// A section in the coefficients of H(s).
  ///
  /// - Throws: ``FilterDesignError/unstable(c1:c0:)`` unless both c1 and c0 are positive; ``FilterDesignError/outOfRange(_:)``
  ///   when the numerator is zero, a coefficient is not finite, or the first of b0, b1, b2 that is not zero is at most
  ///   1e-150/(1 + c1 + c0).
  public init(n2: Double, n1: Double, n0: Double, c1: Double, c0: Double) throws(FilterDesignError) {
    let exact = AnalogSection(
      n2: DoubleDouble(n2), n1: DoubleDouble(n1), n0: DoubleDouble(n0), c1: DoubleDouble(c1), c0: DoubleDouble(c0))
    try self.init(exact)
  }

  /// A section in the coefficients of H(z) = (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²), taken as exact: what was
  /// lost when a1 and a2 were rounded stays lost. With a2 = b2 = 0 it is of first order.
  ///
  /// - Throws: ``FilterDesignError/outsideUnitCircle(a1:a2:)`` unless both poles are inside the unit circle;
  ///   ``FilterDesignError/outOfRange(_:)`` as ``init(n2:n1:n0:c1:c0:)``.
  public init(
    numerator: (b0: Double, b1: Double, b2: Double), denominator: (a1: Double, a2: Double)
  ) throws(FilterDesignError) {
    let b = (DoubleDouble(numerator.b0), DoubleDouble(numerator.b1), DoubleDouble(numerator.b2))
    let a = (DoubleDouble(denominator.a1), DoubleDouble(denominator.a2))
    // z = (1 + s)/(1 − s), over the coefficient of s².
    let top = 1 - a.0 + a.1
    guard top.high > 0, top.high.isFinite else {
      throw .outsideUnitCircle(a1: denominator.a1, a2: denominator.a2)
    }
    let analog = AnalogSection(
      n2: (b.0 - b.1 + b.2) / top, n1: 2 * (b.0 - b.2) / top, n0: (b.0 + b.1 + b.2) / top,
      c1: 2 * (1 - a.1) / top, c0: (1 + a.0 + a.1) / top,
      isFirstOrder: denominator.a2 == 0 && numerator.b2 == 0)
    guard analog.c1.high > 0, analog.c0.high > 0 else {
      throw .outsideUnitCircle(a1: denominator.a1, a2: denominator.a2)
    }
    let zeros = [numerator.b0, numerator.b1].prefix { $0 == 0 }.count
    try self.init(completed: analog, delay: zeros)
  }

  /// - Parameter analog: A one-pole section not yet completed.
  init(_ analog: AnalogSection) throws(FilterDesignError) {
    var s = analog
    if s.isFirstOrder {
      // Times (s + 1)/(s + 1), a pole and a zero at z = 0.
      s = AnalogSection(n2: s.n1, n1: s.n1 + s.n0, n0: s.n0, c1: s.c0 + 1, c0: s.c0, isFirstOrder: true)
    }
    let delay = (s.n2 + s.n1 + s.n0).isZero ? ((s.n0 - s.n2).isZero ? 2 : 1) : 0
    try self.init(completed: s, delay: delay)
  }

  private init(completed s: AnalogSection, delay: Int) throws(FilterDesignError) {
    guard s.c1.high > 0, s.c0.high > 0, s.c1.high.isFinite, s.c0.high.isFinite else {
      throw .unstable(c1: s.c1.high, c0: s.c0.high)
    }
    let first = [s.n2 + s.n1 + s.n0, 2 * (s.n0 - s.n2), s.n2 - s.n1 + s.n0][delay].high
    guard first.isFinite, abs(first) > 1e-150, s.c0.high > 1e-100, s.c0.high < 1e100 else {
      throw .outOfRange("the section's gain at its first sample, \(first), or its c0, \(s.c0.high), is out of range")
    }
    exact = s
    self.delay = delay
  }

  public var n2: Double { exact.n2.high }
  public var n1: Double { exact.n1.high }
  public var n0: Double { exact.n0.high }
  public var c1: Double { exact.c1.high }
  public var c0: Double { exact.c0.high }

  /// 1 + c1 + c0, the divisor of all direct-form coefficients.
  var divisor: DoubleDouble { 1 + exact.c1 + exact.c0 }
  var exactB: (b0: DoubleDouble, b1: DoubleDouble, b2: DoubleDouble) {
    let d = divisor
    // What cancels in a one-pole section or before a delay is zero, not what rounding leaves of it.
    return (
      delay > 0 ? 0 : (exact.n2 + exact.n1 + exact.n0) / d, delay > 1 ? 0 : 2 * (exact.n0 - exact.n2) / d,
      isFirstOrder ? 0 : (exact.n2 - exact.n1 + exact.n0) / d
    )
  }
  /// The numerator without its delay.
  var exactLeadingB: (b0: DoubleDouble, b1: DoubleDouble, b2: DoubleDouble) {
    let (b0, b1, b2) = exactB
    return delay == 0 ? (b0, b1, b2) : delay == 1 ? (b1, b2, 0) : (b2, 0, 0)
  }
  var exactA: (a1: DoubleDouble, a2: DoubleDouble) {
    let d = divisor
    return (2 * (exact.c0 - 1) / d, isFirstOrder ? 0 : (1 - exact.c1 + exact.c0) / d)
  }

  /// Numerator b0 + b1 z⁻¹ + b2 z⁻², each coefficient rounded once.
  public var numerator: (b0: Double, b1: Double, b2: Double) {
    let b = exactB
    return (b.b0.high, b.b1.high, b.b2.high)
  }
  /// Denominator 1 + a1 z⁻¹ + a2 z⁻², each coefficient rounded once.
  public var denominator: (a1: Double, a2: Double) {
    let a = exactA
    return (a.a1.high, a.a2.high)
  }

  /// Whether the section was designed with one pole: its a2 and b2 are zero.
  public var isFirstOrder: Bool { exact.isFirstOrder }
}
