// SPDX-License-Identifier: GPL-3.0-or-later

/// What is taken off each segment before its window.
public enum Detrend: Sendable, Hashable {
  case none
  /// The mean.
  case constant
  /// The least-squares line.
  case linear

  /// Level at the middle of a segment and slope a sample. Sums run in a fixed order, four at a time.
  func fit(_ samples: Span<Double>, from start: Int, count: Int) -> (level: Double, slope: Double) {
    guard self != .none else { return (0, 0) }
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    let whole = count & ~3
    var n = 0
    while n < whole {
      a += samples[start + n]
      b += samples[start + n + 1]
      c += samples[start + n + 2]
      d += samples[start + n + 3]
      n += 4
    }
    while n < count {
      a += samples[start + n]
      n += 1
    }
    let level = ((a + b) + (c + d)) / Double(count)
    guard self == .linear, count > 1 else { return (level, 0) }
    let centre = Double(count - 1) / 2
    var moment = 0.0
    for n in 0..<count { moment += (Double(n) - centre) * (samples[start + n] - level) }
    let size = Double(count)
    return (level, moment / (size * (size * size - 1) / 12))
  }
}
