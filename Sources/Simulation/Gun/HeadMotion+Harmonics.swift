// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// One harmonic of an acceleration: amplitude · cos(order · 2π · angle + phase).
public struct Harmonic: Sendable, Hashable {
  public var order: Int
  /// m/s², peak.
  public var amplitude: Double
  /// rad, in (−π, π]; the angle counts from the outermost point of the stroke.
  public var phase: Double

  public init(order: Int, amplitude: Double, phase: Double) {
    self.order = order
    self.amplitude = amplitude
    self.phase = phase
  }
}

extension HeadMotion {
  /// Points of the trapezoidal rule over one turn. The coefficients of a crank fall as (λ/2)^order or faster, so that
  /// for λ up to 0.6 what folds back from beyond the 500th order is below rounding.
  private static let points = 1024

  /// Cosine and sine coefficients of d²x/dt² along the axis at a steady rate, in m/s², from order 0.
  func coefficients(rate: Hertz, count: Int) -> [(cosine: Double, sine: Double)] {
    let speed = 2 * Double.pi * rate.value
    let values = (0..<Self.points).map { i in
      derivatives(turns: Double(i) / Double(Self.points)).along.1 * speed * speed
    }
    return (0...count).map { order in
      var (cosine, sine) = (0.0, 0.0)
      for (i, value) in values.enumerated() {
        let (s, c) = Elementary.circle(turns: Double(i * order % Self.points) / Double(Self.points))
        cosine += value * c
        sine += value * s
      }
      let scale = (order == 0 ? 1.0 : 2.0) / Double(Self.points)
      return (cosine * scale, sine * scale)
    }
  }

  /// The head's acceleration in free air at a steady rate.
  /// - Parameter count: Orders 1…`count`, at most 64.
  /// - Returns: Odd orders above 1 of a mere crank are 0 but for rounding, and are given as 0.
  public func harmonics(rate: Hertz, count: Int) -> [Harmonic] {
    let table = coefficients(rate: rate, count: min(count, 64))
    let largest = table.map { max($0.cosine.magnitude, $0.sine.magnitude) }.max() ?? 0
    return table.enumerated().dropFirst().map { Harmonic(order: $0, $1.cosine, $1.sine, floor: 1e-13 * largest) }
  }

  /// sqrt(Σ A_h², h ≥ 2)/A_1, as a share; nil when there is no fundamental.
  public var distortion: Double? {
    let table = harmonics(rate: Hertz(1), count: 64)
    guard let first = table.first, first.amplitude > 0 else { return nil }
    return table.dropFirst().reduce(0) { $0 + $1.amplitude * $1.amplitude }.squareRoot() / first.amplitude
  }

  /// Root mean square and largest magnitude of the acceleration at a steady rate, in m/s².
  public func accelerationFigures(rate: Hertz) -> (rootMeanSquare: Double, peak: Double) {
    let speed = 2 * Double.pi * rate.value
    func value(_ turns: Double) -> Double { (derivatives(turns: turns).along.1 * speed * speed).magnitude }
    var sum = 0.0
    for i in 0..<Self.points {
      let a = value(Double(i) / Double(Self.points))
      sum += a * a
    }
    return ((sum / Double(Self.points)).squareRoot(), maximum(value))
  }

  /// Peak to peak of the displacement: ``stroke`` for a mere crank, something else with overtones.
  public var strokeWithOvertones: Length {
    if overtones.isEmpty { return stroke }
    let top = maximum { displacement(turns: $0) }
    let bottom = maximum { -displacement(turns: $0) }
    return Length((top + bottom) * 1000)
  }

  /// Largest value over a turn: the best of a fine grid, then golden section.
  private func maximum(_ value: (Double) -> Double) -> Double {
    let step = 1 / Double(Self.points)
    let best = (0..<Self.points).max { value(Double($0) * step) < value(Double($1) * step) } ?? 0
    var (low, high) = ((Double(best) - 1) * step, (Double(best) + 1) * step)
    let golden = 0.618_033_988_749_895
    for _ in 0..<50 {
      let (a, b) = (high - golden * (high - low), low + golden * (high - low))
      if value(a) < value(b) { low = a } else { high = b }
    }
    return value((low + high) / 2)
  }
}

extension Harmonic {
  /// From coefficients of cos and sin; amplitudes below `floor` count as none.
  init(order: Int, _ cosine: Double, _ sine: Double, floor: Double = 0) {
    let amplitude = (cosine * cosine + sine * sine).squareRoot()
    guard amplitude > floor else {
      self.init(order: order, amplitude: 0, phase: 0)
      return
    }
    self.init(order: order, amplitude: amplitude, phase: Elementary.angle(y: -sine, x: cosine))
  }
}
