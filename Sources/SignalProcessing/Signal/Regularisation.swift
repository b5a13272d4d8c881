// SPDX-License-Identifier: GPL-3.0-or-later

/// Brings stamped samples to an even grid and tells what that took.
///
/// Rates, harmonics and strokes are better fitted to the stamps themselves: interpolation costs amplitude. Gaps are left
/// as NaN, never bridged.
public struct Regularisation: Sendable, Hashable {
  public enum Interpolation: String, Sendable, Hashable, CaseIterable {
    /// Straight lines between neighbours.
    case linear
    /// Cubic pieces that never overshoot their neighbours: Fritsch & Butland 1984, as SciPy's `PchipInterpolator`.
    case shapePreserving
  }

  /// What becomes of samples whose stamp is before that of an earlier sample.
  public enum Backward: String, Sendable, Hashable, CaseIterable { case refuse, drop }

  /// Rate of the grid; that of the stamps when nil.
  public var rate: Hertz?
  public var interpolation: Interpolation
  /// Longest interval between stamps that is interpolated over, in typical intervals, 1 or more; 2.5 bridges one lost
  /// sample, whatever its jitter.
  public var longestBridge: Double
  public var backward: Backward

  public init(
    rate: Hertz? = nil, interpolation: Interpolation = .shapePreserving, longestBridge: Double = 2.5,
    backward: Backward = .refuse
  ) {
    self.rate = rate
    self.interpolation = interpolation
    self.longestBridge = longestBridge
    self.backward = backward
  }

  /// - Parameters:
  ///   - stamps: Instants in s.
  ///   - values: As many values; NaN for missing ones, next to which the grid stays missing.
  /// - Throws: ``RegularisationError``, when two values of one stamp differ, stamps go back (unless they are to be
  ///   dropped), or the grid would be far longer than the data.
  public func apply(stamps: [Double], values: [Double]) throws(RegularisationError) -> Regularised {
    guard longestBridge >= 1, longestBridge <= 1e6 else { throw .longestBridge(longestBridge) }
    guard stamps.count == values.count else { throw .counts(stamps: stamps.count, values: values.count) }
    let cleaned = try cleaned(stamps, values)
    let (t, x) = (cleaned.stamps, cleaned.values)
    guard t.count >= 2 else { throw .tooFew(t.count) }
    let intervals = (1..<t.count).map { t[$0] - t[$0 - 1] }
    let typical = intervals.sorted()[intervals.count / 2]
    // Intervals of one sample: neither gaps nor the two halves of a late stamp.
    let whole = intervals.filter { $0 > 0.5 * typical && $0 < 1.5 * typical }
    let mean = whole.reduce(0, +) / Double(whole.count)
    let spread = whole.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, whole.count - 1))
    let rate = self.rate ?? Hertz(1 / mean)
    guard rate.value.isFinite, rate.value > 0 else { throw .rate(rate) }
    let span = (t[t.count - 1] - t[0]) * rate.value
    let most = 64.0 * Double(t.count) + 65_536
    guard span < most else { throw .gridTooLong(samples: span, stamps: t.count) }
    // Rounding must not lose the last stamp.
    let count = Int((span + 1e-6).rounded(.down)) + 1
    let bridge = longestBridge * typical * (1 + 1e-9)
    let pieces = Pieces(t, x, bridge: bridge, interpolation)
    var (samples, interpolated, missing) = ([Double](), 0, 0)
    samples.reserveCapacity(count)
    var place = 0
    for k in 0..<count {
      let (value, isStamp) = pieces.value(at: t[0] + Double(k) / rate.value, from: &place)
      samples.append(value)
      if value.isNaN { missing += 1 } else if !isStamp { interpolated += 1 }
    }
    var gaps: [Regularised.Gap] = []
    for (k, interval) in intervals.enumerated() where interval > bridge {
      gaps.append(Regularised.Gap(start: t[k], end: t[k + 1]))
    }
    return Regularised(
      start: t[0], sampleRate: rate, samples: samples,
      account: Regularised.Account(
        isRateMeasured: self.rate == nil, typicalInterval: Seconds(typical), meanInterval: Seconds(mean),
        intervalDeviation: Seconds(spread.squareRoot()),
        largestDeviation: Seconds(whole.reduce(0) { max($0, abs($1 - mean)) }), gaps: gaps,
        duplicates: cleaned.duplicates, backward: cleaned.backward, interpolated: interpolated, missing: missing,
        interpolation: interpolation, longestBridge: Seconds(longestBridge * typical)))
  }

  private func cleaned(
    _ stamps: [Double], _ values: [Double]
  ) throws(RegularisationError) -> (stamps: [Double], values: [Double], duplicates: Int, backward: Int) {
    var (t, x): ([Double], [Double]) = ([], [])
    var (duplicates, behind) = (0, 0)
    for index in stamps.indices {
      let stamp = stamps[index]
      let value = values[index].isFinite ? values[index] : .nan
      guard abs(stamp) <= 1e15 else { throw .stamp(index: index, stamp) }
      if let last = t.last, stamp <= last {
        if stamp == last {
          guard value == x[x.count - 1] || value.isNaN && x[x.count - 1].isNaN else {
            throw .conflict(index: index, stamp, x[x.count - 1], value)
          }
          duplicates += 1
        } else {
          guard backward == .drop else { throw .backward(index: index, stamp, before: last) }
          behind += 1
        }
        continue
      }
      t.append(stamp)
      x.append(value)
    }
    return (t, x, duplicates, behind)
  }
}

public enum RegularisationError: Error, Sendable, Hashable, CustomStringConvertible {
  case counts(stamps: Int, values: Int)
  case tooFew(Int)
  case longestBridge(Double)
  case rate(Hertz)
  /// A stamp that is no number, or above 1e15 s.
  case stamp(index: Int, Double)
  case backward(index: Int, Double, before: Double)
  case conflict(index: Int, Double, Double, Double)
  case gridTooLong(samples: Double, stamps: Int)

  public var description: String {
    switch self {
    case .counts(let stamps, let values): "\(stamps) stamps for \(values) values"
    case .tooFew(let count): "a grid needs at least 2 different stamps, found \(count)"
    case .longestBridge(let found): "longest bridge of \(found) intervals: expected 1 to 1000000"
    case .rate(let found): "sample rate \(found.value) Hz is not a positive finite number"
    case .stamp(let index, _): "stamp \(index) is no number of seconds within 1e15"
    case .backward(let index, let stamp, let before):
      "stamp \(index), \(stamp) s, is before \(before) s; drop such samples explicitly or repair the clock"
    case .conflict(let index, let stamp, _, _):
      "samples \(index - 1) and \(index) have the same stamp \(stamp) s and different values: which one is meant is unknown"
    case .gridTooLong(let samples, let stamps):
      "the grid would have \(samples.rounded()) samples for \(stamps) stamps; split the recording at its gaps"
    }
  }
}
