// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What a format says about a column whose header does not say it.
struct ColumnFact {
  let kind: ChannelKind
  let unit: Unit?
  /// Why the unit is open.
  let issue: IssueCode?

  /// - Parameter unit: As headers spell it; nil where the file leaves it open.
  init(_ kind: ChannelKind, _ unit: String?, issue: IssueCode? = nil) {
    self.kind = kind
    if let unit, case .known(let known) = UnitSpelling(unit) { self.unit = known } else { self.unit = nil }
    self.issue = issue
  }
}

extension Recording {
  /// Puts kind and unit on the channels that a format knows by their headers.
  mutating func fill(_ fact: (String) -> ColumnFact?) {
    for index in channels.indices {
      guard let fact = fact(channels[index].header) else { continue }
      channels[index].kind = fact.kind
      channels[index].unit = fact.unit
      channels[index].unitIssue = fact.issue
    }
  }
}

extension Declaration {
  /// With a column as time, unless the user declares one.
  func withTime(_ column: String, _ unit: Unit) -> Declaration {
    guard !channels.contains(where: \.isTime) else { return self }
    var declaration = self
    declaration.channels.append(ChannelDeclaration(column: column, isTime: true, unit: unit))
    return declaration
  }
}
