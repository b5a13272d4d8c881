// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Equal pulses of pressure with a rating after each of them.
///
/// On: the pressure goes to the plateau with the time constant `rise` and an overshoot; off: it empties with the time
/// constant `emptying` towards a residual that creeps up from pulse to pulse.
public struct PulseTrain: Sendable, Hashable {
  public var cuff = 1
  public var nominalPressure = Pressure(70)
  public var count = 10
  public var timeOn = Seconds(1)
  public var timeOff = Seconds(1)
  /// Plateau over nominal pressure.
  public var plateauShare = 0.97
  /// Loss of the plateau from pulse to pulse, as a share of nominal: a failing supply.
  public var fade = 0.0
  public var rise = Seconds(0.08)
  public var overshoot = Pressure(15)
  public var overshootSettling = Seconds(0.14)
  public var residual = Pressure(5)
  /// Rise of the residual from pulse to pulse in kPa.
  public var creep = 0.1
  public var emptying = Seconds(0.16)
  /// Rating of the first pulse and its growth from pulse to pulse, in cm.
  public var firstRating = Rating(3)
  public var growth = 0.4
  /// Pressure limit of the device.
  public var limit = Pressure(100)
  /// Recording after the last cycle.
  public var tail = Seconds(2)

  public init() {}

  var period: Double { timeOn.value + timeOff.value }
  var duration: Double { Double(count) * period + tail.value }

  func plateau(_ i: Int) -> Double { nominalPressure.value * (plateauShare - fade * Double(i)) }

  func floor(_ i: Int) -> Double { residual.value + creep * Double(i) }

  /// Delivered pressure at the start of every pulse and, last, at the end of the last cycle.
  func starts() -> [Double] {
    var starts = [0.0]
    for i in 0..<count { starts.append(off(i, top(i, starts[i]), after: timeOff.value)) }
    return starts
  }

  /// Delivered pressure `s` after the start of pulse `i`, which begins at the pressure `start`.
  func on(_ i: Int, _ start: Double, after s: Double) -> Double {
    let fast = Elementary.decay(-s / rise.value)
    return plateau(i) + (start - plateau(i)) * fast
      + overshoot.value * (Elementary.decay(-s / overshootSettling.value) - fast)
  }

  func top(_ i: Int, _ start: Double) -> Double { on(i, start, after: timeOn.value) }

  func off(_ i: Int, _ top: Double, after s: Double) -> Double {
    floor(i) + (top - floor(i)) * Elementary.decay(-s / emptying.value)
  }

  func pressure(at t: Double, starts: [Double]) -> Double {
    let i = min(max(Int((t / period).rounded(.down)), 0), count - 1)
    let s = t - Double(i) * period
    if s < timeOn.value { return on(i, starts[i], after: s) }
    return off(i, top(i, starts[i]), after: s - timeOn.value)
  }

  func rating(_ i: Int) -> Double { i < 0 ? 0 : min(10, max(0, firstRating.value + growth * Double(i))) }

  /// The slider moves from 0.2 to 0.6 s after the end of each pulse.
  func rating(at t: Double) -> Double {
    let i = min(max(Int((t / period).rounded(.down)), 0), count - 1)
    let s = t - Double(i) * period - timeOn.value
    let share = min(max((s - 0.2) / 0.4, 0), 1)
    return rating(i - 1) + (rating(i) - rating(i - 1)) * share
  }
}
