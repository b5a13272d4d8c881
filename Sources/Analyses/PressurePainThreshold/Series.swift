// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings

/// Makes one figure of the trials of a series by a named rule.
struct Series {
  /// One trial of the series: a value, or a bound.
  struct Member: Sendable {
    let trial: Int
    let value: Double?
    let bound: Double?
    /// Interval a censored value lies in; `value` is then its middle, for the rule to choose by.
    var interval: ClosedRange<Double>?
    let isRightBound: Bool
    let isExcluded: Bool
    let isEdited: Bool

    /// Whether the trial gives anything and may count.
    var isAccepted: Bool { !isExcluded && (value ?? bound) != nil }
  }

  let rule: TrialRule
  let censoring: CensoringRule

  static let mostCV = 20.0
  static let mostRatio = 1.5
  static let mostTrend = 20.0

  /// - Parameters:
  ///   - accepted: Accepted trials in order, bounds left out where the censoring rule says so; as many as the rule
  ///     looks at.
  ///   - hasEdit: Whether any trial of the series was edited.
  /// - Returns: The summary row of an outcome.
  func summarise(
    _ accepted: [Member], hasEdit: Bool, name: String, unit: String, channel: String
  ) -> Outcome {
    let method = "series.\(rule.rawValue)"
    var flags: Set<IssueCode> = []
    if hasEdit { flags.insert(.manualEdit) }
    guard let used = select(accepted) else {
      return Outcome(
        name, value: nil, unit: unit, method: method, channel: channel, count: accepted.count,
        flags: flags.union([.fewTrials]))
    }
    let figures = used.compactMap { $0.value ?? $0.bound }
    let centre = rule == .median3 ? Median.of(figures) : Moments.mean(figures)
    if figures.count > 1, centre > 0 {
      let cv = 100 * Moments.standardDeviation(figures) / centre
      let smallest = figures.min() ?? 0
      if cv > Self.mostCV || (smallest > 0 && (figures.max() ?? 0) / smallest > Self.mostRatio) {
        flags.insert(.variable)
      }
      if figures.count > 2, isMonotone(figures) {
        let change = 100 * abs(figures[figures.count - 1] - figures[0]) / centre
        if change > Self.mostTrend { flags.insert(.trend) }
      }
    }
    let lower = used.contains { $0.value == nil && $0.isRightBound }
    let upper = used.contains { $0.value == nil && !$0.isRightBound }
    var outcome = Outcome(
      name, value: nil, unit: unit, method: method, channel: channel, count: used.count, flags: flags)
    switch (lower, upper) {
    case (false, false):
      outcome.value = centre
      let intervals = used.compactMap(\.interval)
      if intervals.count == used.count {
        // The means of the bounds enclose the mean of the thresholds at least as often as each encloses its own.
        outcome.value = nil
        outcome.low = Moments.mean(intervals.map(\.lowerBound))
        outcome.high = Moments.mean(intervals.map(\.upperBound))
        outcome.level = 0.95
        outcome.flags.insert(.intervalCensored)
      } else if rule != .median3, let half = Moments.meanHalfWidth(figures, level: 0.95) {
        outcome.low = centre - half
        outcome.high = centre + half
        outcome.level = 0.95
      }
    case (true, false):
      outcome.low = centre
      outcome.flags.insert(.rightCensored)
    case (false, true):
      outcome.high = centre
      outcome.flags.insert(.leftCensored)
    case (true, true):
      // Bounds on both sides leave nothing to say.
      outcome.flags.formUnion([.rightCensored, .leftCensored])
    }
    return outcome
  }

  private func select(_ accepted: [Member]) -> [Member]? {
    switch rule {
    case .first: return accepted.first.map { [$0] }
    case .mean2: return accepted.count >= 2 ? Array(accepted.prefix(2)) : nil
    case .mean3, .median3: return accepted.count >= 3 ? Array(accepted.prefix(3)) : nil
    case .meanLast2: return accepted.count >= 3 ? Array(accepted[1...2]) : nil
    case .dropFirst: return accepted.count >= 2 ? Array(accepted.dropFirst()) : nil
    case .meanAll: return accepted.isEmpty ? nil : accepted
    case .twoClosest:
      guard accepted.count >= 3 else { return nil }
      let three = accepted.prefix(3).sorted { ($0.value ?? $0.bound ?? 0) < ($1.value ?? $1.bound ?? 0) }
      let v = three.map { $0.value ?? $0.bound ?? 0 }
      let pair = v[1] - v[0] <= v[2] - v[1] ? three[0...1] : three[1...2]
      return pair.sorted { $0.trial < $1.trial }
    }
  }

  private func isMonotone(_ v: [Double]) -> Bool {
    let steps = zip(v, v.dropFirst())
    return steps.allSatisfy { $0 < $1 } || steps.allSatisfy { $0 > $1 }
  }
}
