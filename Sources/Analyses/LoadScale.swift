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
    var smallest = Double.infinity
    var low = Double.infinity
    var high = -Double.infinity
    var last = Double.nan
    for i in 0..<total {
      let value = scale.pressure(channel.samples[i])
      guard value.isFinite, recording.timeBase.time(i).isFinite else { continue }
      count += 1
      low = min(low, value)
      high = max(high, value)
      if value != last, !last.isNaN { smallest = min(smallest, abs(value - last)) }
      last = value
    }
    quantum = smallest.isFinite ? smallest : 0
    guard count > 0 else { return }
    let whole = count
    func pairs(_ body: (_ time: Double, _ value: Double) -> Void) {
      for i in 0..<total {
        let value = scale.pressure(channel.samples[i])
        let stamp = recording.timeBase.time(i)
        if value.isFinite, stamp.isFinite { body(stamp - scale.lag, value) }
      }
    }
    if whole > 1 {
      interval = RankSelection.element((whole - 1) / 2) { take in
        var before: Double?
        pairs { time, _ in
          if let before { take(time - before) }
          before = time
        }
      }
    }
    if low < -5 {
      let median = RankSelection.element(whole / 2) { take in pairs { _, value in take(value) } }
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

/// Selects by rank from numbers that can be run through again, without keeping them: four passes over their bits.
enum RankSelection {
  /// - Parameters:
  ///   - rank: 0-based position in ascending order, within what `run` hands over.
  ///   - run: Hands over all numbers, none of them NaN, the same each time.
  static func element(_ rank: Int, _ run: ((Double) -> Void) -> Void) -> Double {
    var prefix: UInt64 = 0
    var left = rank
    for shift in [48, 32, 16, 0] {
      var counts = [Int](repeating: 0, count: 1 << 16)
      run { value in
        let key = Self.key(value)
        if shift == 48 || key >> (UInt64(shift) + 16) == prefix { counts[Int(key >> UInt64(shift) & 0xFFFF)] += 1 }
      }
      var digit = 0
      while digit < 0xFFFF, left >= counts[digit] {
        left -= counts[digit]
        digit += 1
      }
      prefix = prefix << 16 | UInt64(digit)
    }
    return value(prefix)
  }

  /// Integers in the order of the numbers; the two zeroes are one.
  private static func key(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  private static func value(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }
}
