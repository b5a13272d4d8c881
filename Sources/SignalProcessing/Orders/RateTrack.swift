// SPDX-License-Identifier: GPL-3.0-or-later

/// The rate of a signal that repeats at a slowly changing rate, and the angle that goes with it.
public struct RateTrack: Sendable {
  /// One short-time spectrum.
  public struct Frame: Sendable, Hashable {
    /// Middle of the frame, from the first sample.
    public let time: Seconds
    /// Nil without evidence, at the boundary of the search, and within half a phase window of an end.
    public let frequency: Hertz?
    /// Share of the likelihood that falls to this rate rather than to the best other one or to noise, 0…1. A figure to
    /// compare frames by: it is not calibrated as a probability.
    public let confidence: Double
    /// Log-likelihood of the comb of lines above that of noise, as the tracker scores it; at most 0 is no evidence.
    public let score: Double
    /// Whether the path runs along the lowest or highest rate searched: the true rate may lie beyond.
    public let isAtBoundary: Bool
  }

  public let frames: [Frame]
  /// Angle of the rotation; 0, 2π, … where ``referenceHarmonic`` has its crest. Nil when no stretch is long enough.
  public let angle: RotationAngle?
  /// The harmonic that the angle starts from: the lowest that stands out. Of any but the first it is arbitrary which
  /// crest begins a turn. 0 without an angle.
  public let referenceHarmonic: Int

  /// The frames' rates that are known.
  public var frequencies: [Hertz] { frames.compactMap(\.frequency) }
}

/// Follows the rate of a periodic signal through noise, changes of speed and missing harmonics.
///
/// A comb of harmonics is scored in short-time spectra, the best path through the scores is found by dynamic programming,
/// and the phases of the harmonics along it refine it. See the article *Orders and rate tracks*.
public struct RateTracker: Sendable, Hashable {
  /// Rates searched.
  public let lowest: Hertz
  public let highest: Hertz
  /// Harmonics of the comb, the fundamental included; fewer where they would pass 0.48 of the sampling rate.
  public let harmonics: Int
  /// Length of a frame; frames follow each other by a quarter of it.
  public let window: Seconds
  /// Change of the rate in Hz/s that costs as much as a score of ½.
  public let slope: Double
  /// Score that a jump of the rate, however far, costs.
  public let jumpCost: Double
  /// Periods over which the phase is averaged: more are quieter and follow changes faster than about rate/``cycles`` less.
  public let cycles: Double

  /// - Parameters:
  ///   - lowest: Above 0. A rate and its half can both fit: give the narrowest range that is sure.
  ///   - highest: Above `lowest`.
  ///   - harmonics: 1…16.
  ///   - window: At least four periods of `lowest`; eight when nil.
  ///   - slope: Above 0.
  ///   - jumpCost: 0 or more.
  ///   - cycles: 3…50. Three are the fewest whose average is free of the neighbouring harmonics.
  public init(
    lowest: Hertz, highest: Hertz, harmonics: Int = 5, window: Seconds? = nil, slope: Double = 10,
    jumpCost: Double = 8, cycles: Double = 3
  ) throws(OrderError) {
    guard lowest.value > 0, lowest.value.isFinite else {
      throw .setting("lowest rate in Hz", lowest.value, expected: "above 0")
    }
    guard highest > lowest, highest.value.isFinite else {
      throw .setting("highest rate in Hz", highest.value, expected: "above the lowest, \(lowest.value)")
    }
    guard (1...16).contains(harmonics) else { throw .setting("harmonics", Double(harmonics), expected: "1 to 16") }
    let window = window ?? Seconds(8 / lowest.value)
    guard window.value * lowest.value >= 4 * (1 - 1e-12), window.value.isFinite else {
      throw .setting("window in s", window.value, expected: "at least \(4 / lowest.value)")
    }
    guard slope > 0, slope.isFinite else { throw .setting("slope in Hz/s", slope, expected: "above 0") }
    guard jumpCost >= 0 else { throw .setting("cost of a jump", jumpCost, expected: "0 or more") }
    guard cycles >= 3, cycles <= 50 else { throw .setting("cycles", cycles, expected: "3 to 50") }
    self.lowest = lowest
    self.highest = highest
    self.harmonics = harmonics
    self.window = window
    self.slope = slope
    self.jumpCost = jumpCost
    self.cycles = cycles
  }

  /// Tracks the rate.
  ///
  /// - Parameter samples: On an even grid; NaN is missing. A frame with less than 45 % of its weight present has no
  ///   evidence; elsewhere missing samples count as the frame's mean, which adds noise.
  /// - Throws: ``OrderError`` when the signal is shorter than a frame, a sample is infinite, or the highest rate is
  ///   above a third of the sampling rate.
  public func track(_ samples: [Double], sampleRate: Hertz) throws(OrderError) -> RateTrack {
    try checkOrderRate(sampleRate)
    guard 3 * highest.value <= sampleRate.value else {
      throw .setting("highest rate in Hz", highest.value, expected: "at most a third of \(sampleRate.value) Hz")
    }
    if let index = samples.firstIndex(where: \.isInfinite) { throw .infinite(index: index) }
    let combs: CombScores
    do { combs = try CombScores(samples, sampleRate: sampleRate.value, tracker: self) } catch { throw .spectrum(error) }
    guard !combs.times.isEmpty else {
      throw .tooFew("samples", found: samples.count, needed: combs.frameLength)
    }
    let typical = slope * combs.hop
    let path = RidgePath.best(
      scores: combs.scores, width: combs.grid.count, weight: combs.spacing * combs.spacing / (2 * typical * typical),
      jumpCost: jumpCost)
    let ridge = Ridge(combs, path: path)
    let phase = PhaseRefinement(
      samples, rate: sampleRate.value, ridge: ridge, cycles: cycles, lowest: lowest.value,
      highest: highest.value, harmonics: combs.standingHarmonics(along: path))
    let angle = phase.pieces.isEmpty ? nil : RotationAngle(pieces: phase.pieces)
    let frames = path.indices.map { frame in
      let isAtBoundary = path[frame] == 0 || path[frame] == combs.grid.count - 1
      let time = combs.times[frame]
      let rough = combs.grid[path[frame]]
      var frequency: Hertz?
      // A refined rate outside of the main lobe, or of the search, is none.
      if ridge.isEvident[frame], let refined = angle?.frequency(at: time),
        abs(refined.value - rough) <= 2 / window.value, refined >= lowest, refined <= highest
      {
        frequency = refined
      }
      return RateTrack.Frame(
        time: Seconds(time), frequency: frequency, confidence: ridge.confidence[frame], score: ridge.score[frame],
        isAtBoundary: isAtBoundary)
    }
    return RateTrack(frames: frames, angle: angle, referenceHarmonic: phase.reference)
  }
}
