// SPDX-License-Identifier: GPL-3.0-or-later

/// Something that happened at a time or over a stretch, in s from the start of the recording.
public struct Event: Sendable, Hashable {
  /// `press`, `release`, `stop`, `contact`, `ramp`, `pulse`, `tap` …
  public var kind: String
  public var start: Double
  public var end: Double
  /// 1-based trial the event belongs to.
  public var trial: Int?
  public var attributes: [String: String]

  /// Attributes that hold a number, written as its shortest decimal; all others are words.
  public static let quantities: Set<String> = [
    "rate", "pressure", "delay", "target", "deviation", "bounces", "frequency", "frequency_error", "amplitude",
    "amplitude_error", "false_alarm",
  ]

  public init(
    kind: String, start: Double, end: Double? = nil, trial: Int? = nil, attributes: [String: String] = [:]
  ) {
    self.kind = kind
    self.start = start
    self.end = end ?? start
    self.trial = trial
    self.attributes = attributes
  }
}

/// A label that holds from one sample to another: the `site` column of a session with several sites.
public struct LabelSpan: Sendable, Hashable {
  /// `site`, `side`, `trial`, `condition`, …
  public let kind: String
  public let text: String
  public let range: Range<Int>

  public init(kind: String, text: String, range: Range<Int>) {
    self.kind = kind
    self.text = text
    self.range = range
  }
}

/// A manual decision about a trial, kept beside the original figure.
public struct Edit: Sendable, Hashable, Codable {
  /// 1-based trial.
  public var trial: Int
  public var exclude: Bool
  /// Outcome whose value is replaced; nil with `exclude`.
  public var outcome: String?
  public var value: Double?
  public var reason: String
  public var by: String

  public init(trial: Int, exclude: Bool, outcome: String? = nil, value: Double? = nil, reason: String, by: String) {
    self.trial = trial
    self.exclude = exclude
    self.outcome = outcome
    self.value = value
    self.reason = reason
    self.by = by
  }
}
