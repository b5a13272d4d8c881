// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Whether an analysis has anything to do with a recording.
public enum Applicability: Sendable, Hashable {
  case applies
  /// In one sentence, why not.
  case doesNotApply(String)
}

/// Why an analysis could give no findings at all. A figure refused for a reason is an ``Outcome``, not an error.
public enum AnalysisError: Error, Sendable, Hashable, CustomStringConvertible {
  case doesNotApply(String)
  /// A named channel is not in the recording.
  case noSuchChannel(String, available: [String])

  public var description: String {
    switch self {
    case .doesNotApply(let reason): reason
    case .noSuchChannel(let name, let available):
      "no channel '\(name)'; the recording has \(available.joined(separator: ", "))"
    }
  }
}

/// A technique: one recording in, findings out. Pure; no disk, no clock, no formats.
public protocol Analysis: Sendable {
  associatedtype Parameters: AnalysisParameters
  /// Also the subcommand.
  static var name: String { get }
  /// One sentence for help and `palpate list`.
  static var summary: String { get }
  /// Outcome names it can give, with their units.
  static var outcomes: [OutcomeEntry] { get }
  /// Method identifiers it can print.
  static var methods: [MethodEntry] { get }
  static func applies(to recording: Recording) -> Applicability
  static func analyze(_ recording: Recording, _ parameters: Parameters) throws(AnalysisError) -> Findings
  /// Figures that need several recordings of one session, such as conditioned modulation. Gives back the findings in
  /// the same order, with those figures added.
  static func relate(_ session: [(recording: Recording, findings: Findings)], _ parameters: Parameters) -> [Findings]
}

extension Analysis {
  public static func relate(
    _ session: [(recording: Recording, findings: Findings)], _ parameters: Parameters
  ) -> [Findings] {
    session.map(\.findings)
  }
}

/// An outcome name of the contract.
public struct OutcomeEntry: Sendable, Hashable {
  public let name: String
  public let unit: String
  public let sentence: String
  /// Whether it is a result in itself, to stand in the summary of several recordings; the others tell its quality.
  public let isMain: Bool

  public init(_ name: String, _ unit: String, _ sentence: String, isMain: Bool = false) {
    self.name = name
    self.unit = unit
    self.sentence = sentence
    self.isMain = isMain
  }
}

/// A method identifier: what it does and where it comes from.
public struct MethodEntry: Sendable, Hashable {
  public let id: String
  public let sentence: String
  public let origin: Origin

  public init(_ id: String, _ sentence: String, _ origin: Origin) {
    self.id = id
    self.sentence = sentence
    self.origin = origin
  }
}
