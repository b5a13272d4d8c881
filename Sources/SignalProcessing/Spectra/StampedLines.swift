// SPDX-License-Identifier: GPL-3.0-or-later

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The sines of unevenly stamped samples, one after the other.
///
/// Gaps give a line side lobes as high as half of it, anywhere in the spectrum. So the strongest sine is fitted and taken
/// off, and the next one is looked for in what remains (prewhitening; Roberts, Lehár & Dreher 1987, AJ 93:968). After each
/// the sines found so far are fitted anew, as they lean on each other.
public struct StampedLines: Sendable {
  public struct Line: Sendable, Hashable {
    /// By least squares, between the frequencies searched.
    public let frequency: Hertz
    /// Peak value of the fitted sine, in units of the samples.
    public let amplitude: Double
    /// Probability that noise alone explains as much of what the lines before left.
    public let falseAlarm: Double
  }

  /// In the order of their frequencies.
  public let lines: [Line]
  /// Whether the search ended for its limit, or for lines that change too much, and not for want of lines.
  public let isCutShort: Bool

  /// Times lines are fitted anew after one more was found.
  private static let sweeps = 4
  /// Rests beside lines that are taken off.
  private static let mostRests = 5

  /// - Parameters:
  ///   - first: Spectrum of the samples at ascending frequencies no farther apart than a quarter of 1/duration.
  ///   - stamps: Those of `first`, in s.
  ///   - samples: Those of `first`; NaN is missing.
  ///   - falseAlarm: Lines less sure than this end the search, 0…1.
  ///   - limit: Most searches; each costs as much as `first`.
  public init(
    _ first: LombScargle, stamps: [Double], samples: [Double], falseAlarm level: Double, limit: Int
  ) throws(SpectrumError) {
    let used = samples.indices.filter { !samples[$0].isNaN }
    let frequencies = first.lines.map(\.frequency)
    guard frequencies.count == first.lines.count, let low = frequencies.first, let high = frequencies.last else {
      (lines, isCutShort) = ([], false)
      return
    }
    // Times from the middle, so that the phase does not lean on the frequency.
    let middle = (stamps[used[0]] + stamps[used[used.count - 1]]) / 2
    var fit = SineSum(times: used.map { stamps[$0] - middle }, values: used.map { samples[$0] })
    let resolution = 1 / first.duration.value
    let step = frequencies.count > 1 ? (high.value - low.value) / Double(frequencies.count - 1) : resolution / 4
    let usedStamps = used.map { stamps[$0] }
    var alarms: [Double] = []
    var spectrum = first
    var isOver = false
    var rests = 0
    for search in 0..<max(1, limit) {
      if search > 0 {
        spectrum = try LombScargle(stamps: usedStamps, samples: fit.residual, frequencies: frequencies)
      }
      guard let best = spectrum.lines.max(by: { $0.power < $1.power }) else { break }
      let alarm = spectrum.falseAlarm(
        power: best.power, bandwidth: Hertz(high.value - low.value), fitted: 3 * fit.sines.count)
      isOver = alarm > level || used.count <= 3 * fit.sines.count + 6
      if isOver { break }
      // Within a main lobe there is one line; what is left there is its change in time, which goes too but is none.
      if fit.sines.contains(where: { abs($0.frequency - best.frequency.value) < resolution }) {
        rests += 1
        if rests > Self.mostRests { break }
        fit.takeOff(best.frequency.value, within: step)
        continue
      }
      alarms.append(alarm)
      fit.add(best.frequency.value, within: step)
      for _ in 0..<(fit.sines.count > 1 ? Self.sweeps : 0) { fit.refine(within: step) }
    }
    isCutShort = !isOver
    lines = zip(fit.sines, alarms).map { sine, alarm in
      Line(frequency: Hertz(sine.frequency), amplitude: hypot(sine.cosine, sine.sine), falseAlarm: alarm)
    }.sorted { $0.frequency < $1.frequency }
  }
}

/// A level and sines fitted to samples one by one, each to what the others leave.
private struct SineSum {
  struct Sine {
    var frequency: Double
    var cosine: Double
    var sine: Double
    var level: Double
  }

  let times: [Double]
  private(set) var residual: [Double]
  private(set) var sines: [Sine] = []

  init(times: [Double], values: [Double]) {
    self.times = times
    residual = values
  }

  /// Fits one more sine near a frequency and takes it off.
  mutating func add(_ frequency: Double, within step: Double) {
    let sine = best(near: frequency, within: step)
    sines.append(sine)
    add(sine, -1)
  }

  /// Takes a sine off for good that is not counted among ``sines``.
  mutating func takeOff(_ frequency: Double, within step: Double) {
    add(best(near: frequency, within: step), -1)
  }

  /// Fits each sine anew to what the others leave.
  mutating func refine(within step: Double) {
    for index in sines.indices {
      add(sines[index], 1)
      sines[index] = best(near: sines[index].frequency, within: step)
      add(sines[index], -1)
    }
  }

  private mutating func add(_ sine: Sine, _ sign: Double) {
    for (index, time) in times.enumerated() {
      let angle = 2 * Double.pi * sine.frequency * time
      residual[index] += sign * (sine.level + sine.cosine * cos(angle) + sine.sine * sin(angle))
    }
  }

  /// The sine that leaves least, by golden section: between two neighbours of a maximum there is one.
  private func best(near frequency: Double, within step: Double) -> Sine {
    let share = (5.0.squareRoot() - 1) / 2
    var (low, high) = (max(frequency - step, frequency / 2), frequency + step)
    var (a, b) = (high - share * (high - low), low + share * (high - low))
    var (left, right) = (explained(a), explained(b))
    for _ in 0..<30 {
      if left.power > right.power {
        (high, b, right) = (b, a, left)
        a = high - share * (high - low)
        left = explained(a)
      } else {
        (low, a, left) = (a, b, right)
        b = low + share * (high - low)
        right = explained(b)
      }
    }
    return left.power > right.power ? left.sine : right.sine
  }

  /// Least squares of a level, a cosine and a sine, and the sum of squares they explain.
  private func explained(_ frequency: Double) -> (power: Double, sine: Sine) {
    var (c, s, cc, ss, cs, y, yc, ys) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for (time, value) in zip(times, residual) {
      let angle = 2 * Double.pi * frequency * time
      let (cosine, sine) = (cos(angle), sin(angle))
      c += cosine
      s += sine
      cc += cosine * cosine
      ss += sine * sine
      cs += cosine * sine
      y += value
      yc += value * cosine
      ys += value * sine
    }
    // The level taken out of all three.
    let count = Double(times.count)
    (cc, ss, cs) = (cc - c * c / count, ss - s * s / count, cs - c * s / count)
    (yc, ys) = (yc - y * c / count, ys - y * s / count)
    let determinant = cc * ss - cs * cs
    var (a, b) = (0.0, 0.0)
    if determinant > 1e-12 * count * count {
      (a, b) = ((yc * ss - ys * cs) / determinant, (ys * cc - yc * cs) / determinant)
    } else if cc + ss > 1e-12 * count {
      // Only one phase is seen, as at half the rate of even stamps.
      if cc >= ss { a = yc / cc } else { b = ys / ss }
    }
    let sine = Sine(frequency: frequency, cosine: a, sine: b, level: (y - a * c - b * s) / count)
    return (a * yc + b * ys, sine)
  }
}
