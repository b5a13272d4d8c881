// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// When and why a cuff ramp ended.
struct CuffStop: Sendable {
  enum Reason: Sendable { case button, endOfScale, endOfRamp, programme, noResponse }

  let time: Double
  let reason: Reason
  /// Bracket of the stop time in s.
  let width: Double
  /// The cuff empties or the file ends: nothing later belongs to the ramp.
  var isSubject: Bool { reason == .button || reason == .endOfScale || reason == .endOfRamp }

  /// Finds the stop: button, end of the scale, what the file or the user says, else what the curve says.
  ///
  /// A ramp nobody answered, or one that ended within the tolerance below its limit, was ended by the programme: the
  /// nominal limit is never quite reached, so "peak ≥ limit" alone would miss it.
  init(
    ramp: CuffRampSignal, recording: Recording, rating: CuffRating?, limit: Double?, parameters: CuffParameters,
    criterion: Double
  ) {
    let window = (ramp.contact.startTime)...ramp.contact.endTime
    let presses = Self.presses(recording, window)
    let highest = ramp.pressure[ramp.peak]
    let endTime = ramp.contact.isOpen ? ramp.times[ramp.times.count - 1] : ramp.times[ramp.peak]
    if let press = presses.first {
      self.init(time: press.time, reason: .button, width: press.width)
      return
    }
    if parameters.toleranceRule == .endOfScale, let rating,
      let time = rating.firstTime(atLeast: parameters.ratingEnd.value, in: window)
    {
      self.init(time: time, reason: .endOfScale, width: ramp.interval)
      return
    }
    let responded = rating.map { $0.highest(in: window) >= criterion } ?? false
    let reason: Reason
    switch recording.programme?.stop ?? .unknown {
    case .subject: reason = .endOfRamp
    case .programme, .limit: reason = .programme
    case .unknown:
      if let limit, highest >= limit * (1 - parameters.limitTolerance.value / 100) {
        reason = .programme
      } else if !responded {
        reason = .noResponse
      } else if parameters.toleranceRule == .endOfScale {
        reason = .noResponse
      } else {
        reason = .endOfRamp
      }
    }
    self.init(time: endTime, reason: reason, width: ramp.interval)
  }

  private init(time: Double, reason: Reason, width: Double) {
    self.time = time
    self.reason = reason
    self.width = width
  }

  private static func presses(_ recording: Recording, _ window: ClosedRange<Double>) -> [MarkerEdge] {
    let stamped = recording.events.filter { $0.kind == "stop" || $0.kind == "press" }
    if !stamped.isEmpty {
      return stamped.map { MarkerEdge(kind: .press, earliest: $0.start, latest: $0.start) }
        .filter { window.contains($0.time) }
    }
    guard let channel = recording.channels(.marker).first else { return [] }
    let (times, levels) = Conditioning.plain(channel, of: recording, latency: channel.calibration.latency.value)
    let middle = MarkerEdges.middleLevel(levels) ?? 0
    let low = levels.count { $0 <= middle }
    let activeHigh = channel.calibration.active.map { $0 == .high } ?? (low * 2 >= levels.count)
    return MarkerEdges.find(times: times, levels: levels, activeHigh: activeHigh)
      .filter { $0.kind == .press && $0.time >= window.lowerBound && $0.earliest <= window.upperBound }
  }
}

/// A continuous rating in cm.
struct CuffRating: Sendable {
  let times: [Double]
  let values: [Double]

  /// Nil when the recording has no rating channel with a unit.
  init?(_ recording: Recording) {
    guard let channel = recording.channels(.rating).first, channel.unit != nil else { return nil }
    (times, values) = Conditioning.plain(channel, of: recording, latency: channel.calibration.latency.value)
  }

  func highest(in window: ClosedRange<Double>) -> Double {
    var highest = -Double.infinity
    for (time, value) in zip(times, values) where window.contains(time) && value > highest { highest = value }
    return highest
  }

  func firstTime(atLeast level: Double, in window: ClosedRange<Double>) -> Double? {
    for (time, value) in zip(times, values) where window.contains(time) && value >= level { return time }
    return nil
  }

  /// Last rating at or before a time.
  func value(at time: Double) -> Double? {
    var i = times.partitionPoint { $0 > time + LoadSignal.tie } - 1
    while i >= 0, values[i].isNaN { i -= 1 }
    return i >= 0 ? values[i] : nil
  }

  func crossings(in window: ClosedRange<Double>, criterion: Double, _ parameters: CuffParameters) -> RatingCrossings {
    var t: [Double] = []
    var v: [Double] = []
    for (time, value) in zip(times, values) where window.contains(time) {
      t.append(time)
      v.append(value)
    }
    return RatingCrossings(
      times: t, ratings: v, criterion: criterion, persistence: parameters.ratingPersistence.value,
      hysteresis: parameters.ratingHysteresis.value)
  }
}
