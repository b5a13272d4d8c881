// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// One recording: channels on one time base, with everything that is known about it.
public struct Recording: Sendable, Hashable {
  /// Member of a file that holds several, such as `RUN 01/SR01`; empty for the only one.
  public var member: String
  /// Tests of one session carry the same name, so that conditioned and unconditioned ramps find each other.
  public var session: String
  /// Format and dialect, such as `labbench` or `delimited`.
  public var format: String
  /// Words about the dialect for `inspect`: delimiter, decimal sign, encoding …
  public var dialect: [String]
  public var channels: [Channel]
  public var timeBase: TimeBase { didSet { known.intervals = nil } }
  private var known: Known
  /// The stamp of the first sample as recorded, in s, from which ``timeBase`` counts; 0 where there is none.
  public var firstStamp = 0.0
  /// What rounding has left of the stamps; nil where they are not known to be rounded.
  public var rounding: StampRounding?
  /// Samples before which the clock jumped back: how the times before and after go together is unknown.
  public var breaks: [Int] = []
  public var sampleCount: Int
  public var events: [Event]
  public var labels: [LabelSpan]
  public var description: Description
  public var programme: Programme?
  public var edits: [Edit]
  public var issues: [Issue]

  /// - Parameter intervals: Those of the stamps, if they are known.
  public init(
    member: String = "", session: String = "", format: String, dialect: [String] = [], channels: [Channel],
    timeBase: TimeBase, intervals: IntervalStatistics? = nil, sampleCount: Int, events: [Event] = [],
    labels: [LabelSpan] = [],
    description: Description = Description(), programme: Programme? = nil, edits: [Edit] = [], issues: [Issue] = []
  ) {
    self.member = member
    self.session = session
    self.format = format
    self.dialect = dialect
    self.channels = channels
    self.timeBase = timeBase
    known = Known(intervals: intervals)
    self.sampleCount = sampleCount
    self.events = events
    self.labels = labels
    self.description = description
    self.programme = programme
    self.edits = edits
    self.issues = issues
  }

  /// Intervals between the stamps; nil where the samples have none.
  public var intervals: IntervalStatistics? {
    guard case .stamped(let stamps) = timeBase else { return nil }
    return known.intervals ?? IntervalStatistics(stamps)
  }

  /// What the reader has worked out already; it makes no recording another one.
  private struct Known: Sendable, Hashable {
    var intervals: IntervalStatistics?

    static func == (_: Known, _: Known) -> Bool { true }
    func hash(into hasher: inout Hasher) {}
  }

  /// Channels of a kind, in file order.
  public func channels(_ kind: ChannelKind) -> [Channel] { channels.filter { $0.kind == kind } }

  /// The label of a kind at a sample, such as the site of a trial.
  public func label(_ kind: String, at sample: Int) -> String? {
    labels.first { $0.kind == kind && $0.range.contains(sample) }?.text
  }
}

/// Who, where and with what: the key columns of the outcome table before `channel`.
public struct Description: Sendable, Hashable, Codable {
  public var subject: String
  public var visit: String
  public var condition: String
  public var rater: String
  public var device: String
  /// `key=value;…`, sorted by key.
  public var setting: String
  public var site: String
  public var side: String
  /// Contact area of the probe.
  public var area: Area?
  /// Sites in the order of the trials, where the operator noted them so.
  public var trialSites: [String]
  public var trialSides: [String]
  /// Whether mass units (`kg`) may be taken as force.
  public var massIsForce: Bool

  public init() {
    subject = ""
    visit = ""
    condition = ""
    rater = ""
    device = ""
    setting = ""
    site = ""
    side = ""
    area = nil
    trialSites = []
    trialSides = []
    massIsForce = false
  }
}
