// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Median of each window, exact. A negative zero counts as zero.
struct MovingMedian: ShrinkingStatistic {
  /// Windows up to this length are kept sorted for short runs of outputs.
  static let longestSorted = 10_001

  let length: Int
  let level: KernelLevel
  /// The last window in order, for short runs.
  private let sorted: Scratch?
  private var isSorted = false
  private let scratch: Scratch

  init(length: Int, level: KernelLevel = .current) {
    (self.length, self.level) = (length, level)
    // Infinities stand on both sides of it, 16 each.
    sorted = length <= Self.longestSorted ? Scratch(count: length + 32) : nil
    scratch = Scratch(count: palpate_ranks_scratch(length) / MemoryLayout<Double>.stride + 1)
  }

  mutating func whole(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, isFirst: Bool) {
    switch length {
    case 1: for k in 0..<count { unsafe y[k] = x[k] + 0 }
    case 3, 5, 7, 9: unsafe palpate_median_network(level.code, length, x, y, count)
    default:
      guard let sorted, count < 32 + length / 4 else {
        unsafe palpate_median_ranks(length, x, y, count, scratch.base)
        isSorted = false
        return
      }
      var done = 0
      if isFirst {
        unsafe palpate_sorted_begin(x, length, sorted.base)
        unsafe y[0] = sorted.base[16 + length / 2]
        done = 1
      } else if !isSorted {
        unsafe palpate_sorted_begin(x - 1, length, sorted.base)
      }
      isSorted = true
      unsafe palpate_sorted_slide(level.code, sorted.base, length, x + done, y + done, count - done)
    }
  }

  mutating func shrunk(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, step: Int, _ count: Int
  ) {
    unsafe palpate_median_growing(x, y, step, count, scratch.base)
  }
}
