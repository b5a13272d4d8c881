// SPDX-License-Identifier: GPL-3.0-or-later

/// Elements at given places of a sorted order, without sorting or copying all of them.
enum OrderStatistic {
  private static let sampleCount = 4096
  /// Places of the sample to either side within which the wanted one is expected.
  private static let margin = 128

  /// - Parameters:
  ///   - rank: From 0 to `count - 1`.
  ///   - value: Element at an index; no NaN.
  @inline(__always)
  static func find(_ rank: Int, of count: Int, _ value: (Int) -> Double) -> Double {
    precondition((0..<count).contains(rank))
    var low = -Double.infinity
    var high = Double.infinity
    if count > 8 * sampleCount {
      var sample = [Double](repeating: 0, count: sampleCount)
      for place in 0..<sampleCount { sample[place] = value(place * (count / sampleCount)) }
      sample.sort()
      let place = rank * sampleCount / count
      if place >= margin { low = sample[place - margin] }
      if place + margin < sampleCount { high = sample[place + margin] }
    }
    // One pass counts what lies outside of the bracket and keeps what lies inside. A wrong guess widens the bracket.
    while true {
      var below = 0
      var equalLow = 0
      var equalHigh = 0
      var inside: [Double] = []
      for index in 0..<count {
        let x = value(index)
        if x < low {
          below += 1
        } else if x == low {
          equalLow += 1
        } else if x < high {
          inside.append(x)
        } else if x == high {
          equalHigh += 1
        }
      }
      if rank < below {
        high = low
        low = -.infinity
      } else if rank < below + equalLow {
        return low
      } else if rank < below + equalLow + inside.count {
        inside.sort()
        return inside[rank - below - equalLow]
      } else if rank < below + equalLow + inside.count + equalHigh {
        return high
      } else {
        low = high
        high = .infinity
      }
    }
  }
}
