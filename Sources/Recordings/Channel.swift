// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What a channel records.
public enum ChannelKind: String, Sendable, Hashable, Codable, CaseIterable {
  case force, pressure, marker, rating, displacement, acceleration, angle, angularRate, sound, voltage, other

  /// The dimension its unit must have; nil when any will do.
  public var dimension: Dimension? {
    switch self {
    case .force: .force
    case .pressure: .pressure
    case .rating: .rating
    case .displacement: .length
    case .acceleration: .acceleration
    case .angle: .angle
    case .angularRate: .angularRate
    case .voltage: .voltage
    case .marker, .sound, .other: nil
    }
  }
}

/// What a channel is for in a test that has two cuffs.
public enum ChannelRole: String, Sendable, Hashable, Codable {
  case stimulus, conditioning
}

/// One recorded quantity; samples are in the channel's own unit, `NaN` where missing.
public struct Channel: Sendable, Hashable {
  /// Name from the file's header, without its unit, or from a declaration; unique in the recording.
  public var name: String
  /// The whole header as the file has it, such as `Force (N)`; empty where the format has none.
  public var header: String = ""
  public var kind: ChannelKind
  /// 1-based column of the file it came from; 0 where the format has no columns.
  public var column: Int = 0
  public var role: ChannelRole
  /// Unit of `samples`; nil when the file and the user say nothing (then no figure is made from it).
  public var unit: Unit?
  public var samples: [Double]
  public var calibration: Calibration
  /// Why `unit` is nil, or what was decided about it.
  public var unitIssue: IssueCode?

  public init(
    name: String, kind: ChannelKind, role: ChannelRole = .stimulus, unit: Unit?, samples: [Double],
    calibration: Calibration = Calibration(), unitIssue: IssueCode? = nil
  ) {
    self.name = name
    self.kind = kind
    self.role = role
    self.unit = unit
    self.samples = samples
    self.calibration = calibration
    self.unitIssue = unitIssue
  }
}

/// Which way a load counts.
public enum SignRule: String, Sendable, Hashable, Codable, CaseIterable {
  /// Loads are positive, as most devices have it.
  case positive
  /// Loads are negative and are turned round.
  case negative
}

/// When a marker counts as pressed.
public enum MarkerPolarity: String, Sendable, Hashable, Codable, CaseIterable {
  case high, low
}

/// How recorded numbers become the quantity; every part is declared, nothing is guessed.
public struct Calibration: Sendable, Hashable, Codable {
  /// Coefficients c0, c1, c2 … of recorded number x: c0 + c1 x + c2 x² …; empty = as recorded.
  public var polynomial: [Double]
  /// Nil = not declared: positive is assumed and negative loads are refused.
  public var sign: SignRule?
  /// Contact area of this channel; overrides the recording's.
  public var area: Area?
  /// Time by which the sensor's output trails the quantity.
  public var lag: Seconds
  /// Declared range of the quantity, in the channel's unit: values at its ends are clipped.
  public var range: ClosedRange<Double>?
  /// For markers: which level means pressed; nil = the level opposite to the idle majority.
  public var active: MarkerPolarity?
  /// For markers: time by which the recorded edge trails the press.
  public var latency: Seconds

  public init(
    polynomial: [Double] = [], sign: SignRule? = nil, area: Area? = nil, lag: Seconds = Seconds(0),
    range: ClosedRange<Double>? = nil, active: MarkerPolarity? = nil, latency: Seconds = Seconds(0)
  ) {
    self.polynomial = polynomial
    self.sign = sign
    self.area = area
    self.lag = lag
    self.range = range
    self.active = active
    self.latency = latency
  }

  /// Offset and scale: quantity = (recorded - 0) * scale + offset, the sidecar's form.
  public static func linear(scale: Double, offset: Double) -> [Double] { [offset, scale] }

  /// The declared quantity of one recorded number, by Horner's rule.
  @inlinable public func apply(_ x: Double) -> Double {
    guard !polynomial.isEmpty else { return x }
    var y = 0.0
    for c in polynomial.reversed() { y = y * x + c }
    return y
  }
}
