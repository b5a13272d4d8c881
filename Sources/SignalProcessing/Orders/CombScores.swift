// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How well each rate of a grid explains each frame of a signal.
///
/// Each bin of a frame counts g = ln(1 + power/background), a likelihood ratio with the level of the line and of the noise
/// unknown. A rate scores the largest, over the number of harmonics L, of Σ (g(l·f) − c) less Σ max(0, g((l − ½)·f) − c),
/// l = 1…L. The price c of each harmonic keeps a half of the rate, whose odd harmonics are noise, below the rate itself;
/// lines between the harmonics of twice the rate keep that below. Noise alone rarely scores above 0 anywhere.
struct CombScores {
  /// c: in noise alone g has mean 0.6 and is above this once in 70,000.
  static let price = 2.5
  /// Lines weaker than the strongest by more than 40 dB do not count.
  static let dynamicRange = 1e-4

  let frameLength: Int
  /// Seconds between frames, and the middles of all.
  let hop: Double
  let times: [Double]
  /// Rates, even.
  let grid: [Double]
  let spacing: Double
  /// Frame after frame, a value for each rate. 0 throughout for a frame without enough samples.
  let scores: [Double]
  /// Whether a frame has enough samples.
  let isPresent: [Bool]
  /// Frame after frame, g at each bin.
  private let levels: [Float]
  private let binCount: Int
  private let binWidth: Double
  private let harmonics: Int
  private let highestLine: Double
  private let window: Double

  init(_ samples: [Double], sampleRate: Double, tracker: RateTracker) throws(SpectrumError) {
    let length = max(16, Int((tracker.window.value * sampleRate).rounded()))
    var padded = 1
    while padded < 2 * length { padded *= 2 }
    let taper = try Window(.hann, count: length)
    var fft = try RealFFT.make(count: padded)
    let step = max(1, length / 4)
    let count = samples.count < length ? 0 : (samples.count - 1) / step + 1
    frameLength = length
    hop = Double(step) / sampleRate
    times = (0..<count).map { Double($0 * step) / sampleRate }
    binWidth = sampleRate / Double(padded)
    harmonics = tracker.harmonics
    highestLine = 0.48 * sampleRate
    window = Double(length) / sampleRate
    let (lowest, highest) = (tracker.lowest.value, tracker.highest.value)
    // A quarter of a bin of the frame at the highest harmonic.
    let points = Int(((highest - lowest) * 2 * window * Double(tracker.harmonics)).rounded(.up)) + 2
    let spacing = (highest - lowest) / Double(points - 1)
    self.spacing = spacing
    grid = (0..<points).map { lowest + spacing * Double($0) }
    let most = min(highestLine, highest * Double(tracker.harmonics))
    binCount = min(fft.binCount, Int((most / binWidth).rounded(.up)) + 2)
    guard count <= (1 << 28) / max(points, binCount) else { throw .tooManyFrames(binCount: max(points, binCount)) }

    let background = Background(
      binCount: binCount, padding: padded / length, binWidth: binWidth, lowest: lowest, window: window)
    let teeth = Teeth(grid: grid, harmonics: tracker.harmonics, binWidth: binWidth, highestLine: highestLine)
    var scores = [Double](repeating: 0, count: count * points)
    var levels = [Float](repeating: 0, count: count * binCount)
    var isPresent = [Bool](repeating: false, count: count)
    var frame = [Double](repeating: 0, count: padded)
    var power = [Double](repeating: 0, count: binCount)
    for index in 0..<count {
      let start = index * step - length / 2
      guard Self.fill(&frame, samples, from: start, taper: taper) else { continue }
      for n in frame.indices { fft.time[n] = frame[n] }
      fft.transform()
      for bin in 0..<binCount { power[bin] = fft.bins[bin].squaredMagnitude }
      guard background.levels(power, into: &levels, at: index * binCount) else { continue }
      isPresent[index] = true
      teeth.score(levels, from: index * binCount, into: &scores, at: index * points)
    }
    self.scores = scores
    self.levels = levels
    self.isPresent = isPresent
  }

  /// Samples of a frame about their weighted mean, tapered; zero where they are missing or beyond the ends.
  /// - Returns: Whether enough weight is present.
  private static func fill(_ frame: inout [Double], _ samples: [Double], from start: Int, taper: Window) -> Bool {
    var (sum, weight) = (0.0, 0.0)
    let range = max(0, -start)..<min(taper.count, samples.count - start)
    for n in range where !samples[start + n].isNaN {
      sum += taper.values[n] * samples[start + n]
      weight += taper.values[n]
    }
    guard weight >= 0.45 * taper.sum else { return false }
    let mean = sum / weight
    for n in 0..<taper.count { frame[n] = 0 }
    for n in range where !samples[start + n].isNaN { frame[n] = taper.values[n] * (samples[start + n] - mean) }
    return true
  }

  /// Harmonics that stand out along a path, at most four: the lowest, and those that tell most of the rate.
  func standingHarmonics(along path: [Int]) -> [Int] {
    var found: [(harmonic: Int, worth: Double)] = []
    for harmonic in 1...harmonics {
      var (sum, count) = (0.0, 0)
      for frame in path.indices where isPresent[frame] {
        let place = Double(harmonic) * grid[path[frame]] / binWidth
        guard Double(harmonic) * grid[path[frame]] <= highestLine, Int(place) + 1 < binCount else { continue }
        let bin = frame * binCount + Int(place.rounded())
        sum += Double(levels[bin])
        count += 1
      }
      // The mean of g is 0.6 in noise. Windows of phase are shorter than frames: less than this drowns there.
      guard count > 0, sum / Double(count) > 2.5 else { continue }
      // The information on the rate: square of the harmonic times its power over the noise.
      found.append((harmonic, Double(harmonic * harmonic) * exp(sum / Double(count))))
    }
    // The lowest is the one that angles start from.
    guard let lowest = found.first?.harmonic else { return [] }
    found.sort { $0.harmonic == lowest || ($1.harmonic != lowest && $0.worth > $1.worth) }
    return found.prefix(4).map(\.harmonic)
  }

  /// The best score of a frame outside of the main lobe about a rate.
  func rival(frame: Int, of index: Int) -> Double {
    let reach = Int((2 / window / spacing).rounded(.up))
    var best = -Double.infinity
    for other in grid.indices where abs(other - index) > reach {
      best = max(best, scores[frame * grid.count + other])
    }
    return best
  }
}

/// Where the harmonics and half orders of each rate lie between bins.
private struct Teeth {
  private let bins: [Int32]
  private let shares: [Float]
  /// Harmonics of each rate below the highest line.
  private let counts: [Int]
  private let width: Int

  init(grid: [Double], harmonics: Int, binWidth: Double, highestLine: Double) {
    width = 2 * harmonics
    var (bins, shares, counts): ([Int32], [Float], [Int]) = ([], [], [])
    for rate in grid {
      counts.append(min(harmonics, Int(highestLine / rate)))
      for half in 1...(2 * harmonics) {
        let place = min(Double(half) * rate / 2, highestLine) / binWidth
        bins.append(Int32(place))
        shares.append(Float(place - place.rounded(.down)))
      }
    }
    self.bins = bins
    self.shares = shares
    self.counts = counts
  }

  func score(_ levels: [Float], from start: Int, into scores: inout [Double], at place: Int) {
    let price = Float(CombScores.price)
    let levels = levels.span.extracting(droppingFirst: start)
    for rate in counts.indices {
      var (sum, best) = (Float(0), -Float.infinity)
      for harmonic in 0..<counts[rate] {
        let between = value(levels, rate * width + 2 * harmonic) - price
        let line = value(levels, rate * width + 2 * harmonic + 1) - price
        sum += line - max(0, between)
        best = max(best, sum)
      }
      scores[place + rate] = Double(best)
    }
  }

  @inline(__always) private func value(_ levels: Span<Float>, _ tooth: Int) -> Float {
    let bin = Int(bins[tooth])
    let low = levels[bin]
    return low + shares[tooth] * (levels[bin + 1] - low)
  }
}

/// The level of the noise along a spectrum: quarter quantiles of windows three times the lowest rate wide, in which at
/// most half of the bins belong to lines.
private struct Background {
  private let binCount: Int
  /// Bins that are about independent lie so far apart.
  private let stride: Int
  /// Bins from one window to the next, and to either side.
  private let step: Int
  private let reach: Int
  /// Bins below this hold the rest of a drift.
  private let first: Int

  init(binCount: Int, padding: Int, binWidth: Double, lowest: Double, window: Double) {
    self.binCount = binCount
    stride = max(1, padding)
    reach = max(8 * stride, Int(1.5 * lowest / binWidth))
    step = reach
    first = min(binCount / 4, Int(0.5 * lowest / binWidth))
  }

  /// Writes ln(1 + power/background). False when there is no power.
  func levels(_ power: [Double], into levels: inout [Float], at place: Int) -> Bool {
    var strongest = 0.0
    for bin in first..<binCount { strongest = max(strongest, power[bin]) }
    guard strongest > 1e-290, strongest.isFinite else { return false }
    let floor = strongest * CombScores.dynamicRange
    var nodes: [Double] = []
    var values: [Double] = []
    for centre in Swift.stride(from: 0, to: binCount + step, by: step) {
      values.removeAll(keepingCapacity: true)
      let low = max(first, min(centre, binCount) - reach)
      for bin in Swift.stride(from: low, to: min(binCount, centre + reach + 1), by: stride) {
        values.append(power[bin])
      }
      // A quarter of exponential values lies below 0.2877 of their mean.
      nodes.append(values.isEmpty ? floor : max(Median.element(values.count / 4, of: &values) / 0.2877, floor))
    }
    for bin in 0..<binCount {
      let share = Double(bin % step) / Double(step)
      let noise = nodes[bin / step] * (1 - share) + nodes[bin / step + 1] * share
      levels[place + bin] = logf(Float(1 + power[bin] / noise))
    }
    return true
  }
}
