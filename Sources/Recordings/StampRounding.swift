// SPDX-License-Identifier: GPL-3.0-or-later

/// What rounding has left of the time stamps of a recording.
public struct StampRounding: Sendable, Hashable {
  /// Step to which the stamps were rounded, in s.
  public let quantum: Double
  /// Standard uncertainty of the sampling rate as a share of it, where the samples stand on one even clock; nil where
  /// each stamp may be off by a step.
  public let rateUncertainty: Double?
  /// Places where samples may have been lost, or the clock of the samples may be slower than that of the stamps; nil where
  /// the stamps tell.
  public let slips: ClockSlips?

  public init(quantum: Double, rateUncertainty: Double?, slips: ClockSlips? = nil) {
    self.quantum = quantum
    self.rateUncertainty = rateUncertainty
    self.slips = slips
  }

  /// Standard uncertainty of a rate that is read off stamps over some time, as a share of it: the time from the first to
  /// the last may be off by a step either way.
  /// - Parameter duration: s.
  public func rateUncertainty(over duration: Double) -> Double {
    rateUncertainty ?? (duration > 0 ? quantum / (3.0.squareRoot() * duration) : 0)
  }
}
