// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings

/// Everything of one recording that goes into an output; no samples.
public struct RecordingReport: Sendable, Hashable {
  /// Path relative to the argument, plus `#member` where the file holds several recordings.
  public var name: String
  /// SHA-256 of the file, 64 hexadecimal digits; empty where no output shows it.
  public var sha256: String
  public var format: String
  public var description: Description
  public var channels: [ChannelReport]
  /// Number of samples of each channel.
  public var sampleCount: Int
  public var timing: Timing
  /// What the reader noticed; the issues of each analysis are in its findings.
  public var issues: [Issue]
  /// What the file itself marks, such as button presses.
  public var events: [Event]
  public var findings: [Findings]
  /// Analyses that had nothing to do, with the reason.
  public var notApplicable: [NotApplicable]

  public struct NotApplicable: Sendable, Hashable {
    public let analysis: String
    public let reason: String
    public init(analysis: String, reason: String) {
      self.analysis = analysis
      self.reason = reason
    }
  }

  /// - Parameter timing: Nil = worked out here, which takes a pass over all stamps.
  public init(name: String, sha256: String, recording: Recording, timing: Timing? = nil) {
    self.name = name
    self.sha256 = sha256
    format = recording.format
    description = recording.description
    self.timing = timing ?? Timing(recording)
    channels = recording.channels.map { ChannelReport($0) }
    sampleCount = recording.sampleCount
    issues = recording.issues
    events = recording.events
    findings = []
    notApplicable = []
  }
}

/// A channel as the outputs describe it.
public struct ChannelReport: Sendable, Hashable {
  public var name: String
  public var kind: ChannelKind
  public var role: ChannelRole
  /// Symbol of the unit; empty when unknown or without one.
  public var unit: String

  public init(_ channel: Channel) {
    name = channel.name
    kind = channel.kind
    role = channel.role
    unit = channel.unit?.symbol ?? ""
  }

  /// Name with the unit, unless the name says it already.
  var label: String { unit.isEmpty || name.contains(unit) ? name : "\(name) [\(unit)]" }
}
