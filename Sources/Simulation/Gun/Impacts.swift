// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Blows of the head against what it works on: once a stroke a half-sine pulse, which may ring on.
///
/// Acceleration of a blow of height P centred at t₀ is −P cos(π(t − t₀)/w) for |t − t₀| < w/2: it brakes the head, as
/// the crank itself does at the outermost point. From t₀ on the ring adds −share · P · exp(−ζω(t − t₀)) sin(ω(t − t₀)).
public struct Impacts: Sendable, Hashable {
  public struct Ring: Sendable, Hashable {
    public var frequency: Hertz
    /// Damping ratio ζ, above 0.
    public var damping: Double
    /// First swing, undamped, over the height of the blow.
    public var share: Double

    public init(frequency: Hertz, damping: Double, share: Double) {
      self.frequency = frequency
      self.damping = damping
      self.share = share
    }
  }

  /// Height of a full blow in m/s².
  public var peak: Double
  /// From zero to zero.
  public var width: Seconds
  /// Angle of the crank at the middle of a blow, in turns from the outermost point.
  public var angle = 0.0
  /// Heights of successive blows over ``peak``; [1, 0.6] strikes alternately at 100 and 60 %.
  public var pattern = [1.0]
  public var ring: Ring?

  public init(peak: Double, width: Seconds) {
    self.peak = peak
    self.width = width
  }

  /// Height of blow `index`, which may be negative.
  func height(_ index: Int) -> Double {
    let place = index % pattern.count
    return peak * pattern[place < 0 ? place + pattern.count : place]
  }

  /// What one blow of height 1 adds, `s` seconds after its middle.
  func shape(_ s: Double) -> Double {
    var value = 0.0
    if 2 * s.magnitude < width.value { value -= Elementary.circle(turns: s / (2 * width.value)).cosine }
    if let ring, s > 0 {
      let turns = ring.frequency.value * s
      let decay = Elementary.decay(-2 * Double.pi * ring.damping * turns)
      value -= ring.share * decay * Elementary.circle(turns: turns).sine
    }
    return value
  }

  /// Seconds after the middle of a blow at which it is over: the ring has died away to 1e-16.
  var tail: Double {
    guard let ring else { return width.value / 2 }
    return max(width.value / 2, 37 / (2 * Double.pi * ring.damping * ring.frequency.value))
  }

  /// ∫ shape(s) cos(2πfs) ds of the pulse alone, in s; even in time, so that it is the whole transform.
  func pulseTransform(_ frequency: Double) -> Double {
    let x = frequency * width.value
    let scale = -2 * width.value / Double.pi
    // cos(πx)/(1 − 4x²) is π/4 where both vanish.
    if (2 * x - 1).magnitude < 1e-6 { return scale * Double.pi / 4 }
    return scale * Elementary.circle(turns: x / 2).cosine / (1 - 4 * x * x)
  }
}
