// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What a live analysis tells, in the order in which it becomes certain.
public enum StreamItem: Sendable, Hashable {
  case event(Event)
  case outcome(Outcome)
  case issue(Issue)
}

/// The analysis of hand-held algometry on a live stream: trial by trial, in bounded memory.
///
/// It is the machine of ``PressurePainThreshold`` with what a stream cannot know replaced: the sampling interval is
/// declared or the median of the first ``learning`` intervals, the step of the numbers is the smallest so far, the
/// marker's levels are learnt from its first ones. What only the end tells comes with `finish`.
public struct PressurePainStream: Sendable {
  /// Intervals between stamps that are looked at before the analysis begins.
  public static let learning = 32

  private let channel: Channel
  private let recording: Recording
  private let scale: LoadScale
  private let parameters: PPTParameters
  private let marker: Channel?
  private let rating: Channel?
  /// s; nil where it is to be learnt.
  let declaredInterval: Double?
  private let period: Double?
  private let flags: Set<IssueCode>

  private var machine: TrialMachine?
  private var held: [Sample] = []
  private var feedback: RampFeedback?
  private var book: SeriesBook
  private var labels = LabelTrail()
  private var sign = SignWatch()
  private var quantum = 0.0
  private var last: Double?
  private var position = 0

  /// One moment of the stream, in recorded numbers; NaN where missing.
  public struct Sample: Sendable {
    /// s from the start of the stream, increasing.
    public var time: Double
    public var load: Double
    public var marker: Double
    public var rating: Double
    public init(time: Double, load: Double, marker: Double = .nan, rating: Double = .nan) {
      self.time = time
      self.load = load
      self.marker = marker
      self.rating = rating
    }
  }

  /// - Parameters:
  ///   - channel: The load.
  ///   - recording: Channels, description, edits and issues, without samples. A time base with a rate declares it.
  ///   - feedback: Period of the ramp feedback; nil = none.
  /// - Throws: ``ConditioningRefusal`` when unit or area of the load are not known.
  public init(
    _ channel: Channel, of recording: Recording, _ parameters: PPTParameters, feedback: Seconds? = nil
  ) throws(ConditioningRefusal) {
    scale = try LoadScale(channel, of: recording)
    self.channel = channel
    self.recording = recording
    self.parameters = parameters
    marker = recording.channels(.marker).first
    rating = recording.channels(.rating).first
    period = feedback?.value
    flags = Set(recording.issues.map(\.code)).intersection(PressurePainThreshold.flagsOfFile)
    if case .even(_, let rate, _) = recording.timeBase {
      declaredInterval = 1 / rate.value
    } else {
      declaredInterval = nil
    }
    book = SeriesBook(parameters, channel: channel.name)
  }

  /// Samples after the end of a contact with which its trial is given at the latest, the button's declared latency and
  /// the learning of the interval at the start apart; nil while the interval is not known.
  public var latency: Int? {
    (machine?.window.interval ?? declaredInterval).map { Int(TrialMachine.settling / $0) + 1 }
  }

  /// Samples that are kept at present.
  public var keptSamples: Int { held.count + (machine?.window.times.count ?? 0) }

  /// A label, such as a site, that holds from the next sample on.
  public mutating func label(_ kind: String, _ text: String) { labels.set(kind, text, at: position) }

  public mutating func process(_ sample: Sample, into items: inout [StreamItem]) {
    if machine != nil {
      advance(sample, into: &items)
      return
    }
    held.append(sample)
    if declaredInterval != nil || held.count > Self.learning { begin(into: &items) }
  }

  /// Takes the end of the stream: the last trial, the series, and what only a whole recording shows. The next sample
  /// begins a new stream.
  public mutating func finish(into items: inout [StreamItem]) {
    if machine == nil { begin(into: &items) }
    var found: [TrialMachine.Finding] = []
    machine?.finish(into: &found)
    give(found, into: &items)
    if let machine {
      if machine.contacts > 1, machine.loadedContacts == machine.contacts {
        items.append(.issue(Issue(.zeroSuppressed, "channel '\(channel.name)'")))
      }
      if machine.trials == 0 {
        var findings = Findings(analysis: PressurePainThreshold.name)
        findings.refuse(
          sign.isTold ? .signUndeclared : .noContact, "channel '\(channel.name)'", "pressure_pain_threshold",
          method: "ppt.button.interpolated", channel: channel.name)
        items += findings.issues.map { .issue($0) } + findings.outcomes.map { .outcome($0) }
      }
      if machine.marker?.isSuspect == true {
        items.append(.issue(Issue(.markerPolarity, "channel '\(marker?.name ?? "")'")))
      }
    }
    var summaries = Findings(analysis: PressurePainThreshold.name)
    summaries.outcomes = book.summaries
    summaries.refuseOverflow()
    items += summaries.outcomes.map { .outcome($0) }
    reset()
  }

  private mutating func reset() {
    machine = nil
    held = []
    feedback = nil
    book = SeriesBook(parameters, channel: channel.name)
    labels = LabelTrail()
    sign = SignWatch()
    quantum = 0
    last = nil
    position = 0
  }

  private mutating func begin(into items: inout [StreamItem]) {
    let learnt = held.map(\.time).middleInterval ?? 0
    let tracker = marker.map { MarkerTracker(learning: $0.calibration.active) }
    machine = TrialMachine(
      LoadSignal(channel: channel.name, interval: declaredInterval ?? learnt, range: scale.range, quantum: 0),
      marker: tracker, hasRating: rating != nil, parameters: parameters, limits: .live)
    feedback = period.map { RampFeedback(period: $0, target: parameters.rateTarget?.value) }
    let samples = held
    held = []
    for sample in samples { advance(sample, into: &items) }
  }

  private mutating func advance(_ sample: Sample, into items: inout [StreamItem]) {
    defer { position += 1 }
    if let marker {
      machine?.press(
        time: sample.time - marker.calibration.latency.value,
        level: marker.calibration.apply(sample.marker) * (marker.unit?.factor ?? 1))
    }
    if let rating {
      machine?.rate(time: sample.time, value: rating.calibration.apply(sample.rating) * (rating.unit?.factor ?? 1))
    }
    let pressure = scale.pressure(sample.load)
    guard pressure.isFinite, sample.time.isFinite else { return }
    if let last, last != pressure {
      let step = abs(pressure - last)
      if quantum == 0 || step < quantum {
        quantum = step
        machine?.quantum = step
      }
    }
    last = pressure
    var found: [TrialMachine.Finding] = []
    machine?.process(index: position, time: sample.time - scale.lag, pressure: pressure, into: &found)
    if !found.isEmpty { give(found, into: &items) }
    guard let machine else { return }
    if feedback != nil, let event = feedback?.event(machine) { items.append(.event(event)) }
    if !scale.isSignDeclared, sign.take(sample.time, pressure - machine.detector.baseline) {
      items.append(.issue(Issue(.signUndeclared, LoadTraits.signAdvice(channel.name))))
    }
    if position & 0xFFF == 0, let kept = machine.firstKept { labels.forget(before: kept) }
  }

  private mutating func give(_ found: [TrialMachine.Finding], into items: inout [StreamItem]) {
    for finding in found {
      switch finding {
      case .tap(let start, let end):
        items.append(.event(Event(kind: "tap", start: start, end: end, attributes: ["channel": channel.name])))
        items.append(.issue(Issue(.tap, "channel '\(channel.name)' at \(DecimalText.shortest(start)) s")))
      case .tooLong(let start, let end):
        let length = DecimalText.shortest(((end - start) * 1000).rounded() / 1000)
        items.append(
          .issue(
            Issue(.contactTooLong, "channel '\(channel.name)' at \(DecimalText.shortest(start)) s, after \(length) s")))
      case .trial(let trial): give(trial, into: &items)
      }
    }
  }

  private mutating func give(_ trial: Trial, into items: inout [StreamItem]) {
    let place = TrialPlace(trial.number, recording.description) { labels.text($0, at: trial.sample) }
    var findings = Findings(analysis: PressurePainThreshold.name)
    findings.outcomes = place.applied(to: trial.rows)
    for i in findings.outcomes.indices { findings.outcomes[i].flags.formUnion(flags) }
    _ = ManualEdits.apply(recording.edits, to: &findings.outcomes)
    book.add(findings.outcomes)
    findings.refuseOverflow()
    items += trial.events.map { .event($0) } + findings.outcomes.map { .outcome($0) }
  }
}
