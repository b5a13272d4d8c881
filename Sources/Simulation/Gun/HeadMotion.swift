// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// How the head of a massage gun moves with the angle of its crank.
///
/// Along the axis `x = r cos θ + sqrt(l² − r² sin² θ)` with λ = r/l: the stroke is exactly 2r whatever λ, and θ = 0 is
/// the outermost point. λ = 0 is a rod of endless length, a pure sine. Across the axis the head may go round an ellipse.
public struct HeadMotion: Sendable, Hashable {
  /// A partial motion that a mere crank does not have, of amplitude `share` in acceleration.
  public struct Overtone: Sendable, Hashable {
    /// Multiple of the stroke rate, 1 or more.
    public var order: Int
    /// Amplitude of its acceleration at a steady rate over r ω², ω being the stroke rate in rad/s.
    public var share: Double
    /// In turns: the acceleration is share · r ω² cos(order θ + 2π phase).
    public var phase: Double

    public init(order: Int, share: Double, phase: Double = 0) {
      self.order = order
      self.share = share
      self.phase = phase
    }
  }

  /// 2r, peak to peak.
  public var stroke: Length
  /// r/l, 0 ≤ λ < 1.
  public var lambda: Double
  public var overtones: [Overtone] = []
  /// Half the width of the ellipse, across the axis.
  public var crossAmplitude = Length(0)

  public init(stroke: Length = Length(12), lambda: Double = 0.2) {
    precondition(lambda >= 0 && lambda < 1, "a rod is longer than its crank")
    self.stroke = stroke
    self.lambda = lambda
  }

  /// Crank radius in m.
  var radius: Double { stroke.value / 2000 }

  /// Displacement along the axis in m, less the rod's length, at an angle in turns.
  func displacement(turns: Double) -> Double {
    let (s, c) = Elementary.circle(turns: turns)
    var x = radius * (c + rodPart(s))
    for overtone in overtones {
      let order = Double(overtone.order)
      let wave = Elementary.circle(turns: order * turns + overtone.phase).cosine
      x -= radius * overtone.share / (order * order) * wave
    }
    return x
  }

  /// sqrt(1/λ² − s²) − 1/λ without loss of digits for small λ.
  private func rodPart(_ s: Double) -> Double {
    let q = lambda * s
    return -lambda * s * s / (1 + (1 - q * q).squareRoot())
  }

  /// First and second derivative of the displacement to the angle in radians, in m: along the axis and across it.
  @inline(__always)
  func derivatives(turns: Double) -> (along: (Double, Double), across: (Double, Double)) {
    let (s, c) = Elementary.circle(turns: turns)
    let root = (1 - lambda * lambda * s * s).squareRoot()
    let q = lambda / root
    var first = -s - q * s * c
    var second = -c - q * (c * c - s * s) - q * q * q * s * s * c * c
    for overtone in overtones {
      let order = Double(overtone.order)
      let (sine, cosine) = Elementary.circle(turns: order * turns + overtone.phase)
      first += overtone.share / order * sine
      second += overtone.share * cosine
    }
    let width = crossAmplitude.value / 1000
    return ((radius * first, radius * second), (width * c, -width * s))
  }

  /// d²x/dt² in m/s², along the axis and across it.
  /// - Parameters:
  ///   - turns: Angle of the crank in turns.
  ///   - rate: Turns a second.
  ///   - slope: Rate of change of the rate, in 1/s².
  @inline(__always)
  func acceleration(turns: Double, rate: Double, slope: Double) -> (along: Double, across: Double) {
    let d = derivatives(turns: turns)
    let speed = 2 * Double.pi * rate
    let (square, angular) = (speed * speed, 2 * Double.pi * slope)
    let across = crossAmplitude.value == 0 ? 0 : d.across.1 * square + d.across.0 * angular
    return (d.along.1 * square + d.along.0 * angular, across)
  }
}
