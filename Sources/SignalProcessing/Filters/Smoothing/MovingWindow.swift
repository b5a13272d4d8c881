// SPDX-License-Identifier: GPL-3.0-or-later

/// Statistics of a centred window that shrinks symmetrically towards the ends of a stretch.
///
/// Sample k is described by the samples from k − r to k + r, r the half width or what is left to the nearer end. Missing
/// samples split: no window reaches across one.
public struct MovingWindow: Sendable {
  /// Samples, odd.
  public let length: Int

  /// - Parameter length: Samples in the window, odd, 1...1,000,001.
  public init(length: Int) throws(FilterDesignError) {
    guard length % 2 == 1, length >= 1, length <= 1_000_001 else {
      throw .specification("window of \(length) samples: expected an odd number of 1 to 1,000,001")
    }
    self.length = length
  }

  private func map(_ samples: [Double], _ body: (Range<Int>, inout [Double]) -> Void) -> [Double] {
    var output = [Double](repeating: .nan, count: samples.count)
    for stretch in Stretches.of(samples) { body(stretch, &output) }
    return output
  }

  private func reach(_ index: Int, in stretch: Range<Int>) -> Int {
    min(length / 2, index - stretch.lowerBound, stretch.upperBound - 1 - index)
  }

  public func mean(_ samples: [Double]) -> [Double] {
    map(samples) { stretch, output in sums(stretch, { samples[$0] }) { output[$0] = $1 / Double($2) } }
  }

  /// Root of the mean square.
  public func rootMeanSquare(_ samples: [Double]) -> [Double] {
    map(samples) { stretch, output in
      sums(stretch, { samples[$0] * samples[$0] }) { output[$0] = (max(0, $1) / Double($2)).squareRoot() }
    }
  }

  /// Sums by differences of running sums in double-double, so that a large value leaves nothing behind.
  private func sums(
    _ stretch: Range<Int>, _ value: (Int) -> Double, _ body: (Int, Double, Int) -> Void
  ) {
    var sum: DoubleDouble = 0
    var (low, high) = (stretch.lowerBound, stretch.lowerBound)
    for index in stretch {
      let r = reach(index, in: stretch)
      while high <= index + r {
        sum = sum + DoubleDouble(value(high))
        high += 1
      }
      while low < index - r {
        sum = sum - DoubleDouble(value(low))
        low += 1
      }
      body(index, sum.high, 2 * r + 1)
    }
  }

  public func minimum(_ samples: [Double]) -> [Double] { extremum(samples) { $0 <= $1 } }
  public func maximum(_ samples: [Double]) -> [Double] { extremum(samples) { $0 >= $1 } }

  /// A queue of candidates, each better than those after it: constant cost a sample.
  private func extremum(_ samples: [Double], _ beats: (Double, Double) -> Bool) -> [Double] {
    map(samples) { stretch, output in
      var candidates: [Int] = []
      var first = 0
      var high = stretch.lowerBound
      for index in stretch {
        let r = reach(index, in: stretch)
        while high <= index + r {
          while candidates.count > first, let last = candidates.last, beats(samples[high], samples[last]) {
            candidates.removeLast()
          }
          candidates.append(high)
          high += 1
        }
        while candidates[first] < index - r { first += 1 }
        output[index] = samples[candidates[first]]
      }
    }
  }

  /// Median of each window, from a sorted copy kept up to date.
  public func median(_ samples: [Double]) -> [Double] {
    map(samples) { stretch, output in
      var sorted = SortedWindow(capacity: length)
      var (low, high) = (stretch.lowerBound, stretch.lowerBound)
      for index in stretch {
        let r = reach(index, in: stretch)
        while high <= index + r {
          sorted.insert(samples[high])
          high += 1
        }
        while low < index - r {
          sorted.remove(samples[low])
          low += 1
        }
        output[index] = sorted.median
      }
    }
  }
}

/// A sorted array of finite numbers.
struct SortedWindow {
  private var values: [Double] = []

  init(capacity: Int) { values.reserveCapacity(min(capacity, 4096) + 2) }

  private func position(_ value: Double) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func insert(_ value: Double) { values.insert(value, at: position(value)) }
  mutating func remove(_ value: Double) { values.remove(at: position(value)) }

  /// Of an odd count the middle one, of an even count the mean of the two.
  var median: Double {
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2
  }
}
