// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// Tells the operator the rate of the ramp while it is being made.
///
/// Every `period` of stream time within a contact: the least-squares slope of the last ``window`` of it, in which the
/// rate is that of ``window``/2 ago.
struct RampFeedback: Sendable {
  /// Length of the stretch the slope is taken of, s; shorter at the foot of a ramp.
  static let window = 0.5
  /// Fewest samples a slope is taken of.
  static let fewest = 3

  let period: Double
  let target: Double?
  private var contact = -Double.infinity
  private var count = 0

  init(period: Double, target: Double?) {
    self.period = period
    self.target = target
  }

  /// The event that is due at the last sample of the machine, if one is.
  mutating func event(_ machine: TrialMachine) -> Event? {
    guard machine.detector.isLoaded, let start = machine.detector.underwaySince else { return nil }
    let times = machine.window.times
    guard let now = times.last else { return nil }
    if start != contact { (contact, count) = (start, 0) }
    guard now - start >= Double(count + 1) * period - LoadSignal.tie else { return nil }
    count = Int((now - start + LoadSignal.tie) / period)
    let earliest = max(start, now - Self.window) - LoadSignal.tie
    var first = times.count - 1
    while first > 0, times[first - 1] >= earliest { first -= 1 }
    let pressure = machine.window.pressure
    guard times.count - first >= Self.fewest, let line = Line.leastSquares(times[first...], pressure[first...]) else {
      return nil
    }
    var attributes = [
      "channel": machine.window.channel, "rate": Self.text(line.slope),
      "pressure": Self.text(pressure[times.count - 1] - machine.detector.baseline),
      "delay": Self.text(now - line.meanX), "units": "kPa/s, kPa, s, %",
    ]
    if let target {
      attributes["target"] = Self.text(target)
      attributes["deviation"] = Self.text(100 * (line.slope / target - 1))
    }
    return Event(
      kind: "ramp_feedback", start: times[first], end: now, trial: machine.trials + machine.waitingTrials + 1,
      attributes: attributes)
  }

  /// Four decimals: a feedback is to be read, not to be published.
  private static func text(_ value: Double) -> String {
    let rounded = (value * 10000).rounded() / 10000
    return rounded.isFinite ? DecimalText.shortest(rounded) : "overflow"
  }
}
