// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A run of identical samples at the top of a contact: a frozen display, or the sensor's rail.
struct FlatTop: Sendable {
  let start: Double
  let end: Double
  /// As recorded, baseline not taken off, kPa.
  let value: Double
  /// Whether no sample of the contact lies higher.
  let isHighest: Bool

  var duration: Double { end - start }

  /// A frozen display holds at least this long.
  static let shortestHold = 0.5
  /// A display freezes at the press, give or take.
  static let pressTolerance = 0.1

  /// The longest run of three or more identical samples within 10 % of the maximum, longer than a quantised ramp of
  /// the contact's mean rate would make by itself; nil when there is none.
  init?(times: [Double], load: [Double], quantum: Double, interval: Double, baseline: Double) {
    guard let highest = load.max(), load.count >= 3 else { return nil }
    let least = baseline + 0.9 * (highest - baseline)
    var best: (first: Int, last: Int)?
    var first = 0
    for i in load.indices {
      if load[i] != load[first] { first = i }
      guard i - first >= 2, load[i] >= least else { continue }
      if best.map({ i - first > $0.last - $0.first }) ?? true { best = (first, i) }
    }
    guard let best else { return nil }
    let peak = load.firstIndex(of: highest) ?? 0
    let rise = times[peak] - times[0]
    let rate = rise > 0 ? (highest - baseline) / rise : .infinity
    let duration = times[best.last] - times[best.first]
    guard duration > 3 * quantum / rate + interval else { return nil }
    start = times[best.first]
    end = times[best.last]
    value = load[best.first]
    isHighest = value == highest
    self.interval = interval
  }

  private let interval: Double

  /// Whether the display froze at a press.
  func holds(after press: MarkerEdge) -> Bool {
    duration >= Self.shortestHold && abs(start - press.time) <= Self.pressTolerance + interval
  }

  /// Whether the sensor had already reached the top when the button was pressed.
  func precedes(_ press: MarkerEdge) -> Bool { start < press.time - Self.pressTolerance - interval }
}
