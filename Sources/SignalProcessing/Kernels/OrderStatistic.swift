// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// Elements at given places of a sorted order, without sorting or keeping all of them.
public enum OrderStatistic {
  @usableFromInline static let sampleCount = 4096
  /// The wanted place is expected within this part of the sample to either side.
  @usableFromInline static let margin = 32

  /// - Parameters:
  ///   - rank: From 0 to `count - 1`.
  ///   - value: Element at an index; no NaN, the same each time.
  @inlinable @inline(__always)
  public static func find(_ rank: Int, of count: Int, _ value: (Int) -> Double) -> Double {
    find(
      rank, of: count,
      sample: { step, take in
        for index in stride(from: 0, to: count, by: step) { take(value(index)) }
      }, all: { take in for index in 0..<count { take(value(index)) } })
  }

  /// - Parameters:
  ///   - rank: From 0 to `count - 1`.
  ///   - sample: Hands over about every so many-th of the elements.
  ///   - all: Hands over all `count` elements; no NaN, the same each time.
  @inlinable @inline(__always)
  public static func find(
    _ rank: Int, of count: Int, sample: (_ step: Int, (Double) -> Void) -> Void, all: ((Double) -> Void) -> Void
  ) -> Double {
    precondition((0..<count).contains(rank))
    var low = -Double.infinity
    var high = Double.infinity
    if count > 8 * sampleCount {
      var some: [Double] = []
      some.reserveCapacity(sampleCount + 1)
      sample(count / sampleCount) { some.append($0) }
      some.sort()
      let place = some.count * rank / count
      let reach = some.count / margin
      if place >= reach { low = some[place - reach] }
      if place + reach < some.count { high = some[place + reach] }
    }
    // One pass counts what lies outside of the bracket and keeps what lies inside. A wrong guess widens the bracket.
    var room = max(64, count / 8)
    while true {
      var below = 0
      var equalLow = 0
      var equalHigh = 0
      var kept = 0
      // One place more for what is not kept.
      var inside = [Double](repeating: 0, count: room + 1)
      do {
        var places = inside.mutableSpan
        let last = room
        all { value in
          // No branch depends on the value: the processor could not foresee it.
          below += value < low ? 1 : 0
          equalLow += value == low ? 1 : 0
          equalHigh += value == high ? 1 : 0
          places[min(kept, last)] = value
          kept += (value > low ? 1 : 0) & (value < high ? 1 : 0)
        }
      }
      // With one value for both ends each was counted twice.
      if low == high { equalHigh = 0 }
      if rank < below {
        high = low
        low = -.infinity
      } else if rank < below + equalLow {
        return low
      } else if rank < below + equalLow + kept {
        guard kept <= room else {
          room = kept
          continue
        }
        inside.removeSubrange(kept...)
        return Median.element(rank - below - equalLow, of: &inside)
      } else if rank < below + equalLow + kept + equalHigh {
        return high
      } else {
        low = high
        high = .infinity
      }
    }
  }
}
