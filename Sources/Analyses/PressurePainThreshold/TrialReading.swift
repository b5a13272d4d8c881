// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What ended the ramp of a trial.
enum TrialEvent: Sendable {
  /// Button press; `edge` carries the bracket of its time.
  case press(MarkerEdge)
  /// Rating criterion crossed.
  case rating(RatingCrossings)
  /// The device froze its reading.
  case freeze
  /// Only the peak is known.
  case peak
}

/// Everything read off one contact, before it becomes outcomes.
struct TrialReading: Sendable {
  let contact: ContactDetector.Contact
  let baseline: Baseline
  /// Samples of the contact in the load signal.
  let range: Range<Int>
  let peakTime: Double
  /// Highest pressure above baseline, kPa.
  let peak: Double
  let event: TrialEvent
  let eventTime: Double
  /// Pressure above baseline at the event; nil when it falls outside the stamps or into a gap.
  let reading: Double?
  /// Back-extrapolated onset: where the ramp line meets the baseline, s.
  let onset: Double
  let ramp: RampQuality?
  let release: Release?
  let top: FlatTop?
  /// Presses after the one that counts, inside the contact.
  let laterPresses: [MarkerEdge]
  let buttonRelease: MarkerEdge?
  let flags: Set<IssueCode>
}

/// Reads contacts one by one; needs the load, the marker and the settings.
struct TrialReader {
  let load: LoadSignal
  let marker: MarkerTracker?
  let rating: (times: [Double], values: [Double])?
  let parameters: PPTParameters

  /// Earliest reaction that counts: presses sooner after the onset were not caused by it.
  static let earliestPress = 0.15
  static let lateBy = 0.1
  static let lateDrop = 0.05
  static let longestOvershoot = 1.0

  /// - Parameters:
  ///   - earliest: End of the contact before, or -infinity.
  ///   - latest: Start of the contact after, or infinity.
  func read(_ contact: ContactDetector.Contact, earliest: Double, latest: Double) -> TrialReading {
    let first = event(of: contact, onset: contact.startTime, earliest: earliest, latest: latest)
    // The idle before the contact ends at the onset, which needs the ramp, which needs the baseline: twice is enough,
    // because the first pass errs by the drift over one ramp foot only.
    let line = RampLine(
      times: first.times, pressure: first.pressure, eventTime: first.rampEnd, reading: first.reading ?? first.peak)
    let onset = min(line?.line.crossing(0) ?? contact.startTime, contact.startTime)
    return finish(event(of: contact, onset: onset, earliest: earliest, latest: latest))
  }

  /// The event of a contact and what is needed to find it.
  private struct EventReading {
    let contact: ContactDetector.Contact
    let baseline: Baseline
    let range: Range<Int>
    let times: [Double]
    let pressure: [Double]
    let peakIndex: Int
    let top: FlatTop?
    let presses: [MarkerEdge]
    let event: TrialEvent
    let eventTime: Double
    let reading: Double?
    let flags: Set<IssueCode>

    var peakTime: Double { times[peakIndex] }
    var peak: Double { pressure[peakIndex] }
    /// A press on the way down is no end of the ramp.
    var rampEnd: Double { flags.contains(.latePress) ? peakTime : eventTime }
  }

  private func event(
    of contact: ContactDetector.Contact, onset guess: Double, earliest: Double, latest: Double
  ) -> EventReading {
    let baseline = Baseline(
      load, quietEnd: guess - Baseline.guardTime, contactStart: contact.startTime,
      contactEnd: contact.isOpen ? .infinity : contact.endTime, earliest: earliest, latest: latest,
      hasIdleBefore: !contact.startsLoaded)
    let range = contact.start..<max(contact.end, contact.start + 1)
    let times = Array(load.times[range])
    let pressure = range.map { load.pressure[$0] - baseline.at(load.times[$0]) }
    var peakIndex = 0
    for i in pressure.indices where pressure[i] > pressure[peakIndex] { peakIndex = i }
    let peakTime = times[peakIndex]
    let peak = pressure[peakIndex]
    var flags: Set<IssueCode> = []
    if baseline.isMissing { flags.insert(.noBaseline) }
    if contact.bounces > 0 { flags.insert(.bounce) }
    if contact.isOpen { flags.insert(.truncated) }

    let window = (guess + Self.earliestPress)...max(contact.endTime, guess + Self.earliestPress)
    var presses = marker?.presses(in: window) ?? []
    if let marker, marker.isDown(at: max(guess + Self.earliestPress, contact.startTime)) {
      flags.insert(.markerStuck)
      presses = []
    }
    let top = FlatTop(
      times: times, load: Array(load.pressure[range]), quantum: load.quantum, interval: load.interval,
      baseline: baseline.at(contact.startTime))
    var event = TrialEvent.peak
    var eventTime = peakTime
    if let press = presses.first {
      event = .press(press)
      eventTime = press.time
      // On a rail the peak lasts as long as the flat top does.
      let peakEnd = top.flatMap { $0.isHighest ? $0.end : nil } ?? peakTime
      let atPress = load.interpolated(at: press.time).map { $0 - baseline.at(press.time) } ?? peak
      // The highest of noisy samples may come early: late is a press on the way down.
      let isDown = peak - atPress > max(5 * baseline.noise, Self.lateDrop * peak)
      if press.time > peakEnd + Self.lateBy, isDown, !(top?.holds(after: press) ?? false) { flags.insert(.latePress) }
      if peakTime - press.time > Self.longestOvershoot { flags.insert(.overshoot) }
      if presses.count > 1, parameters.secondEvent == .mistake { flags.insert(.doublePress) }
    } else if marker == nil, let rating, let crossings = crossings(rating, window), let time = crossings.firstPersistent
    {
      event = .rating(crossings)
      eventTime = time
      if crossings.count > 1 { flags.insert(.vasRecross) }
      if crossings.startsAbove { flags.insert(.vasOffset) }
    } else if parameters.deviceHolds, let top, top.duration >= FlatTop.shortestHold {
      event = .freeze
      eventTime = top.start
    } else if !flags.contains(.markerStuck) {
      flags.insert(.noMarker)
    }

    let reading: Double? =
      switch event {
      case .press(let press):
        top.flatMap { $0.holds(after: press) ? $0.value - baseline.at(press.time) : nil }
          ?? load.interpolated(at: press.time).map { $0 - baseline.at(press.time) }
      case .rating: load.interpolated(at: eventTime).map { $0 - baseline.at(eventTime) }
      case .freeze: top.map { $0.value - baseline.at($0.start) }
      case .peak: peak
      }
    if case .press(let press) = event, let top, top.holds(after: press) { flags.insert(.held) }
    if case .freeze = event { flags.insert(.held) }
    let last = min(load.firstIndex(after: eventTime), load.times.count - 1)
    if range.lowerBound < last, (range.lowerBound + 1...last).contains(where: load.hasGap(before:)) {
      flags.insert(.gap)
    }
    return EventReading(
      contact: contact, baseline: baseline, range: range, times: times, pressure: pressure, peakIndex: peakIndex,
      top: top, presses: presses, event: event, eventTime: eventTime, reading: reading, flags: flags)
  }

  /// Everything else that is read off a contact.
  private func finish(_ found: EventReading) -> TrialReading {
    let (contact, baseline, peakIndex) = (found.contact, found.baseline, found.peakIndex)
    let (times, pressure) = (found.times, found.pressure)
    var flags = found.flags
    let ramp = RampQuality(
      times: times, pressure: pressure, eventTime: found.rampEnd, reading: found.reading ?? found.peak,
      noise: baseline.noise, interval: load.interval, target: parameters.rateTarget?.value,
      tolerance: parameters.rateTolerance.value)
    if let ramp { flags.formUnion(ramp.flags) }
    let isLongEnough = contact.endTime - contact.startTime >= 1
    if !(ramp?.isRamp ?? false) || !isLongEnough { flags.insert(.notARamp) }
    if let drift = baseline.drift, abs(drift) > parameters.driftLimit.value, abs(drift) > 4 * baseline.driftError {
      flags.insert(.drift)
    }
    var release: Release?
    if case .peak = found.event, !contact.isOpen {
      release = Release.find(times: times[...], pressure: pressure[...], peak: peakIndex, interval: load.interval)
    }
    let firstPress = found.presses.first?.time ?? .infinity
    return TrialReading(
      contact: contact, baseline: baseline, range: found.range, peakTime: found.peakTime, peak: found.peak,
      event: found.event, eventTime: found.eventTime, reading: found.reading,
      onset: ramp?.line.crossing(0) ?? contact.startTime, ramp: ramp, release: release, top: found.top,
      laterPresses: Array(found.presses.dropFirst()),
      buttonRelease: marker?.release(after: firstPress, before: contact.endTime), flags: flags)
  }

  private func crossings(
    _ rating: (times: [Double], values: [Double]), _ window: ClosedRange<Double>
  ) -> RatingCrossings? {
    let first = rating.times.partitionPoint { $0 >= window.lowerBound }
    let last = rating.times.partitionPoint { $0 > window.upperBound } - 1
    guard first <= last else { return nil }
    return RatingCrossings(
      times: Array(rating.times[first...last]), ratings: Array(rating.values[first...last]),
      criterion: parameters.ratingCriterion.value, persistence: 0.5, hysteresis: 0.2)
  }
}
