// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Times as they are written: those of the recording's own stamps.
///
/// A recording counts its time from its first sample. Adding the first stamp again gives each stamp back but for the
/// rounding of two operations; the shortest decimal within that rounding is written, which is the recorded one wherever
/// this has up to 15 digits.
struct TimeColumn {
  let timeBase: TimeBase
  /// s; 0 where times are written as counted from the first sample.
  let firstStamp: Double

  init(_ timeBase: TimeBase, firstStamp: Double, count: Int) {
    self.timeBase = timeBase
    let last = count > 0 ? timeBase.time(count - 1) : 0
    let step = count > 1 ? (last - timeBase.time(0)) / Double(count - 1) : 1
    // So far from zero that doubles tell neighbouring stamps hardly apart, time from the first sample is better.
    let grain = (firstStamp.magnitude + last.magnitude).ulp
    self.firstStamp = firstStamp.isFinite && step >= 64 * grain ? firstStamp : 0
  }

  func text(_ row: Int) -> String {
    let time = timeBase.time(row)
    // As it is: a stamp, or a quotient that was rounded once.
    if firstStamp == 0 { return DecimalText.shortest(time) }
    let sum = firstStamp + time
    return DecimalText.shortest(sum, within: max(firstStamp.magnitude, time.magnitude, sum.magnitude).ulp)
  }
}
