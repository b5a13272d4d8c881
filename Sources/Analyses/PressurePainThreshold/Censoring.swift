// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Whether a reading is a value or only a bound.
enum Bound: Sendable, Equatable {
  case none
  /// The threshold lies above this pressure.
  case atLeast(Double, Set<IssueCode>)
  /// The threshold lies below this pressure.
  case atMost(Double, Set<IssueCode>)

  /// A contact without an event that peaks within this share below the limit was ended by the limit.
  static let limitShare = 0.02

  /// Decides from limit, declared range, flat top and an open end; `quantum` and limits in kPa.
  init(_ trial: TrialReading, load: LoadSignal, limit: Double?) {
    let hasEvent: Bool
    var isPressedAtTop = false
    switch trial.event {
    case .press(let press):
      hasEvent = true
      if let top = trial.top, top.isHighest, !top.holds(after: press) { isPressedAtTop = top.precedes(press) }
    case .rating, .freeze: hasEvent = true
    case .peak: hasEvent = false
    }
    let candidate = hasEvent ? trial.reading ?? trial.peak : trial.peak
    let level = candidate + trial.baseline.at(trial.eventTime)
    // Nobody stops exactly at a limit by hand: without an event, a peak close to it was stopped by it.
    let slack = hasEvent ? load.quantum : max(load.quantum, 3 * trial.baseline.noise, Self.limitShare * (limit ?? 0))
    if let limit, candidate >= limit - slack {
      self = .atLeast(trial.peak, [.rightCensored])
    } else if let range = load.range, level >= range.upperBound - load.quantum {
      self = .atLeast(trial.peak, [.rightCensored, .rail])
    } else if isPressedAtTop || (!hasEvent && (trial.top?.isHighest ?? false)) {
      self = .atLeast(trial.peak, [.rightCensored, .rail])
    } else if !hasEvent, trial.contact.isOpen {
      self = .atLeast(trial.peak, [.rightCensored, .truncated])
    } else if let range = load.range, hasEvent, range.lowerBound > 0, level <= range.lowerBound + load.quantum {
      self = .atMost(range.lowerBound, [.leftCensored])
    } else {
      self = .none
    }
  }
}

extension TrialReading {
  /// Whether the peak is clipped although the reading may stand.
  func isPeakClipped(by load: LoadSignal) -> Bool {
    if let range = load.range, peak + baseline.at(peakTime) >= range.upperBound - load.quantum { return true }
    guard let top, top.isHighest else { return false }
    switch event {
    case .press(let press): return !top.holds(after: press)
    case .freeze: return false
    case .rating, .peak: return true
    }
  }
}
