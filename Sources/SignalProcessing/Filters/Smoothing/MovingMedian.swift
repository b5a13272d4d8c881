// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Median of each window, exact. A negative zero counts as zero.
struct MovingMedian: ShrinkingStatistic {
  let length: Int
  let level: KernelLevel
  private var sorted = SortedWindow(capacity: 0)

  init(length: Int, level: KernelLevel = .current) {
    (self.length, self.level) = (length, level)
    sorted = SortedWindow(capacity: length)
  }

  mutating func whole(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, isFirst: Bool) {
    switch length {
    case 1: for k in 0..<count { unsafe y[k] = x[k] + 0 }
    case 3, 5, 7, 9: unsafe palpate_median_network(level.code, length, x, y, count)
    default:
      if isFirst {
        sorted = SortedWindow(capacity: length)
        for k in 0..<length { unsafe sorted.insert(x[k] + 0) }
        unsafe y[0] = sorted.median
      }
      for k in (isFirst ? 1 : 0)..<max(count, isFirst ? 1 : 0) {
        unsafe sorted.remove(x[k - 1] + 0)
        unsafe sorted.insert(x[k + length - 1] + 0)
        unsafe y[k] = sorted.median
      }
    }
  }

  mutating func shrunk(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, step: Int, _ count: Int
  ) {
    var growing = SortedWindow(capacity: 2 * count)
    for k in 0..<count {
      for j in max(2 * k - 1, 0)...(2 * k) { unsafe growing.insert(x[step * j] + 0) }
      unsafe y[step * k] = growing.median
    }
  }
}

/// A sorted array of finite numbers.
struct SortedWindow {
  private var values: [Double] = []

  init(capacity: Int) { values.reserveCapacity(min(capacity, 4096) + 2) }

  private func position(_ value: Double) -> Int { values.partitionPoint { $0 >= value } }

  mutating func insert(_ value: Double) { values.insert(value, at: position(value)) }
  mutating func remove(_ value: Double) { values.remove(at: position(value)) }

  /// Of an odd count the middle one, of an even count the mean of the two.
  var median: Double {
    let middle = values.count / 2
    return values.count % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2
  }
}
