// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// The idle level under a contact: a line between the idle medians before and after it.
struct Baseline: Sendable {
  struct Idle: Sendable {
    /// Mean time of the samples, where the median of a linear drift lies.
    let time: Double
    let level: Double
    let count: Int
  }

  let before: Idle?
  let after: Idle?
  /// 1.4826 MAD of the idle samples around their medians, kPa; 0 without idle.
  let noise: Double

  var isMissing: Bool { before == nil && after == nil }

  /// Idle drift in kPa/s; nil unless there is idle on both sides.
  var drift: Double? {
    guard let before, let after, after.time > before.time else { return nil }
    return (after.level - before.level) / (after.time - before.time)
  }

  /// Standard error of the drift from the noise of the two medians (√(π/2) σ/√n each).
  var driftError: Double {
    guard let before, let after, after.time > before.time else { return 0 }
    let variance = noise * noise * (Double.pi / 2) * (1 / Double(before.count) + 1 / Double(after.count))
    return variance.squareRoot() / (after.time - before.time)
  }

  /// Baseline level at a time; 0 when there is no idle.
  func at(_ time: Double) -> Double {
    switch (before, after) {
    case (let before?, let after?):
      let span = after.time - before.time
      return span > 0 ? before.level + (after.level - before.level) * ((time - before.time) / span) : before.level
    case (let before?, nil): return before.level
    case (nil, let after?): return after.level
    case (nil, nil): return 0
    }
  }

  static let longest = 2.0
  static let guardTime = 0.1
  static let settling = 0.2
  static let fewest = 3
  /// Idle samples this long before a contact say nothing about it, s; a live stream keeps no more.
  static let history = 60.0

  /// - Parameters:
  ///   - quietEnd: Where the idle before the contact ends.
  ///   - contactEnd: Where the contact ends.
  ///   - earliest: End of the contact before, or -infinity.
  ///   - latest: Start of the contact after, or infinity.
  ///   - hasIdleBefore: False when the signal starts loaded or the device leaves out idle samples.
  init(
    _ load: LoadSignal, quietEnd: Double, contactStart: Double, contactEnd: Double, earliest: Double, latest: Double,
    hasIdleBefore: Bool
  ) {
    func samples(_ from: Double, _ to: Double) -> Range<Int> {
      // Stamps that are equal to an end but for their rounding belong to the window.
      let a = load.firstIndex(atOrAfter: from - LoadSignal.tie)
      let b = load.firstIndex(after: to + LoadSignal.tie)
      return a..<max(a, b)
    }
    let floor = max(earliest + Self.settling, contactStart - Self.history)
    var beforeRange = samples(max(floor, quietEnd - Self.longest), quietEnd)
    let isShort =
      beforeRange.count < 5 || load.times[beforeRange.upperBound - 1] - load.times[beforeRange.lowerBound] < 0.25
    if isShort {
      // A dead zone puts the extrapolated onset far before the contact; the samples up to the contact are idle then.
      let end = contactStart - Self.guardTime
      let wider = samples(max(floor, end - Self.longest), end)
      if wider.count > beforeRange.count { beforeRange = wider }
    }
    let afterStart = contactEnd + Self.settling
    let afterRange = samples(afterStart, min(afterStart + Self.longest, latest - Self.guardTime))
    if !hasIdleBefore { beforeRange = 0..<0 }
    before = Self.idle(load, beforeRange)
    after = Self.idle(load, afterRange)
    var deviations: [Double] = []
    for (range, idle) in [(beforeRange, before), (afterRange, after)] {
      guard let idle else { continue }
      for i in range { deviations.append(abs(load.pressure[i] - idle.level)) }
    }
    noise = deviations.isEmpty ? 0 : 1.4826 * Median.select(&deviations)
  }

  private static func idle(_ load: LoadSignal, _ range: Range<Int>) -> Idle? {
    guard range.count >= fewest else { return nil }
    var values = Array(load.pressure[range])
    var sum = 0.0
    for i in range { sum += load.times[i] }
    return Idle(time: sum / Double(range.count), level: Median.select(&values), count: range.count)
  }
}

extension LoadSignal {
  /// Stamps closer than this are the same moment, s.
  static let tie = 1e-9

  /// Index of the first sample at or after a time.
  func firstIndex(atOrAfter time: Double) -> Int { times.partitionPoint { $0 >= time } }

  /// Index of the first sample after a time.
  func firstIndex(after time: Double) -> Int { times.partitionPoint { $0 > time } }

  /// Linear interpolation at a time; nil outside the stamps or inside a gap.
  func interpolated(at time: Double) -> Double? {
    let next = firstIndex(atOrAfter: time)
    guard next < times.count else { return nil }
    if times[next] == time { return pressure[next] }
    guard next > 0, !hasGap(before: next) else { return nil }
    let share = (time - times[next - 1]) / (times[next] - times[next - 1])
    return pressure[next - 1] + share * (pressure[next] - pressure[next - 1])
  }
}
