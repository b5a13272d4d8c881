// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Where a device runs at one speed and the clock goes on: no segment reaches over a place where the clock jumped back.
struct SteadyRanges {
  /// Of samples.
  private(set) var ranges: [Range<Int>] = []
  /// Hz, roughly.
  private(set) var frequencies: [Double] = []
  /// Whether a device was seen running at all.
  private(set) var isActive = false

  /// - Parameter samples: Those of the recording that are not missing, on its time base.
  init(_ samples: HarmonicSamples, of recording: Recording, band: ClosedRange<Hertz>, shortest: Seconds) {
    let times = recording.breaks.isEmpty ? [] : samples.stamps
    let jumps = recording.breaks.map { index in
      // Half way from the sample before: times from the middle of a record have lost their last digits.
      let time = (recording.timeBase.time(index - 1) + recording.timeBase.time(index)) / 2
      return times.partitionPoint { $0 >= time }
    }
    let edges = [0] + jumps + [samples.count]
    for (start, end) in zip(edges, edges.dropFirst()) where end > start {
      let steady = SteadySegments(samples[start..<end], band: band, shortest: shortest)
      isActive = isActive || steady.isActive
      frequencies += steady.segments.map(\.frequency.value)
      ranges += steady.segments.map { ($0.range.lowerBound + start)..<($0.range.upperBound + start) }
    }
  }
}
