// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// One figure: a row of the outcome table.
public struct Outcome: Sendable, Hashable {
  /// Name of the contract, such as `pressure_pain_threshold`.
  public var name: String
  public var channel: String
  /// 1-based trial; nil for a figure that summarises trials.
  public var trial: Int?
  /// Harmonic, term, criterion, pulse set …; empty where the name says it all.
  public var component: String
  public var site: String
  public var side: String
  /// Nil when the figure is refused or is only a bound; then `flags` says why.
  public var value: Double?
  /// Symbol of the unit, a reporting unit.
  public var unit: String
  /// Interval of confidence `level`, or the censoring interval when `flags` holds a censoring flag; nil = unbounded.
  public var low: Double?
  public var high: Double?
  public var level: Double?
  /// Number of samples, trials or pulses the figure rests on.
  public var count: Int?
  /// Stable identifier, explained by `palpate list methods`.
  public var method: String
  public var flags: Set<IssueCode>

  public init(
    _ name: String, value: Double?, unit: String, method: String, channel: String = "", trial: Int? = nil,
    component: String = "", low: Double? = nil, high: Double? = nil, level: Double? = nil, count: Int? = nil,
    flags: Set<IssueCode> = []
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.method = method
    self.channel = channel
    self.trial = trial
    self.component = component
    self.site = ""
    self.side = ""
    self.low = low
    self.high = high
    self.level = level
    self.count = count
    self.flags = flags
  }

  /// Whether there is neither a value nor a bound.
  public var isRefused: Bool { value == nil && low == nil && high == nil }
}

/// What an analysis makes of a recording.
public struct Findings: Sendable, Hashable {
  public var analysis: String
  public var outcomes: [Outcome]
  public var events: [Event]
  public var issues: [Issue]
  /// Edits that were applied, with the original figures.
  public var edits: [AppliedEdit]
  /// Settings in force that differ from their defaults: key, value, default and its origin.
  public var settings: [SettingNote]

  public init(analysis: String) {
    self.analysis = analysis
    outcomes = []
    events = []
    issues = []
    edits = []
    settings = []
  }
}

extension Findings {
  /// Refuses the main figure of a channel, with what was found in the issues.
  mutating func refuse(_ code: IssueCode, _ detail: String, _ name: String, method: String, channel: String) {
    issues.append(Issue(code, detail))
    outcomes.append(Outcome(name, value: nil, unit: "kPa", method: method, channel: channel, flags: [code]))
  }

  /// Refuses figures that overflowed: numbers near the end of the range of `Double` are read but cannot be worked with.
  mutating func refuseOverflow() {
    for i in outcomes.indices {
      let row = outcomes[i]
      guard [row.value, row.low, row.high].contains(where: { !($0?.isFinite ?? true) }) else { continue }
      outcomes[i].value = nil
      outcomes[i].low = nil
      outcomes[i].high = nil
      outcomes[i].level = nil
      outcomes[i].flags.insert(.overflow)
    }
  }
}

/// A manual edit with the figure it replaced or set aside.
public struct AppliedEdit: Sendable, Hashable {
  public let edit: Edit
  /// Name and value of every outcome changed or set aside, before the edit; nil value = refused or a bound.
  public let originals: [Original]

  public struct Original: Sendable, Hashable {
    public let outcome: String
    public let value: Double?
    public init(outcome: String, value: Double?) {
      self.outcome = outcome
      self.value = value
    }
  }

  public init(edit: Edit, originals: [Original]) {
    self.edit = edit
    self.originals = originals
  }
}

/// A setting the user changed.
public struct SettingNote: Sendable, Hashable {
  public let key: String
  public let value: String
  public let defaultValue: String
  public let origin: String

  public init(key: String, value: String, defaultValue: String, origin: String) {
    self.key = key
    self.value = value
    self.defaultValue = defaultValue
    self.origin = origin
  }
}
