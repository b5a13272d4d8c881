// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What the user says about a file beyond what the file says: sidecar, protocol and options, merged.
///
/// Readers take from it what they need to make sense of the bytes (column names, sampling rate); the rest is put on
/// every recording they return, whatever the format.
public struct Declaration: Sendable, Hashable {
  public var description: Description
  public var channels: [ChannelDeclaration]
  /// For files without a time column.
  public var sampleRate: Hertz?
  public var edits: [Edit]
  /// What a test was told to do, for formats that do not say so themselves.
  public var programme: Programme?

  public init() {
    description = Description()
    channels = []
    sampleRate = nil
    edits = []
    programme = nil
  }
}

/// What a column or channel is.
public struct ChannelDeclaration: Sendable, Hashable {
  /// Name to give the channel; nil keeps the header's.
  public var name: String?
  /// Header text, or 1-based column number as text; nil = the channel called `name`.
  public var column: String?
  /// Nil with `isTime` false keeps the kind found by the reader.
  public var kind: ChannelKind?
  public var isTime: Bool
  public var role: ChannelRole?
  public var unit: Unit?
  /// What was decided about the unit (`kg_as_kgf`); goes on the channel with it.
  public var unitIssue: IssueCode?
  public var calibration: Calibration?

  public init(
    name: String? = nil, column: String? = nil, kind: ChannelKind? = nil, isTime: Bool = false,
    role: ChannelRole? = nil, unit: Unit? = nil, calibration: Calibration? = nil
  ) {
    self.name = name
    self.column = column
    self.kind = kind
    self.isTime = isTime
    self.role = role
    self.unit = unit
    unitIssue = nil
    self.calibration = calibration
  }
}
