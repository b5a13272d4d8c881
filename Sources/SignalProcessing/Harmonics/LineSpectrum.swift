// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A spectrum to start from: of samples drawn on an even grid by straight lines, Hann's window, four bins a line.
///
/// The grid's step is that of the clock, so that lost samples leave the others where they are. Only guesses come from it.
/// Stamps that scatter blur it; the fits that follow use the stamps.
struct LineSpectrum {
  /// Half the rate of the grid.
  let nyquist: Double
  private let binWidth: Double
  /// Power by bin, all channels together, each from its own scatter; 1 is all of it in one line.
  private let power: [Double]
  private let count: Int
  private let channels: Int

  /// Nil when nothing varies.
  init?(_ samples: HarmonicSamples) {
    let count = samples.count
    let (slots, rate) = Self.grid(samples)
    nyquist = rate / 2
    self.count = count
    let length = FastLength.atLeast(2 * slots)
    binWidth = rate / Double(length)
    var power = [Double](repeating: 0, count: length / 2 + 1)
    guard var transform = try? RealFFT(count: length) else { return nil }
    var grid = [Double](repeating: 0, count: length)
    var seen = 0
    for channel in 0..<samples.channels where samples.squares[channel] > 0 {
      seen += 1
      Self.draw(samples, channel, slots, into: &grid)
      let scatter = samples.squares[channel] / Double(count)
      guard let bins = try? transform.forward(grid) else { return nil }
      // Σ of Hann's weights is N/2; a sine of power P has |X|² = P·N²/8.
      let unit = 8 / (Double(slots) * Double(slots) * scatter)
      for index in power.indices { power[index] += bins[index].squaredMagnitude * unit }
    }
    guard seen > 0 else { return nil }
    channels = seen
    self.power = power
  }

  /// Values of the grid and their rate: by the clock's step, or by the mean one where far more is missing than is there.
  private static func grid(_ samples: HarmonicSamples) -> (slots: Int, rate: Double) {
    let count = samples.count
    let mean = Double(count - 1) / samples.duration
    let widest = (1..<count).reduce(0.0) { max($0, samples.time($1) - samples.time($1 - 1)) }
    // Nothing is missing.
    guard widest * mean > 1.5, let step = samples.stamps.clockStep else { return (count, mean) }
    let slots = (samples.duration / step).rounded() + 1
    guard slots >= Double(count), slots <= 2 * Double(count) else { return (count, mean) }
    return (Int(slots), (slots - 1) / samples.duration)
  }

  private static func draw(_ samples: HarmonicSamples, _ channel: Int, _ slots: Int, into grid: inout [Double]) {
    let count = samples.count
    let first = samples.time(0)
    let step = samples.duration / Double(slots - 1)
    var next = 1
    for index in 0..<slots {
      let time = first + Double(index) * step
      while next < count - 1, samples.time(next) < time { next += 1 }
      let (before, after) = (samples.time(next - 1), samples.time(next))
      let share = min(max((time - before) / (after - before), 0), 1)
      let value =
        samples.value(next - 1, channel: channel) * (1 - share) + samples.value(next, channel: channel) * share
      let window = 0.5 - 0.5 * cos(2 * Double.pi * (Double(index) + 0.5) / Double(slots))
      grid[index] = value * window
    }
  }

  /// Frequencies of the highest peaks in a band, highest first, by a parabola through the logarithms.
  func strongest(_ most: Int, between low: Double, and high: Double) -> [Double] {
    let range = max(2, Int(low / binWidth))...max(2, min(power.count - 2, Int(high / binWidth)))
    var peaks: [Int] = []
    for bin in range where power[bin] > power[bin - 1] && power[bin] >= power[bin + 1] { peaks.append(bin) }
    peaks.sort { (power[$1], $0) < (power[$0], $1) }
    return peaks.prefix(most).map { bin in
      let (a, b, c) = (power[bin - 1], power[bin], power[bin + 1])
      guard a > 0, c > 0 else { return Double(bin) * binWidth }
      let bend = log(a) - 2 * log(b) + log(c)
      let offset = bend < 0 ? 0.5 * (log(a) - log(c)) / bend : 0
      return (Double(bin) + min(max(offset, -0.5), 0.5)) * binWidth
    }
  }

  /// The criterion of a mere level.
  var levelCriterion: Double { Double(channels) * log(Double(count)) }

  /// The criterion of a fit of a frequency's harmonics, guessed from the spectrum: lowest over the orders.
  func criterion(_ frequency: Double, highestOrder: Int) -> Double {
    let most = min(highestOrder, Int(0.98 * nyquist / frequency))
    var left = Double(channels)
    var lowest = Double.infinity
    for harmonic in 1...max(1, most) {
      let bin = Int((Double(harmonic) * frequency / binWidth).rounded())
      guard bin + 1 < power.count else { break }
      left -= max(power[bin - 1], power[bin], power[bin + 1])
      let share = max(left / Double(channels), 1e-9)
      let figures = Double(channels * (2 * harmonic + 1) + 2)
      lowest = min(lowest, Double(count * channels) * log(share) + figures * log(Double(count)))
    }
    return lowest
  }
}
