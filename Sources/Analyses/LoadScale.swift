// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// How the recorded numbers of a load channel become kPa. Units, area and sign are checked here, once.
public struct LoadScale: Sendable {
  let channel: String
  /// kPa of one unit of the channel, sign included.
  let factor: Double
  let sign: Double
  /// Whether a sign was declared; else negative loads are refused.
  let isSignDeclared: Bool
  let calibration: Calibration
  /// Time by which the sensor trails, s.
  public let lag: Double
  /// Declared ends of the range in kPa.
  let range: ClosedRange<Double>?

  /// - Throws: ``ConditioningRefusal`` when unit or area are not known.
  public init(_ channel: Channel, of recording: Recording) throws(ConditioningRefusal) {
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
    self.channel = channel.name
    self.factor = factor
    self.sign = sign
    isSignDeclared = channel.calibration.sign != nil
    calibration = channel.calibration
    lag = channel.calibration.lag.value
    range = channel.calibration.range.map { limits in
      let a = limits.lowerBound * factor * sign
      let b = limits.upperBound * factor * sign
      return min(a, b)...max(a, b)
    }
  }

  /// One recorded number in kPa; not finite where it is missing.
  @inline(__always) public func pressure(_ recorded: Double) -> Double { calibration.apply(recorded) * factor * sign }
}

/// What is known of a whole load channel, found without a copy of it.
struct LoadTraits {
  /// Samples that are not missing.
  private(set) var count = 0
  /// Median sampling interval in s; 0 for fewer than two samples.
  private(set) var interval = 0.0
  /// Smallest step between samples that differ; 0 when the signal never changes.
  private(set) var quantum = 0.0
  /// Loads go down, not up: the deepest excursion from the median is over twice the highest, and over 5 kPa.
  private(set) var isNegative = false

  init(_ channel: Channel, of recording: Recording, _ scale: LoadScale) {
    let total = recording.pairedCount(channel)
    var whole = 0
    var smallest = Double.infinity
    var low = Double.infinity
    var high = -Double.infinity
    var last = Double.nan
    LoadBlock.forEach(channel, of: recording, scale) { block, _ in
      whole += block.count
      for k in 0..<block.count {
        let value = block.pressures[k]
        low = min(low, value)
        high = max(high, value)
        let step = abs(value - last)
        if step > 0 { smallest = min(smallest, step) }
        last = value
      }
    }
    count = whole
    quantum = smallest.isFinite ? smallest : 0
    guard whole > 0 else { return }
    func intervals(_ step: Int, _ take: (Double) -> Void) {
      var before = Double.nan
      LoadBlock.forEach(channel, of: recording, scale, every: step) { block, _ in
        for k in 0..<block.count {
          if !before.isNaN { take(block.times[k] - before) }
          before = block.times[k]
        }
        if step > 1 { before = .nan }
      }
    }
    if whole == recording.sampleCount, scale.lag == 0, let known = recording.intervals {
      interval = known.upperMedian
    } else if whole > 1 {
      // Some whole blocks are looked at first.
      interval = OrderStatistic.find((whole - 1) / 2, of: whole - 1) { _, take in
        intervals(LoadBlock.few(of: total), take)
      } all: { take in
        intervals(1, take)
      }
    }
    func values(_ step: Int, _ take: (Double) -> Void) {
      LoadBlock.forEach(channel, of: recording, scale, every: step) { block, _ in
        for k in 0..<block.count { take(block.pressures[k]) }
      }
    }
    if low < -5 {
      let median = OrderStatistic.find(whole / 2, of: whole) { _, take in
        values(LoadBlock.few(of: total), take)
      } all: { take in
        values(1, take)
      }
      isNegative = median - low > 2 * (high - median)
    }
  }

  /// Negative loads without a declared sign.
  func refusal(_ scale: LoadScale) -> ConditioningRefusal? {
    guard isNegative, !scale.isSignDeclared else { return nil }
    return ConditioningRefusal(code: .signUndeclared, detail: Self.signAdvice(scale.channel))
  }

  static func signAdvice(_ channel: String) -> String {
    "channel '\(channel)' holds negative loads: declare sign = \"negative\" if pressing reads negative"
  }
}
