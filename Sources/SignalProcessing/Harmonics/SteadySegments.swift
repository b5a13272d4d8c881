// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a device runs at one speed: bursts, cut where the speed changes.
public struct SteadySegments: Sendable {
  public struct Segment: Sendable, Hashable {
    /// Samples.
    public let range: Range<Int>
    /// Roughly, Hz.
    public let frequency: Hertz
  }

  public let segments: [Segment]
  /// Whether a device was seen running at all.
  public let isActive: Bool

  /// A frame this much weaker than the strong ones is idle.
  private static let idleShare = 0.2
  /// Relative change that makes another speed, and frames that must agree on it.
  private static let change = 0.03
  private static let agreement = 2

  /// - Parameters:
  ///   - band: Where the rate may lie.
  ///   - shortest: Shorter segments are passages from one speed to another and are dropped.
  public init(_ samples: HarmonicSamples, band: ClosedRange<Hertz>, shortest: Seconds) {
    guard samples.count >= 16, samples.duration > 0 else {
      (segments, isActive) = ([], false)
      return
    }
    let range = band.lowerBound.value...band.upperBound.value
    let frames = RateFrames(samples, band: range).frames
    let loud = frames.map(\.rms).sorted()
    let level = loud.isEmpty ? 0 : loud[min(loud.count - 1, loud.count * 9 / 10)]
    var runs: [Range<Int>] = []
    var start: Int?
    for (index, frame) in frames.enumerated() {
      let isRunning = frame.frequency != nil && frame.rms > Self.idleShare * level
      if isRunning, start == nil { start = index }
      if !isRunning, let from = start {
        runs.append(from..<index)
        start = nil
      }
    }
    if let from = start { runs.append(from..<frames.count) }
    isActive = !runs.isEmpty
    var found: [Segment] = []
    func isLong(_ segment: Segment) -> Bool {
      samples.time(segment.range.upperBound - 1) - samples.time(segment.range.lowerBound) >= shortest.value
    }
    for run in runs {
      let parts = Self.split(run, frames).compactMap { Self.segment($0, frames, samples) }.filter(isLong)
      if parts.isEmpty, let whole = Self.segment(run, frames, samples), isLong(whole),
        Self.isOneSpeed(whole, samples, band)
      {
        found.append(whole)
      }
      found += parts
    }
    segments = found
  }

  /// Share of the power that harmonics of one rate must explain.
  private static let explained = 0.9

  /// Lost samples at a slow sampling rate make short frames take one alias or half of a rate for the other, so that no speed
  /// seems to last; over the whole run there is one all the same.
  private static func isOneSpeed(_ run: Segment, _ samples: HarmonicSamples, _ band: ClosedRange<Hertz>) -> Bool {
    let part = samples[run.range]
    guard let search = try? FundamentalSearch(band: band), let found = (try? search.find(in: part)) ?? nil,
      band.contains(found.fit.frequency)
    else { return false }
    let total = (0..<part.channels).reduce(0.0) { sum, channel in
      sum + (SampleMoments(of: (0..<part.count).map { part.value($0, channel: channel) }).variance ?? 0)
    }
    return found.fit.noiseVariances.reduce(0, +) < (1 - explained) * total
  }

  /// Frames of one run, cut where the rate leaves what it was.
  private static func split(_ run: Range<Int>, _ frames: [RateFrames.Frame]) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = run.lowerBound
    var astray = 0
    for index in run {
      let recent = max(start, index - astray - 8)..<max(start + 1, index - astray)
      let usual = Median.of(recent.compactMap { frames[$0].frequency })
      let here = frames[index].frequency ?? usual
      astray = abs(log(here / usual)) > change ? astray + 1 : 0
      if astray == agreement {
        let cut = index - agreement + 1
        if cut > start { parts.append(start..<cut) }
        start = cut
        astray = 0
      }
    }
    if run.upperBound > start { parts.append(start..<run.upperBound) }
    return parts
  }

  /// Samples of some frames, without those that may belong to a change.
  private static func segment(
    _ part: Range<Int>, _ frames: [RateFrames.Frame], _ samples: HarmonicSamples
  ) -> Segment? {
    // Frames overlap by half. A rate that starts to change is a frame's length on its way before it is 3 % astray.
    let first = part.lowerBound == 0 ? 0 : part.lowerBound + 3
    let last = part.upperBound == frames.count ? part.upperBound - 1 : part.upperBound - 4
    guard first <= last, first < frames.count, last >= 0 else { return nil }
    let begin = frames[first].range.lowerBound
    let end = part.upperBound == frames.count ? samples.count : frames[last].range.upperBound
    guard end > begin else { return nil }
    let rates = part.compactMap { frames[$0].frequency }
    return Segment(range: begin..<end, frequency: Hertz(Median.of(rates)))
  }
}
