// SPDX-License-Identifier: GPL-3.0-or-later

/// What is assumed of a signal beyond the ends of a stretch without missing samples.
public enum ResamplingEdge: Sendable, Hashable, CaseIterable {
  /// The point reflection about the end: level and slope go on. Constants and straight lines come out without a trace
  /// of the edge.
  case odd
  /// The value at the end: constants come out without a trace of the edge, slopes are flattened.
  case hold
  /// Zeros, as `scipy.signal.resample_poly` assumes: an end away from zero rings.
  case zero

  /// Value at `index` outside 0 ..< `samples.count`, which is not empty.
  func value(_ samples: UnsafeBufferPointer<Double>, at index: Int) -> Double {
    let last = samples.count - 1
    switch self {
    case .zero: return 0
    case .hold: return unsafe samples[index < 0 ? 0 : last]
    case .odd:
      if index < 0, -index <= last { return unsafe 2 * samples[0] - samples[-index] }
      if index > last, index - last <= last { return unsafe 2 * samples[last] - samples[2 * last - index] }
      if last == 0 { return unsafe samples[0] }
      // Reflected again and again: a pattern of the period 2·last that rises by twice the rise of the stretch.
      let period = 2 * last
      let turn = (index >= 0 ? index : index - period + 1) / period
      let rest = index - turn * period
      let rise = unsafe 2 * (samples[last] - samples[0]) * Double(turn)
      return unsafe rise + (rest <= last ? samples[rest] : 2 * samples[last] - samples[period - rest])
    }
  }
}
