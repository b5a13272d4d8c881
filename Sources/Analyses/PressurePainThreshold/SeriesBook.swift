// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Keeps of each trial what the figures of the series need, and makes them at the end.
///
/// One series for each site and side, and each outcome that makes a series. A rule that looks at the first trials only
/// keeps no more than these; the others keep a few numbers a trial.
struct SeriesBook: Sendable {
  private struct Place: Hashable {
    let site: String
    let side: String
  }

  fileprivate struct Entry {
    var members: [Series.Member] = []
    var count = 0
    var rejected = 0
    var hasEdit = false
  }

  private static let names = ["pressure_pain_threshold", "pressure_pain_tolerance", "threshold_release"]

  private let parameters: PPTParameters
  private let channel: String
  private var places: [Place] = []
  private var entries: [Place: [String: Entry]] = [:]
  /// Places where a trial has a threshold by an event; release readings stand in only where there is none.
  private var withEvent: Set<Place> = []

  init(_ parameters: PPTParameters, channel: String) {
    self.parameters = parameters
    self.channel = channel
  }

  /// Adds rows of trials, sites and edits applied.
  mutating func add(_ rows: [Outcome]) {
    for row in rows where row.component.isEmpty {
      let place = Place(site: row.site, side: row.side)
      if entries[place] == nil {
        places.append(place)
        entries[place] = [:]
      }
      guard Self.names.contains(row.name) else { continue }
      if row.name == Self.names[0], !row.isRefused { withEvent.insert(place) }
      entries[place]?[row.name, default: Entry()].add(Self.member(row), keeping: parameters)
    }
  }

  private static func member(_ row: Outcome) -> Series.Member {
    let interval = censoring(row)
    return Series.Member(
      trial: row.trial ?? 0, value: row.value ?? interval.map { ($0.lowerBound + $0.upperBound) / 2 },
      bound: row.low ?? row.high, interval: interval, isRightBound: row.flags.contains(.rightCensored),
      isExcluded: !row.flags.isDisjoint(with: [.excluded, .latePress]), isEdited: row.flags.contains(.manualEdit))
  }

  private static func censoring(_ row: Outcome) -> ClosedRange<Double>? {
    guard row.flags.contains(.intervalCensored), let low = row.low, let high = row.high, low <= high else { return nil }
    return low...high
  }

  /// The figures of all series.
  var summaries: [Outcome] {
    let series = Series(rule: parameters.trialRule, censoring: parameters.censoring)
    var out: [Outcome] = []
    for place in places {
      for name in Self.names {
        guard let entry = entries[place]?[name], entry.count > 0 else { continue }
        if name == "threshold_release", withEvent.contains(place) { continue }
        var summary = series.summarise(
          entry.members, hasEdit: entry.hasEdit, name: name, unit: "kPa", channel: channel)
        (summary.site, summary.side) = (place.site, place.side)
        if name == "threshold_release", summary.low != nil { summary.flags.insert(.noMarker) }
        out.append(summary)
        if entry.rejected > 0 {
          var count = Outcome(
            "trials_rejected", value: Double(entry.rejected), unit: "1",
            method: "series.\(parameters.trialRule.rawValue)", channel: channel, component: name, count: entry.count)
          (count.site, count.side) = (place.site, place.side)
          out.append(count)
        }
      }
    }
    return out
  }
}

extension SeriesBook.Entry {
  fileprivate mutating func add(_ member: Series.Member, keeping parameters: PPTParameters) {
    count += 1
    if member.isEdited { hasEdit = true }
    guard member.isAccepted else {
      rejected += 1
      return
    }
    let usable = parameters.censoring != .exclude || member.value != nil
    if usable, members.count < parameters.trialRule.mostTrials { members.append(member) }
  }
}

extension TrialRule {
  /// Accepted trials the rule looks at.
  var mostTrials: Int {
    switch self {
    case .first: 1
    case .mean2: 2
    case .mean3, .meanLast2, .median3, .twoClosest: 3
    case .dropFirst, .meanAll: .max
    }
  }
}
