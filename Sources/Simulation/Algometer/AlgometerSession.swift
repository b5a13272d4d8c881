// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// How the subject's button is recorded.
public enum MarkerForm: Sendable, Hashable {
  /// Sampled level, down for ``AlgometerSession/buttonHold``.
  case level(MarkerPolarity)
  /// Momentary pulse of the given length in s, active high; at least one sample shows it.
  case pulse(Double)
  /// Number that counts presses.
  case counter
  /// An event of kind `press` with its exact time, no channel.
  case event
  /// No button at all.
  case none
}

/// A session of hand-held pressure algometry: several contacts in one recording, with truth.
///
/// Delivered pressure is `p(t) = rate (t - t0)` plus a tremor; the sensor adds lag, drift, noise, its rail and its
/// quantum. Every trial has a slot of equal length, so a fault in one trial leaves the samples of the others as they
/// are. Without noise every number of the truth is exact to rounding.
public struct AlgometerSession: Sendable {
  public var seed: UInt64 = 1
  /// True thresholds, one a trial: the delivered pressure, tremor included, at the moment of sensation.
  public var thresholds: [Pressure] = [Pressure(410), Pressure(390), Pressure(400)]
  /// Site of each trial; empty = no site column.
  public var sites: [String] = []
  public var sides: [String] = []
  public var faults: [Int: [AlgometerFault]] = [:]

  public var rate = PressureRate(50)
  /// Nil: ten times the ramp rate, but at least twice the threshold per second, so that the load halves at once.
  public var unloadingRate: PressureRate?
  public var subjectDelay = Seconds(0.30)
  public var subjectDelaySD = Seconds(0.07)
  public var operatorDelay = Seconds(0.28)
  public var operatorDelaySD = Seconds(0.08)
  /// Delays are drawn again below this.
  public var leastDelay = Seconds(0.1)
  /// Time without load before each contact.
  public var idle = Seconds(3)
  /// Extra time of each slot, used by faults that lengthen a trial.
  public var slack = Seconds(3)

  public var tremor = Pressure(0)
  public var tremorFrequency = Hertz(1.3)

  public var samplingRate = Hertz(100)
  /// Standard deviation of the sampling instants; stamps tell the true instants.
  public var jitter = Seconds(0)
  /// Stamps are whole milliseconds, rounded down.
  public var millisecondStamps = false

  /// Standard deviation of white noise.
  public var noise = Pressure(0)
  /// Time constant of the sensor; its output trails a ramp by rate x lag.
  public var sensorLag = Seconds(0)
  public var zeroOffset = Pressure(0)
  /// Drift of the zero in kPa/min.
  public var drift = 0.0
  /// Highest pressure the device shows; nil = none.
  public var rail: Pressure?
  /// Range of a converter of `bits` bits: its step is range / 2^bits and its rail one step below the range.
  public var fullScale: Pressure?
  public var bits: Int?
  /// Step of the recorded numbers, in the unit of the output; 0 = none.
  public var resolution = 0.0
  /// Samples whose magnitude is below 2 % of `fullScale` are left out, as FDIX `CX` does.
  public var zeroSuppressed = false

  /// Unit of the output: a pressure, or a force over `area`.
  public var unit = Unit.kilopascal
  public var area = Area(1)
  /// Loads are recorded as negative numbers.
  public var negative = false

  public var marker = MarkerForm.level(.high)
  public var buttonHold = Seconds(0.3)
  /// Time by which the recorded edge trails the press.
  public var markerLatency = Seconds(0)

  public init(seed: UInt64 = 1) { self.seed = seed }

  /// A session without reaction times, noise and quantum: every reading can be right to the last bit.
  public static func exact(seed: UInt64 = 1) -> AlgometerSession {
    var session = AlgometerSession(seed: seed)
    session.subjectDelay = Seconds(0)
    session.subjectDelaySD = Seconds(0)
    session.operatorDelay = Seconds(0)
    session.operatorDelaySD = Seconds(0)
    session.leastDelay = Seconds(0)
    return session
  }

  /// Length of every trial's slot in s.
  var slot: Double {
    let highest = thresholds.map(\.value).max() ?? 0
    return idle.value + highest / rate.value + slack.value
  }

  public func run() -> SimulatedSession {
    precondition(rate.value > 0 && samplingRate.value > 0, "rates are positive")
    let slot = slot
    let plans = thresholds.indices.map { TrialPlan(self, trial: $0, begin: Double($0) * slot) }
    let device = AlgometerDevice(self, plans)
    let (recording, origin) = device.recording()
    return SimulatedSession(recordings: [recording], truth: truth(plans, device, origin: origin))
  }
}

/// What a simulation gives: recordings and what is true of them.
public struct SimulatedSession: Sendable {
  public var recordings: [Recording]
  public var truth: Truth
}
