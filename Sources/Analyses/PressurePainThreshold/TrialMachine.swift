// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Reads the trials of one load channel sample by sample, as a live stream needs it; ``WholeSession`` gives the same.
///
/// A trial is given once the idle after it is complete: at the first sample more than ``settling`` after the end of its
/// contact, sooner when the next contact begins, or at the end of the signal. What is kept is the contacts not yet
/// read and the idle before them, ``Baseline/history`` at most.
struct TrialMachine: Sendable {
  /// What the machine gives, in order.
  enum Finding: Sendable {
    case tap(start: Double, end: Double)
    /// A contact longer than the machine can keep, from `start`; it was dropped.
    case tooLong(start: Double, end: Double)
    case trial(Trial)
  }

  /// What may be kept of one contact.
  struct Limits: Sendable {
    /// Longest contact, s.
    var contact = Double.infinity
    /// Most samples.
    var samples = Int.max

    static let live = Limits(contact: 300, samples: 1 << 22)
  }

  /// Time after the end of a contact in which samples can still count: settling, idle, and the guard before a next
  /// contact (s); the last term keeps the roundings of stamps out of the decision.
  static let settling = Baseline.settling + Baseline.longest + Baseline.guardTime + 1e-6
  /// Time after the end of a contact in which its button is still looked at, s.
  static let buttonTime = 0.2

  let parameters: PPTParameters
  let limits: Limits
  /// The samples that are kept.
  private(set) var window: LoadSignal
  private(set) var marker: MarkerTracker?
  /// Only where there is no marker.
  private var rating: (times: [Double], values: [Double])?
  private(set) var detector: ContactDetector
  /// Number of samples dropped before the window.
  private var base = 0
  private var waiting: [ContactDetector.Contact] = []
  private var closed: [ContactDetector.Contact] = []
  private var previousEnd = -Double.infinity
  private(set) var trials = 0
  /// Contacts met, and those without idle before them.
  private(set) var contacts = 0
  private(set) var loadedContacts = 0

  /// - Parameter load: Channel, interval, range and quantum; samples are added.
  init(
    _ load: LoadSignal, marker: MarkerTracker?, hasRating: Bool, parameters: PPTParameters, limits: Limits = Limits()
  ) {
    window = load
    self.marker = marker
    rating = hasRating && marker == nil ? ([], []) : nil
    self.parameters = parameters
    self.limits = limits
    detector = ContactDetector(.init(parameters, interval: load.interval))
  }

  /// Smallest step seen so far; what a longer signal tells more counts from the next trial on.
  var quantum: Double {
    get { window.quantum }
    set { window.quantum = newValue }
  }

  /// Contacts that are trials and wait for their idle.
  var waitingTrials: Int { waiting.count { $0.endTime - $0.startTime >= PressurePainThreshold.shortestTrial } }

  /// Position in the recording of the first sample that is kept; nil while nothing is.
  var firstKept: Int? { window.indices.first }

  /// Takes the marker's next sample; before the load sample of the same moment.
  mutating func press(time: Double, level: Double) {
    marker?.process(time: time, level: level, isIdle: detector.isIdle)
  }

  /// Takes the rating's next sample; before the load sample of the same moment.
  mutating func rate(time: Double, value: Double) {
    guard rating != nil else { return }
    rating?.times.append(time)
    rating?.values.append(value)
  }

  /// Takes the next load sample.
  /// - Parameters:
  ///   - index: Position in the recording.
  ///   - time: Stamp less the declared lag, s; increasing.
  ///   - pressure: Finite, kPa.
  mutating func process(index: Int, time: Double, pressure: Double, into findings: inout [Finding]) {
    window.times.append(time)
    window.pressure.append(pressure)
    window.indices.append(index)
    detector.process(time: time, load: pressure, into: &closed)
    if !closed.isEmpty { take() }
    if !waiting.isEmpty { readWhatIsReady(time, into: &findings) }
    let isTooLong = limits.contact.isFinite && time - (detector.underwaySince ?? time) > limits.contact
    if isTooLong || window.times.count & 0xFFF == 0 || window.times.count > limits.samples {
      tidy(time, into: &findings)
    }
  }

  /// Takes the end of the signal.
  mutating func finish(into findings: inout [Finding]) {
    detector.finish(into: &closed)
    take()
    marker?.finish()
    while !waiting.isEmpty { readFirst(latest: waiting.count > 1 ? waiting[1].startTime : .infinity, into: &findings) }
  }

  private mutating func take() {
    contacts += closed.count
    loadedContacts += closed.count(where: \.startsLoaded)
    waiting += closed
    closed.removeAll(keepingCapacity: true)
  }

  private mutating func readWhatIsReady(_ now: Double, into findings: inout [Finding]) {
    while let first = waiting.first {
      let next = waiting.count > 1 ? waiting[1].startTime : detector.underway?.startTime
      let isDecided = next != nil || now - first.endTime > Self.settling
      let isSeen = min(now, marker?.lastTime ?? now, rating?.times.last ?? now) - first.endTime > Self.buttonTime
      guard isDecided, isSeen else { return }
      readFirst(latest: next ?? .infinity, into: &findings)
    }
  }

  private mutating func readFirst(latest: Double, into findings: inout [Finding]) {
    let contact = waiting.removeFirst()
    defer { previousEnd = contact.endTime }
    guard contact.endTime - contact.startTime >= PressurePainThreshold.shortestTrial else {
      findings.append(.tap(start: contact.startTime, end: contact.endTime))
      return
    }
    trials += 1
    var local = contact
    local.start -= base
    local.end -= base
    findings.append(
      .trial(
        Trial(
          local, number: trials, earliest: previousEnd, latest: latest, load: window, marker: marker, rating: rating,
          parameters: parameters)))
  }

  // MARK: Forgetting

  /// Drops what no trial can need any more, and a contact that lasts too long. Called at fixed sample counts, and what
  /// is dropped is out of the reach of every reading, so results do not depend on it.
  private mutating func tidy(_ now: Double, into findings: inout [Finding]) {
    if let underway = detector.underway,
      now - underway.startTime > limits.contact || window.times.count > limits.samples
    {
      findings.append(.tooLong(start: underway.startTime, end: now))
      restart(now)
      return
    }
    // A device that leaves out idle samples is always in contact: then the contact under way is what is kept.
    guard let present = detector.isIdle ? now : detector.underwaySince, waiting.isEmpty else { return }
    let time = max(previousEnd, present - Baseline.history - 1)
    // A contact may have begun with the sample before this one.
    var count = min(window.firstIndex(atOrAfter: time), window.times.count - 2)
    if detector.isIdle, window.times.count > limits.samples { count = max(count, window.times.count / 2) }
    if count > window.times.count / 2 { drop(count) }
    marker?.forget(before: time - 1)
    if let times = rating?.times {
      let count = times.partitionPoint { $0 >= time - 1 }
      if count > times.count / 2 {
        rating?.times.removeFirst(count)
        rating?.values.removeFirst(count)
      }
    }
  }

  private mutating func drop(_ count: Int) {
    window.times.removeFirst(count)
    window.pressure.removeFirst(count)
    window.indices.removeFirst(count)
    base += count
  }

  /// Begins anew after a contact that lasted too long: the level it stands at may be the new idle one.
  private mutating func restart(_ now: Double) {
    drop(window.times.count)
    if rating != nil { rating = ([], []) }
    marker?.forget(before: now)
    detector = ContactDetector(detector.settings, firstIndex: base)
    previousEnd = now
  }
}

extension ContactDetector.Settings {
  /// The levels of hand-held algometry.
  public init(_ parameters: PPTParameters, interval: Double) {
    self.init(
      threshold: parameters.contactThreshold.value, interval: interval,
      fastestDrift: 2 * parameters.driftLimit.value)
  }
}
