// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A load channel in kPa on its true stamps, without missing samples.
public struct LoadSignal: Sendable {
  public let channel: String
  /// Seconds from the start of the recording, the declared sensor lag taken off.
  public let times: [Double]
  /// kPa, of the declared sign.
  public let pressure: [Double]
  /// Index of each sample in the recording.
  public let indices: [Int]
  /// Median sampling interval in s.
  public let interval: Double
  /// Declared ends of the range in kPa.
  public let range: ClosedRange<Double>?
  /// Smallest step between samples that differ; 0 when the signal never changes.
  public let quantum: Double

  /// Whether there is a hole longer than three intervals before sample `i`.
  public func hasGap(before i: Int) -> Bool { i > 0 && times[i] - times[i - 1] > 3 * interval }
}

/// Why a channel cannot be turned into pressure.
public struct ConditioningRefusal: Error, Sendable, Hashable {
  public let code: IssueCode
  public let detail: String
}

/// Turns recorded numbers into signals in the unit an analysis works in. Units are checked here, once.
public enum Conditioning {
  /// The pressure of a force or pressure channel.
  /// - Throws: ``ConditioningRefusal`` when unit, area or sign are not known.
  public static func load(_ channel: Channel, of recording: Recording) throws(ConditioningRefusal) -> LoadSignal {
    guard let unit = channel.unit else {
      throw ConditioningRefusal(
        code: channel.unitIssue ?? .unitUnknown,
        detail: "channel '\(channel.name)': declare it, such as --declare '\(channel.name)=\(channel.kind.rawValue):"
          + (channel.kind == .force ? "N'" : "kPa'"))
    }
    var factor = unit.factor
    switch (channel.kind, unit.dimension) {
    case (.pressure, .pressure): break
    case (.force, .force):
      guard let area = channel.calibration.area ?? recording.description.area, area.value > 0 else {
        throw ConditioningRefusal(
          code: .areaMissing,
          detail: "channel '\(channel.name)' is a force: declare the contact area, such as --area 1cm2")
      }
      factor = factor * 10 / area.value
    default:
      throw ConditioningRefusal(
        code: .unitUnknown,
        detail: "channel '\(channel.name)' is a \(channel.kind.rawValue) but its unit is \(unit.symbol)")
    }
    let sign = channel.calibration.sign == .negative ? -1.0 : 1.0
    let lag = channel.calibration.lag.value
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    var times: [Double] = []
    var pressure: [Double] = []
    var indices: [Int] = []
    let count = min(channel.samples.count, stamps.count)
    times.reserveCapacity(count)
    pressure.reserveCapacity(count)
    for i in 0..<count {
      let value = channel.calibration.apply(channel.samples[i]) * factor * sign
      guard value.isFinite, stamps[i].isFinite else { continue }
      times.append(stamps[i] - lag)
      pressure.append(value)
      indices.append(i)
    }
    if channel.calibration.sign == nil, isNegative(pressure) {
      throw ConditioningRefusal(
        code: .signUndeclared,
        detail: "channel '\(channel.name)' holds negative loads: declare sign = \"negative\" if pressing reads negative"
      )
    }
    let range = channel.calibration.range.map { limits in
      let a = limits.lowerBound * factor * sign
      let b = limits.upperBound * factor * sign
      return min(a, b)...max(a, b)
    }
    return LoadSignal(
      channel: channel.name, times: times, pressure: pressure, indices: indices, interval: medianInterval(times),
      range: range, quantum: smallestStep(pressure))
  }

  /// Median interval between stamps; 0 for fewer than two.
  public static func medianInterval(_ times: [Double]) -> Double {
    guard times.count > 1 else { return 0 }
    var steps = zip(times.dropFirst(), times).map { $0 - $1 }
    steps.sort()
    return steps[steps.count / 2]
  }

  /// A marker or rating channel on its stamps, NaN where missing; ratings in cm.
  public static func plain(_ channel: Channel, of recording: Recording, latency: Double) -> (
    times: [Double], values: [Double]
  ) {
    let stamps = recording.timeBase.stamps(count: recording.sampleCount)
    let factor = channel.unit?.factor ?? 1
    let count = min(channel.samples.count, stamps.count)
    return (
      (0..<count).map { stamps[$0] - latency },
      channel.samples.prefix(count).map { channel.calibration.apply($0) * factor }
    )
  }

  /// Loads go down, not up: the deepest excursion from the median is over twice the highest, and over 5 kPa.
  private static func isNegative(_ pressure: [Double]) -> Bool {
    guard !pressure.isEmpty else { return false }
    var low = Double.infinity
    var high = -Double.infinity
    for value in pressure {
      low = min(low, value)
      high = max(high, value)
    }
    let median = pressure.sorted()[pressure.count / 2]
    return low < -5 && median - low > 2 * (high - median)
  }

  private static func smallestStep(_ values: [Double]) -> Double {
    var smallest = Double.infinity
    for (a, b) in zip(values, values.dropFirst()) where a != b { smallest = min(smallest, abs(b - a)) }
    return smallest.isFinite ? smallest : 0
  }
}
