// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The inflation of one cuff, above its idle level.
struct CuffRampSignal: Sendable {
  let channel: String
  let load: LoadSignal
  let contact: ContactDetector.Contact
  let baseline: Baseline
  /// Stamps and pressures of the inflation; arrays of their own, starting at 0.
  let times: [Double]
  let pressure: [Double]
  /// Index of the highest pressure.
  let peak: Int

  var interval: Double { load.interval }

  /// The inflation that reaches highest; nil when the cuff was never inflated.
  init?(_ load: LoadSignal, threshold: Double) {
    // A cuff ramp of 1 kPa/s is slow: the baseline may follow 0.1 kPa/s at most.
    var detector = ContactDetector(.init(threshold: threshold, interval: load.interval, fastestDrift: 0.1))
    var contacts: [ContactDetector.Contact] = []
    for (time, pressure) in zip(load.times, load.pressure) {
      detector.process(time: time, load: pressure, into: &contacts)
    }
    detector.finish(into: &contacts)
    func highest(_ contact: ContactDetector.Contact) -> Double {
      load.pressure[contact.start..<contact.end].max() ?? 0
    }
    guard let best = contacts.max(by: { highest($0) < highest($1) }), best.end > best.start else { return nil }
    contact = best
    channel = load.channel
    self.load = load
    // The valve's tail is not idle, so only the level before the inflation counts.
    let baseline = Baseline(
      load, quietEnd: best.startTime - Baseline.guardTime, contactStart: best.startTime, contactEnd: .infinity,
      earliest: -.infinity, latest: .infinity, hasIdleBefore: !best.startsLoaded)
    self.baseline = baseline
    times = Array(load.times[best.start..<best.end])
    let pressure = (best.start..<best.end).map { load.pressure[$0] - baseline.at(load.times[$0]) }
    self.pressure = pressure
    peak = pressure.indices.max { pressure[$0] < pressure[$1] } ?? 0
  }

  /// Time and pressure above the idle level of the last sample at or before a time.
  func last(at time: Double) -> (time: Double, pressure: Double)? {
    let i = load.firstIndex(after: time) - 1
    guard i >= contact.start, i < load.times.count else { return nil }
    return (load.times[i], load.pressure[i] - baseline.at(load.times[i]))
  }

  /// Pressure above the idle level, interpolated; nil outside the stamps or in a gap.
  func pressure(at time: Double) -> Double? { load.interpolated(at: time).map { $0 - baseline.at(time) } }
}
