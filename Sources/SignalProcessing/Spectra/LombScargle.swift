// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Spectrum of unevenly stamped samples: how much of their scatter a sine and a level explain at each frequency.
///
/// The generalised form with a floating mean (Zechmeister & Kürster 2009, A&A 496:577), which does not mistake the level
/// of a gappy record for a slow sine as the form of Lomb 1976 and Scargle 1982 does. Cost is samples × frequencies.
public struct LombScargle: Sendable {
  public struct Line: Sendable, Hashable {
    public let frequency: Hertz
    /// Share of the scatter explained, 0…1.
    public let power: Double
    /// Peak value of the fitted sine, in units of the samples.
    public let amplitude: Double
  }

  public let lines: [Line]
  /// Samples used; missing ones are left out with their stamps.
  public let sampleCount: Int
  /// From the first stamp to the last.
  public let duration: Seconds

  /// - Parameters:
  ///   - stamps: Times in s, finite and increasing, one a sample.
  ///   - samples: NaN is missing; at least 4 others, not all alike.
  ///   - frequencies: Above 0 Hz.
  public init(stamps: [Double], samples: [Double], frequencies: [Hertz]) throws(SpectrumError) {
    guard stamps.count == samples.count else { throw .lengths(stamps.count, samples.count) }
    for index in stamps.indices {
      guard stamps[index].isFinite, index == 0 || stamps[index] > stamps[index - 1] else { throw .stamps(at: index) }
      if samples[index].isInfinite { throw .infinite(index: index) }
    }
    for frequency in frequencies where !(frequency.value > 0 && frequency.value.isFinite) {
      throw .frequency(frequency.value)
    }
    let used = samples.indices.filter { !samples[$0].isNaN }
    guard used.count >= 4 else { throw .noSegment(length: 4, longestRun: used.count) }
    let count = Double(used.count)
    let mean = used.reduce(0) { $0 + samples[$1] / count }
    let y = used.map { samples[$0] - mean }
    let origin = stamps[used[0]] + (stamps[used[used.count - 1]] - stamps[used[0]]) / 2
    let times = used.map { stamps[$0] - origin }
    let scatter = y.reduce(0) { $0 + $1 * $1 } / count
    guard scatter.isFinite else { throw .overflow }
    lines = frequencies.map { Self.line($0, times, y, scatter) }
    sampleCount = used.count
    duration = Seconds(stamps[used[used.count - 1]] - stamps[used[0]])
  }

  private static func line(_ frequency: Hertz, _ times: [Double], _ y: [Double], _ scatter: Double) -> Line {
    let omega = 2 * Double.pi * frequency.value
    let count = Double(y.count)
    var (c, s, c2, s2, yc, ys) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    var turn = 0.0
    // The phase that makes sine and cosine orthogonal, then the sums about it.
    for time in times {
      c += cos(omega * time)
      s += sin(omega * time)
      c2 += cos(2 * omega * time)
      s2 += sin(2 * omega * time)
    }
    (c, s) = (c / count, s / count)
    turn = atan2(s2 / count - 2 * c * s, c2 / count - (c * c - s * s)) / 2
    var (cc, ss, meanC, meanS) = (0.0, 0.0, 0.0, 0.0)
    for (time, value) in zip(times, y) {
      let angle = omega * time - turn
      let (cosine, sine) = (cos(angle), sin(angle))
      meanC += cosine / count
      meanS += sine / count
      cc += cosine * cosine / count
      ss += sine * sine / count
      yc += value * cosine / count
      ys += value * sine / count
    }
    cc -= meanC * meanC
    ss -= meanS * meanS
    // A frequency at which all sines are equal explains nothing; rounding must not make it explain all.
    let a = cc > 1e-12 ? yc / cc : 0
    let b = ss > 1e-12 ? ys / ss : 0
    let power = scatter > 0 ? min((a * yc + b * ys) / scatter, 1) : 0
    return Line(frequency: frequency, power: max(power, 0), amplitude: hypot(a, b))
  }

  /// Probability that noise alone reaches a power at one frequency, (1 − p)^((N − 3)/2), for Gaussian noise.
  ///
  /// - Parameter fitted: Parameters of what was taken off the samples before.
  public func falseAlarm(power: Double, fitted: Int = 0) -> Double {
    power >= 1 ? 0 : exp(Double(max(sampleCount - 3 - fitted, 0)) / 2 * log1p(-max(power, 0)))
  }

  /// Probability that noise alone reaches a power somewhere in a band, counting one trial each 1/``duration``, an
  /// estimate from below for clustered stamps (Zechmeister & Kürster 2009, §4).
  public func falseAlarm(power: Double, bandwidth: Hertz, fitted: Int = 0) -> Double {
    let single = falseAlarm(power: power, fitted: fitted)
    let trials = max(1, bandwidth.value * duration.value)
    return single >= 1 ? 1 : -expm1(trials * log1p(-single))
  }
}
