// SPDX-License-Identifier: GPL-3.0-or-later

/// A level passed for good: above the upper threshold after having been below the lower one, or the reverse.
public struct LevelCrossing: Sendable, Hashable {
  /// First sample on the other side, counted from the start of the stream.
  public let index: Int
  /// Where the straight line from the sample before passes the threshold, in samples: above `index` − 1, at most `index`.
  public let position: Double
  public let isRising: Bool
}

/// Two thresholds with hysteresis, for streams: a signal counts as high from the upper one on and as low from the lower
/// one on, and keeps its state in between.
///
/// The state is unknown until a sample of a stretch lies outside the thresholds; learning it is no crossing. A missing
/// sample makes it unknown again. A crossing is told with its sample (``latency`` 0).
public struct SchmittTrigger: ~Copyable, StreamProcessor {
  public typealias Output = [LevelCrossing]

  public let lower: Double
  public let upper: Double
  public var latency: Int { 0 }
  /// Nil while nothing is known.
  public private(set) var isHigh: Bool?
  private var index = 0
  private var last = 0.0

  /// - Throws: ``DetectionError/thresholds(_:_:)`` unless `lower` is below `upper`, both finite.
  public init(lower: Double, upper: Double) throws(DetectionError) {
    guard lower < upper, lower.isFinite, upper.isFinite else { throw .thresholds(lower, upper) }
    (self.lower, self.upper) = (lower, upper)
  }

  public mutating func process(_ input: Span<Double>, into output: inout [LevelCrossing]) {
    for k in input.indices {
      let value = input[k]
      if !value.isFinite {
        isHigh = nil
      } else if value >= upper {
        if isHigh == false { cross(upper, value, into: &output) }
        isHigh = true
      } else if value <= lower {
        if isHigh == true { cross(lower, value, into: &output) }
        isHigh = false
      }
      last = value
      index += 1
    }
  }

  public mutating func finish(into output: inout [LevelCrossing]) {
    isHigh = nil
    index = 0
  }

  private func cross(_ threshold: Double, _ value: Double, into output: inout [LevelCrossing]) {
    // Halves, so that no difference overflows; the sample before lies on this side of the threshold.
    let share = (value / 2 - threshold / 2) / (value / 2 - last / 2)
    output.append(LevelCrossing(index: index, position: Double(index) - share, isRising: value > last))
  }
}
