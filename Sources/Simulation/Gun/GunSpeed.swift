// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// How fast a massage gun runs over a recording.
///
/// `f(t) = level(t) · load(t) · (1 + W e^(−t/τ) − sag · t/T + wow sin(2π f_w t))`, with T the length of the programme;
/// each cycle then lasts by a random share longer or shorter.
public struct GunSpeed: Sendable, Hashable {
  /// A stretch at one setting of the switch.
  public struct Level: Sendable, Hashable {
    /// Rate without load and without all other influences; 0 = off.
    public var rate: Hertz
    public var duration: Seconds

    public init(rate: Hertz, duration: Seconds) {
      self.rate = rate
      self.duration = duration
    }
  }

  /// A slow start of the motor, or a fast one: `f∞ (1 + share e^(−t/τ))`.
  public struct WarmUp: Sendable, Hashable {
    public var share: Double
    public var time: Seconds

    public init(share: Double, time: Seconds) {
      self.share = share
      self.time = time
    }
  }

  public struct Wow: Sendable, Hashable {
    /// Amplitude over the rate.
    public var share: Double
    public var frequency: Hertz

    public init(share: Double, frequency: Hertz) {
      self.share = share
      self.frequency = frequency
    }
  }

  /// One after the other; the first one runs already when the recording begins.
  public var levels: [Level]
  /// Time within which the rate goes, along a line, from one level to the next.
  public var change = Seconds(0.3)
  public var warmUp: WarmUp?
  /// Share of the rate lost from start to end, along a line.
  public var sag = 0.0
  public var wow: Wow?
  /// Standard deviation of the period of single cycles over their period; cycles are independent.
  public var jitter = 0.0
  public var load: GunLoad?
  /// Angle of the crank at time 0, in turns.
  public var angle = 0.0

  public init(levels: [Level]) { self.levels = levels }

  public init(rate: Hertz = Hertz(40), duration: Seconds = Seconds(10)) {
    self.init(levels: [Level(rate: rate, duration: duration)])
  }

  public var duration: Seconds { Seconds(levels.reduce(0) { $0 + $1.duration.value }) }
}

/// A motor that is pressed against something.
public struct GunLoad: Sendable, Hashable {
  public enum Motor: Sendable, Hashable {
    /// Brushed: `f = f0 (1 − F/Fs)`.
    case brushed
    /// Regulated: full rate up to `knee` times the stall force, then along a line to a stand at the stall force.
    case regulated(knee: Double = 0.7)
  }

  public struct Point: Sendable, Hashable {
    public var time: Seconds
    public var force: Force

    public init(time: Seconds, force: Force) {
      self.time = time
      self.force = force
    }
  }

  public var motor: Motor
  public var stallForce: Force
  /// Pressing force, along lines between these points and constant beyond them; in order of time, one at least.
  public var profile: [Point]

  public init(motor: Motor, stallForce: Force, profile: [Point]) {
    precondition(stallForce.value > 0 && !profile.isEmpty, "a load has a stall force and a profile")
    precondition(zip(profile, profile.dropFirst()).allSatisfy { $0.time < $1.time }, "points come in order of time")
    self.motor = motor
    self.stallForce = stallForce
    self.profile = profile
  }

  /// Force above which the rate falls.
  public var knee: Force {
    switch motor {
    case .brushed: Force(0)
    case .regulated(let share): Force(share * stallForce.value)
    }
  }

  /// Share of the free rate that is left under a force.
  public func share(_ force: Force) -> Double {
    let span = stallForce.value - knee.value
    guard span > 0 else { return force < stallForce ? 1 : 0 }
    return min(1, max(0, (stallForce.value - force.value) / span))
  }

  /// Pressing force in N.
  func force(at t: Double) -> Double {
    guard let after = profile.firstIndex(where: { $0.time.value > t }) else {
      return profile[profile.count - 1].force.value
    }
    guard after > 0 else { return profile[0].force.value }
    let (a, b) = (profile[after - 1], profile[after])
    return a.force.value + (b.force.value - a.force.value) * (t - a.time.value) / (b.time.value - a.time.value)
  }

  /// Instants at which the share that is left has a bend.
  var bends: [Double] {
    var instants = profile.map(\.time.value)
    for (a, b) in zip(profile, profile.dropFirst()) {
      for level in [knee.value, stallForce.value] {
        let (low, high) = (a.force.value - level, b.force.value - level)
        guard low * high < 0 else { continue }
        instants.append(a.time.value + (b.time.value - a.time.value) * low / (low - high))
      }
    }
    return instants.sorted()
  }
}
