// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// What is taken off each segment before its window.
public enum SegmentTrend: Sendable, Hashable {
  case none
  /// The mean.
  case constant
  /// The least-squares line.
  case linear

  /// Level at the middle of a segment and slope a sample. Sums run in one fixed order.
  func fit(_ segment: UnsafeBufferPointer<Double>) -> (level: Double, slope: Double) {
    guard self != .none else { return (0, 0) }
    let count = segment.count
    guard let base = segment.baseAddress else { return (0, 0) }
    let level = unsafe palpate_sum(KernelLevel.current.code, base, count) / Double(count)
    guard self == .linear, count > 1 else { return (level, 0) }
    let centre = Double(count - 1) / 2
    var moment = 0.0
    for n in 0..<count { unsafe moment += (Double(n) - centre) * (segment[n] - level) }
    let size = Double(count)
    return (level, moment / (size * (size * size - 1) / 12))
  }
}
