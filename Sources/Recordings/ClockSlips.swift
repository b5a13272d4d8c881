// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Stamps that go on by one step of their rounding from sample to sample, but for a few places.
///
/// Where such stamps leap by a step more, a sample was lost, or the clock of the samples is a little slower than that of
/// the stamps. The stamps cannot tell which; what was recorded may.
public struct ClockSlips: Sendable, Hashable {
  /// A sample whose stamp is not one step after that of the sample before.
  public struct Slip: Sendable, Hashable {
    public let sample: Int
    /// Steps beyond one: positive after a leap, −1 where the stamp repeats.
    public let extra: Int

    public init(sample: Int, extra: Int) {
      self.sample = sample
      self.extra = extra
    }
  }

  /// The even clock of the samples once it is known which were lost.
  public struct Clock: Sendable, Hashable {
    /// Hz.
    public let rate: Double
    /// Standard uncertainty of the rate as a share of it.
    public let uncertainty: Double
    /// Numbers of the samples on the clock, from 0.
    public let numbers: [Int]
  }

  /// Step of the stamps in s.
  public let step: Double
  /// Ordered by sample; at least one leap.
  public let slips: [Slip]
  /// Samples.
  public let count: Int

  /// More of them, and the clock shows by itself.
  private static let most = 64
  private static let fewest = 64
  private static let longestLeap = 100.0

  /// - Parameters:
  ///   - times: Non-decreasing stamps in s.
  ///   - step: Of their rounding, in s.
  /// - Returns: Nil unless all go on by whole steps, one step but for 1…64 places, a leap among them.
  public init?(_ times: [Double], step: Double) {
    guard times.count >= Self.fewest, step > 0, step.isFinite else { return nil }
    var slips: [Slip] = []
    for index in 1..<times.count {
      let steps = (times[index] - times[index - 1]) / step
      let whole = steps.rounded()
      guard (steps - whole).magnitude < 1e-3, whole <= Self.longestLeap else { return nil }
      if whole != 1 { slips.append(Slip(sample: index, extra: Int(whole) - 1)) }
      if slips.count > Self.most { return nil }
    }
    guard slips.contains(where: { $0.extra > 0 }) else { return nil }
    self.step = step
    self.slips = slips
    count = times.count
  }

  /// The straight clock on which the samples stand.
  /// - Parameter lost: Samples lost before each slip, as many as there are slips.
  /// - Returns: Nil where no straight line passes within two steps of every stamp.
  public func clock(lost: [Int]) -> Clock? {
    precondition(lost.count == slips.count, "a number a slip")
    for width in SlopeCorridor.gateWidths {
      if let clock = clock(lost, width: (width + 1e-6) * step) { return clock }
    }
    return nil
  }

  private func clock(_ lost: [Int], width: Double) -> Clock? {
    var corridor = SlopeCorridor()
    var (number, stamp) = (0, 0)
    // Between two slips numbers and stamps go on together: the ends bound the line.
    let starts = [0] + slips.map(\.sample)
    let ends = slips.map(\.sample) + [count]
    for index in starts.indices {
      if index > 0 {
        number += 1 + lost[index - 1]
        stamp += 1 + slips[index - 1].extra
      }
      for offset in Set([0, ends[index] - starts[index] - 1]).sorted() {
        let low = Double(stamp + offset) * step
        guard corridor.pass(x: Double(number + offset), low, low + width) else { return nil }
      }
      number += ends[index] - starts[index] - 1
      stamp += ends[index] - starts[index] - 1
    }
    guard let clock = SlopeCorridor.clock(corridor.slopes) else { return nil }
    return Clock(rate: clock.rate, uncertainty: clock.uncertainty, numbers: numbers(lost))
  }

  private func numbers(_ lost: [Int]) -> [Int] {
    var numbers = Array(0..<count)
    var (slip, shift) = (0, 0)
    for index in numbers.indices {
      if slip < slips.count, slips[slip].sample == index {
        shift += lost[slip]
        slip += 1
      }
      numbers[index] += shift
    }
    return numbers
  }
}
