// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// One pulse of a train as it was delivered.
struct CuffPulse: Sendable {
  /// Half-height crossings between local residual and plateau, s.
  let rise: Double
  let fall: Double
  /// Last sample before the pressure leaves the residual by a tenth of the pulse's height, s.
  let foot: Double
  /// Median pressure of the second half of the time between the crossings, kPa.
  let plateau: Double
  let highest: Double
  /// Lowest pressure of the off phase before the pulse, kPa.
  let residual: Double
}

/// Splits a pulse train although the cuff never empties.
enum PulseTrain {
  /// Share of the train's height that a coarse pulse must reach; pulses of a fading supply stay above it.
  static let coarseShare = 0.35
  static let hysteresis = 0.1
  static let fewestPulses = 3

  /// Pulses of a train in order; fewer than three mean there is no train.
  static func find(_ load: LoadSignal, threshold: Double) -> [CuffPulse] {
    guard let region = active(load, threshold) else { return [] }
    let coarse = coarsePulses(load, region)
    guard coarse.count >= fewestPulses else { return [] }
    var pulses: [CuffPulse] = []
    for (k, pulse) in coarse.enumerated() {
      let before = k > 0 ? coarse[k - 1].upperBound : max(region.lowerBound - 1, 0)
      let after =
        k + 1 < coarse.count ? coarse[k + 1].lowerBound : min(pulse.upperBound + pulse.count * 2, load.times.count)
      if let fine = refine(load, before: before, pulse: pulse, after: after) { pulses.append(fine) }
    }
    return pulses
  }

  /// From the first sample above the threshold to the last, a sample of margin on both sides.
  private static func active(_ load: LoadSignal, _ threshold: Double) -> Range<Int>? {
    guard let first = load.pressure.firstIndex(where: { $0 > threshold }),
      let last = load.pressure.lastIndex(where: { $0 > threshold }), last > first
    else { return nil }
    return max(first - 1, 0)..<min(last + 2, load.pressure.count)
  }

  private static func coarsePulses(_ load: LoadSignal, _ region: Range<Int>) -> [Range<Int>] {
    let sorted = load.pressure[region].sorted()
    let low = sorted[sorted.count / 10]
    let high = sorted[sorted.count * 9 / 10]
    let on = low + (coarseShare + hysteresis / 2) * (high - low)
    let off = low + (coarseShare - hysteresis / 2) * (high - low)
    guard high > low else { return [] }
    var pulses: [Range<Int>] = []
    var start: Int?
    for i in region {
      if start == nil, load.pressure[i] > on { start = i }
      if let from = start, load.pressure[i] < off {
        pulses.append(from..<i)
        start = nil
      }
    }
    if let from = start { pulses.append(from..<region.upperBound) }
    return pulses
  }

  private static func refine(_ load: LoadSignal, before: Int, pulse: Range<Int>, after: Int) -> CuffPulse? {
    let p = load.pressure
    var lowest = pulse.lowerBound
    for i in before..<max(pulse.lowerBound, before + 1) where p[i] <= p[lowest] { lowest = i }
    let residual = p[lowest]
    let level = Median.of(Array(p[pulse]))
    let up = residual + (level - residual) / 2
    guard level > residual, let riseIndex = (lowest..<pulse.upperBound).first(where: { p[$0] >= up }), riseIndex > 0
    else {
      return nil
    }
    let next = p[pulse.upperBound..<max(after, pulse.upperBound)].min() ?? residual
    let down = next + (level - next) / 2
    let middle = riseIndex + (pulse.upperBound - riseIndex) / 2
    let fallIndex = (middle..<max(after, middle)).first { p[$0] < down } ?? pulse.upperBound
    let rise = riseIndex > lowest ? crossing(load, riseIndex, up) : load.times[riseIndex]
    let fall =
      fallIndex < load.times.count && fallIndex > 0 ? crossing(load, fallIndex, down) : load.times[pulse.upperBound - 1]
    let inside = (riseIndex..<max(fallIndex, riseIndex + 1)).map { p[$0] }
    // The overshoot belongs to the first half.
    let late = (riseIndex..<max(fallIndex, riseIndex + 1)).filter { load.times[$0] >= rise + (fall - rise) / 2 }
    var foot = riseIndex
    while foot > lowest, p[foot] > residual + 0.1 * (level - residual) { foot -= 1 }
    return CuffPulse(
      rise: rise, fall: max(fall, rise), foot: load.times[foot],
      plateau: Median.of(late.isEmpty ? inside : late.map { p[$0] }),
      highest: inside.max() ?? level, residual: residual)
  }

  /// Time at which the signal passes a level between sample `i` − 1 and `i`.
  private static func crossing(_ load: LoadSignal, _ i: Int, _ level: Double) -> Double {
    let a = load.pressure[i - 1]
    let b = load.pressure[i]
    guard a != b else { return load.times[i] }
    let share = min(max((level - a) / (b - a), 0), 1)
    return load.times[i - 1] + share * (load.times[i] - load.times[i - 1])
  }
}
