// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// The analogue or digital low-pass inside a sensor, as a filter in continuous time of gain 1 at 0 Hz.
public struct SensorLowPass: Sendable, Hashable {
  public enum Order: Sendable, Hashable {
    /// One pole at the cutoff.
    case first
    /// Two poles with quality q, above 1/2; 1/√2 is Butterworth's, with the cutoff at −3.01 dB.
    case second(q: Double = 0.707_106_781_186_547_5)
  }

  public var cutoff: Hertz
  public var order: Order

  public init(cutoff: Hertz, order: Order = .second()) {
    precondition(cutoff.value > 0, "a cutoff is positive")
    if case .second(let q) = order { precondition(q > 0.5, "two real poles are not modelled") }
    self.cutoff = cutoff
    self.order = order
  }

  /// Complex gain at a frequency.
  public func response(_ frequency: Hertz) -> (real: Double, imaginary: Double) {
    let x = frequency.value / cutoff.value
    let (a, b): (Double, Double)
    switch order {
    case .first: (a, b) = (1, x)
    case .second(let q): (a, b) = (1 - x * x, x / q)
    }
    let square = a * a + b * b
    return (a / square, -b / square)
  }

  /// Its pole in rad/s (the upper one of two) and the factor of its state in the output.
  var pole: (re: Double, im: Double) {
    let omega = 2 * Double.pi * cutoff.value
    guard case .second(let q) = order else { return (-omega, 0) }
    let damping = 1 / (2 * q)
    return (-damping * omega, omega * (1 - damping * damping).squareRoot())
  }

  /// Output at given instants, in order of time, of a filter that has been running for long.
  ///
  /// Between nodes at most 0.1 ms and an eighth of 1/ω_c apart the input is taken as a parabola through both ends and
  /// the middle, and the filter's equation is solved exactly for it.
  func filter(_ input: (Double) -> SIMD3<Double>, at instants: [Double]) -> [SIMD3<Double>] {
    guard let first = instants.first else { return [] }
    let pole = pole
    let omega = 2 * Double.pi * cutoff.value
    let longest = min(1e-4, 0.125 / omega)
    // What was before has died away to 1e-16.
    var t = first + 37 / pole.re
    var (re, im) = (SIMD3<Double>.zero, SIMD3<Double>.zero)
    var before = input(t)
    var out: [SIMD3<Double>] = []
    out.reserveCapacity(instants.count)
    var weights = ParabolaWeights(pole, step: longest)
    for instant in instants {
      let steps = max(1, Int(((instant - t) / longest).rounded(.up)))
      let step = (instant - t) / Double(steps)
      if (step - weights.step).magnitude > 1e-12 * step { weights = ParabolaWeights(pole, step: step) }
      for index in 1...steps where step > 0 {
        let end = index == steps ? instant : t + Double(index) * step
        let (middle, after) = (input(end - step / 2), input(end))
        (re, im) = weights.advance(re, im, before, middle, after)
        before = after
      }
      t = instant
      out.append(pole.im == 0 ? re * omega : im * (omega * omega / pole.im))
    }
    return out
  }
}

/// Exact solution of z' = p z + u over one step for a parabola u.
private struct ParabolaWeights {
  let step: Double
  private let growth: (Double, Double)
  /// Of the input at the begin, in the middle and at the end.
  private let begin: (Double, Double)
  private let middle: (Double, Double)
  private let end: (Double, Double)

  init(_ pole: (re: Double, im: Double), step h: Double) {
    step = h
    let (a, b) = (pole.re * h, pole.im * h)
    // φ_k = Σ (ph)^j/(j + k)!; |ph| ≤ 1/8 by the choice of the step, so that twelve terms are enough.
    func phi(_ k: Int) -> (Double, Double) {
      var factorial = 1.0
      for i in stride(from: 2, through: k, by: 1) { factorial *= Double(i) }
      var (re, im) = (1 / factorial, 0.0)
      var sum = (re, im)
      for j in 1...14 {
        let scale = 1 / Double(j + k)
        (re, im) = ((re * a - im * b) * scale, (re * b + im * a) * scale)
        sum = (sum.0 + re, sum.1 + im)
      }
      return sum
    }
    let (p0, p1, p2, p3) = (phi(0), phi(1), phi(2), phi(3))
    growth = p0
    // ∫ e^(p(h−s)) (s/h)^k ds = h k! φ_(k+1); parabola: u₀ + (−3u₀ + 4u_m − u₁)x + (2u₀ − 4u_m + 2u₁)x².
    func mix(_ c1: Double, _ c2: Double, _ c3: Double) -> (Double, Double) {
      (h * (c1 * p1.0 + c2 * p2.0 + c3 * p3.0), h * (c1 * p1.1 + c2 * p2.1 + c3 * p3.1))
    }
    begin = mix(1, -3, 4)
    middle = mix(0, 4, -8)
    end = mix(0, -1, 4)
  }

  @inline(__always)
  func advance(
    _ re: SIMD3<Double>, _ im: SIMD3<Double>, _ u0: SIMD3<Double>, _ um: SIMD3<Double>, _ u1: SIMD3<Double>
  ) -> (SIMD3<Double>, SIMD3<Double>) {
    let real = re * growth.0 - im * growth.1 + u0 * begin.0 + um * middle.0 + u1 * end.0
    let imaginary = re * growth.1 + im * growth.0 + u0 * begin.1 + um * middle.1 + u1 * end.1
    return (real, imaginary)
  }
}
