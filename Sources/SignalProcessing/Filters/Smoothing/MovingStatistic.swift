// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// A statistic whose window shrinks symmetrically towards the ends of a stretch.
protocol ShrinkingStatistic: WindowStatistic {
  /// Outputs 0 to `count` − 1: output k of the samples 0 to 2k. Samples and outputs lie `step` apart, 1 or −1.
  mutating func shrunk(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, step: Int, _ count: Int)
}

extension ShrinkingStatistic {
  mutating func head(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    unsafe shrunk(x, y, step: 1, half)
  }

  mutating func tail(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>) {
    unsafe shrunk(x + (length - 1), y + (half - 1), step: -1, half)
  }

  mutating func short(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int) {
    unsafe shrunk(x, y, step: 1, (count + 1) / 2)
    unsafe shrunk(x + (count - 1), y + (count - 1), step: -1, count / 2)
  }
}

/// Mean or root of the mean square.
struct MovingSums: ShrinkingStatistic {
  let length: Int
  let isSquared: Bool
  let level: KernelLevel
  let scratch: Scratch

  init(length: Int, isSquared: Bool, level: KernelLevel = .current) {
    (self.length, self.isSquared, self.level) = (length, isSquared, level)
    scratch = Scratch(length: length)
  }

  mutating func whole(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, isFirst: Bool) {
    let statistic = isSquared ? palpate_moving_root_mean_square : palpate_moving_mean
    unsafe palpate_moving(level.code, statistic, length, x, y, count, scratch.base)
  }

  mutating func shrunk(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, step: Int, _ count: Int
  ) {
    var sum: DoubleDouble = 0
    for k in 0..<count {
      for j in max(2 * k - 1, 0)...(2 * k) {
        let value = unsafe x[step * j]
        sum = sum + DoubleDouble(isSquared ? value * value : value)
      }
      let mean = sum.high / Double(2 * k + 1)
      unsafe y[step * k] = isSquared ? mean.squareRoot() : mean
    }
  }
}

/// Minimum or maximum.
struct MovingExtreme: ShrinkingStatistic {
  let length: Int
  let isMaximum: Bool
  let level: KernelLevel
  let scratch: Scratch

  init(length: Int, isMaximum: Bool, level: KernelLevel = .current) {
    (self.length, self.isMaximum, self.level) = (length, isMaximum, level)
    scratch = Scratch(length: length)
  }

  mutating func whole(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ count: Int, isFirst: Bool) {
    let statistic = isMaximum ? palpate_moving_maximum : palpate_moving_minimum
    unsafe palpate_moving(level.code, statistic, length, x, y, count, scratch.base)
  }

  mutating func shrunk(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, step: Int, _ count: Int
  ) {
    var best = unsafe count > 0 ? x[0] : 0
    for k in 0..<count {
      for j in max(2 * k - 1, 0)...(2 * k) {
        let value = unsafe x[step * j]
        if isMaximum ? value > best : value < best { best = value }
      }
      unsafe y[step * k] = best
    }
  }
}

/// Memory of a kernel; one owner's at a time.
final class Scratch {
  private let buffer: AlignedBuffer<Double>
  var base: UnsafeMutablePointer<Double> { unsafe buffer.base }

  init(count: Int) { buffer = AlignedBuffer(count: count, filledWith: 0) }

  /// For moving sums and extremes.
  convenience init(length: Int) { self.init(count: max(length, 1024) + length) }
}
