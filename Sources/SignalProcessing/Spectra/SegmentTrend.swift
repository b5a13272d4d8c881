// SPDX-License-Identifier: GPL-3.0-or-later

/// What is taken off each segment before its window.
public enum SegmentTrend: Sendable, Hashable {
  case none
  /// The mean.
  case constant
  /// The least-squares line.
  case linear

  /// Level at the middle of a segment and slope a sample. Sums run in a fixed order, eight at a time.
  func fit(_ segment: UnsafeBufferPointer<Double>) -> (level: Double, slope: Double) {
    guard self != .none else { return (0, 0) }
    let count = segment.count
    let whole = count & ~7
    var sums = SIMD8<Double>.zero
    if whole > 0, let base = segment.baseAddress {
      for n in stride(from: 0, to: whole, by: 8) {
        unsafe sums += UnsafeRawPointer(base + n).loadUnaligned(as: SIMD8<Double>.self)
      }
    }
    var sum = sums.sum()
    for n in whole..<count { unsafe sum += segment[n] }
    let level = sum / Double(count)
    guard self == .linear, count > 1 else { return (level, 0) }
    let centre = Double(count - 1) / 2
    var moment = 0.0
    for n in 0..<count { unsafe moment += (Double(n) - centre) * (segment[n] - level) }
    let size = Double(count)
    return (level, moment / (size * (size * size - 1) / 12))
  }
}
