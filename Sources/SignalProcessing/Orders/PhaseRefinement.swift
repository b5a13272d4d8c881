// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The angle of a rotation from the phases of up to four harmonics along a rough rate.
///
/// The signal is turned back by the angle so far, l times for harmonic l, and averaged under a Blackman window some
/// periods long, which leaves nothing of the other harmonics. What phase is left is the error of the angle, l-fold. All
/// harmonics are weighted by l²·A², as least squares asks. A first round follows the steps of the phases from one average to
/// the next, which no jump of the speed misleads for long; what errors of such steps add up to is then taken out by the
/// phase of the lowest harmonic, and two rounds compare all phases with their means. Smoothing takes out the noise.
struct PhaseRefinement {
  private(set) var pieces: [CubicPath] = []
  /// The lowest harmonic used; 0 without any.
  let reference: Int

  private let averages: HarmonicAverages
  /// Samples from one average to the next: two in a period or more.
  private let step: Int

  private var harmonics: [Int] { averages.harmonics }
  private var rate: Double { averages.rate }
  private var cycles: Double { averages.cycles }

  /// - Parameter harmonics: At most four, the one that matters most first.
  init(
    _ samples: [Double], rate: Double, ridge: Ridge, cycles: Double, lowest: Double, highest: Double,
    harmonics: [Int]
  ) {
    averages = HarmonicAverages(
      samples: samples, rate: rate, harmonics: harmonics, cycles: cycles, slowest: lowest / 2)
    step = max(1, Int(rate / (2 * highest)))
    reference = harmonics.min() ?? 0
    guard !harmonics.isEmpty else { return }
    for stretch in ridge.stretches where stretch.count >= 2 {
      guard var path = rough(ridge, stretch, count: samples.count) else { continue }
      for round in [stepCorrections, slowCorrections, phaseCorrections] {
        var corrections: Corrections = []
        for part in parts(of: path) { corrections += round(path, part, corrections.last?.radians ?? 0) }
        path = Self.corrected(path, corrections)
      }
      for part in parts(of: path) where part.count >= 4 { append(path, part) }
    }
  }

  /// The integral of the ridge's rate at the averages of a stretch.
  private func rough(_ ridge: Ridge, _ stretch: Range<Int>, count: Int) -> CubicPath? {
    let first = Int((ridge.times[stretch.lowerBound] * rate).rounded())
    // The last frame may end before the signal does.
    let isLast = stretch.upperBound == ridge.times.count
    let last = isLast ? count - 1 : Int((ridge.times[stretch.upperBound - 1] * rate).rounded())
    var (times, values): ([Double], [Double]) = ([], [])
    var frame = stretch.lowerBound
    var angle = 0.0
    var before = (time: ridge.times[frame], rate: ridge.rates[frame])
    for n in Swift.stride(from: first, through: last, by: step) {
      let time = Double(n) / rate
      while frame < stretch.upperBound - 2, ridge.times[frame + 1] < time { frame += 1 }
      let share = min(1, (time - ridge.times[frame]) / (ridge.times[frame + 1] - ridge.times[frame]))
      let now = ridge.rates[frame] + share * (ridge.rates[frame + 1] - ridge.rates[frame])
      angle += .pi * (before.rate + now) * (time - before.time)
      before = (time, now)
      times.append(time)
      values.append(angle)
    }
    return times.count >= 4 ? CubicPath(times: times, values: values) : nil
  }

  /// Points of a path with an average each, between which no window's length is without.
  private typealias Part = [(index: Int, sums: SIMD8<Double>)]

  /// What the phases that are left add to the angle, at points of a path.
  private typealias Corrections = [(index: Int, radians: Double)]

  private func parts(of path: CubicPath) -> [Part] {
    var parts: [Part] = []
    var last: Double?
    for (index, average) in averages.along(path).enumerated() {
      guard let average else { continue }
      if last.map({ path.values[index] - $0 <= 2 * .pi * cycles }) != true { parts.append([]) }
      parts[parts.count - 1].append((index, average))
      last = path.values[index]
    }
    return parts
  }

  /// What the steps of the phases add up to, from a value on.
  private func stepCorrections(_: CubicPath, _ part: Part, from start: Double) -> Corrections {
    var radians = start
    return part.indices.map { k in
      if k > 0 { radians += phaseStep(from: part[k - 1].sums, to: part[k].sums) }
      return (part[k].index, radians)
    }
  }

  /// The step of the angle that the harmonics' phases tell.
  private func phaseStep(from a: SIMD8<Double>, to b: SIMD8<Double>) -> Double {
    var (sum, weights) = (0.0, 0.0)
    for (k, harmonic) in harmonics.enumerated() {
      let (x, y) = (Complex(a[2 * k], a[2 * k + 1]), Complex(b[2 * k], b[2 * k + 1]))
      let turn = y * x.conjugate
      let weight = turn.squaredMagnitude.squareRoot()
      if weight == 0 { continue }
      sum += Double(harmonic) * weight * turn.phase
      weights += Double(harmonic * harmonic) * weight
    }
    return weights > 0 ? sum / weights : 0
  }

  /// The phase of the lowest harmonic about its mean, averaged over neighbours.
  private func slowCorrections(_ path: CubicPath, _ part: Part, from _: Double) -> Corrections {
    let values = part.map { averages.value(of: reference, in: $0.sums) }
    let mean = values.reduce(.zero) { $0 + $1 }.conjugate
    let reach = 4 * independent(path)
    var running = Complex.zero
    var (low, high) = (0, 0)
    return part.indices.map { k in
      while high < min(values.count, k + reach + 1) {
        running = running + values[high]
        high += 1
      }
      while low < k - reach {
        running = running - values[low]
        low += 1
      }
      return (part[k].index, (running * mean).phase / Double(reference))
    }
  }

  private func phaseCorrections(_ path: CubicPath, _ part: Part, from _: Double) -> Corrections {
    let means = HarmonicMeans(part.map(\.sums), harmonics, reach: 4 * independent(path))
    return zip(part, means.angles).map { ($0.index, $1) }
  }

  /// Averages that share no more than a tenth of their noise are so many apart.
  private func independent(_ path: CubicPath) -> Int {
    let last = path.times.count - 1
    let period = 2 * .pi * (path.times[last] - path.times[0]) / max(path.values[last] - path.values[0], 1)
    return max(1, Int((cycles / 2 * period * rate / Double(step)).rounded()))
  }

  /// The path with the corrections, straight lines where none is known.
  private static func corrected(_ path: CubicPath, _ corrections: Corrections) -> CubicPath {
    var values = path.values
    var (index, correction) = (0, 0.0)
    for known in corrections {
      for between in index..<known.index {
        let share = Double(between - index + 1) / Double(known.index - index + 1)
        values[between] += correction + share * (known.radians - correction)
      }
      values[known.index] += known.radians
      (index, correction) = (known.index + 1, known.radians)
    }
    for after in index..<max(index, values.count) { values[after] += correction }
    return CubicPath(times: path.times, values: values)
  }

  /// Adds a part to the pieces: corrected by the phases of all harmonics about their means, smoothed, and shifted so that
  /// the reference harmonic has a crest at 0, 2π, …, after the piece before it.
  private mutating func append(_ path: CubicPath, _ part: Part) {
    let means = HarmonicMeans(part.map(\.sums), harmonics, reach: 4 * independent(path))
    var shift = means.phase(of: reference) / Double(reference)
    var values = zip(part, means.angles).map { path.values[$0.index] + $1 }
    values = SmoothedPhase.smoothed(values, at: part.map(\.index), spacing: independent(path))
    let before = pieces.last.map { RotationAngle.nextTurn(after: $0.values[$0.values.count - 1]) } ?? 0
    shift += ((before - values[0] - shift) / (2 * .pi)).rounded(.up) * 2 * .pi
    for k in values.indices { values[k] += shift }
    // Where noise has turned the angle back there is none.
    guard zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) else { return }
    pieces.append(CubicPath(times: part.map { path.times[$0.index] }, values: values, increasing: true))
  }
}

/// Mean phases of harmonics, and the angles that all phases tell beside them.
private struct HarmonicMeans {
  private let harmonics: [Int]
  /// Unit vectors that turn each mean phase to 0.
  private let turns: [Complex]
  let angles: [Double]

  /// - Parameter reach: Averages to either side that tell how strong a harmonic is: of one that drowns in noise, or whose
  ///   phase wanders, little is left in their mean.
  init(_ sums: [SIMD8<Double>], _ harmonics: [Int], reach: Int) {
    self.harmonics = harmonics
    let total = sums.reduce(.zero, +)
    turns = harmonics.indices.map { slot in
      let mean = Complex(total[2 * slot], total[2 * slot + 1])
      return mean.magnitude > 0 ? mean.conjugate / mean.magnitude : .zero
    }
    var running = SIMD8<Double>.zero
    var (low, high) = (0, 0)
    var angles: [Double] = []
    for k in sums.indices {
      while high < min(sums.count, k + reach + 1) {
        running += sums[high]
        high += 1
      }
      while low < k - reach {
        running -= sums[low]
        low += 1
      }
      var (angle, weights) = (0.0, 0.0)
      for (slot, harmonic) in harmonics.enumerated() {
        let value = Complex(sums[k][2 * slot], sums[k][2 * slot + 1])
        let strength = Complex(running[2 * slot], running[2 * slot + 1]).squaredMagnitude
        angle += Double(harmonic) * strength * (value * turns[slot]).phase
        weights += Double(harmonic * harmonic) * strength
      }
      angles.append(weights > 0 ? angle / weights : 0)
    }
    self.angles = angles
  }

  func phase(of harmonic: Int) -> Double {
    harmonics.firstIndex(of: harmonic).map { turns[$0].conjugate.phase } ?? 0
  }
}
