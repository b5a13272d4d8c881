// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A test ramp on one cuff while the other, inflated first, holds a painful pressure.
public struct ConditionedRamp: Sendable, Hashable {
  public var ramp: CuffRamp
  /// 0.7 of the tolerance in the usual protocol.
  public var conditioningPressure = Pressure(49)
  public var conditioningRate = PressureRate(20)
  /// Delivered over nominal conditioning pressure.
  public var conditioningShare = 0.99

  /// - Parameters:
  ///   - shift: Rise of both thresholds by conditioning, in kPa.
  ///   - lead: Time by which conditioning starts before the test ramp.
  public init(ramp: CuffRamp = CuffRamp(), shift: Double = 6, lead: Seconds = Seconds(4)) {
    self.ramp = ramp
    self.ramp.response = ramp.response?.raised(by: shift)
    self.ramp.start = lead
  }

  /// Delivered pressure of the conditioning cuff in kPa.
  func conditioning(at t: Double) -> Double {
    let target = conditioningPressure.value * conditioningShare
    let s = t - 0.4
    guard s > 0 else { return 0 }
    let held = min(conditioningRate.value * s, target)
    return t > ramp.stopTime ? held * Elementary.decay(-(t - ramp.stopTime) / 0.3) : held
  }
}
