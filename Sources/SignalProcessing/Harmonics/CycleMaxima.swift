// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// The highest excursion of each cycle, and what goes with it.
///
/// A record's single highest sample grows with its length; the median over cycles does not. Between samples a peak is
/// higher than the samples beside it, so even records are first drawn four times as densely through a transform.
public struct CycleMaxima: Sendable, Hashable {
  /// Median over the cycles of the largest |x − mean|.
  public let median: Double
  /// Root mean square about the mean.
  public let rms: Double
  /// Fourth moment over the square of the second; 1.5 for a sine, 3 for noise.
  public let kurtosis: Double
  /// Whole cycles.
  public let count: Int
  /// False where stamps are uneven and the samples themselves were searched.
  public let isOversampled: Bool

  private static let factor = 4

  /// Nil for less than one cycle.
  /// - Parameters:
  ///   - stamps: s, increasing; as many samples, none missing.
  public init?(stamps: [Double], samples: [Double], frequency: Hertz) {
    let count = samples.count
    guard count >= 4, stamps.count == count, frequency.value > 0 else { return nil }
    let moments = SampleMoments(of: samples)
    guard moments.sumOfSquares > 0, moments.sumOfSquares.isFinite else { return nil }
    let centred = samples.map { $0 - moments.mean }
    let variance = moments.sumOfSquares / Double(count)
    rms = variance.squareRoot()
    kurtosis = centred.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count) / (variance * variance)
    let (times, values, isDense) = Self.dense(stamps, centred)
    isOversampled = isDense
    var maxima: [Double] = []
    var cycle = -1
    var highest = 0.0
    let end = (times[times.count - 1] - times[0]) * frequency.value
    for (time, value) in zip(times, values) {
      let number = Int((time - times[0]) * frequency.value)
      if number != cycle {
        if cycle >= 0 { maxima.append(highest) }
        (cycle, highest) = (number, 0)
      }
      highest = max(highest, value.magnitude)
    }
    // The last cycle counts when it is whole.
    if Double(cycle + 1) <= end + 1e-9 { maxima.append(highest) }
    guard !maxima.isEmpty else { return nil }
    self.count = maxima.count
    median = Median.of(maxima)
  }

  /// Values between the samples of an even record, by zeros appended to its spectrum.
  private static func dense(_ stamps: [Double], _ samples: [Double]) -> ([Double], [Double], Bool) {
    let count = samples.count
    let step = (stamps[count - 1] - stamps[0]) / Double(count - 1)
    guard stamps.areEvenStamps else { return (stamps, samples, false) }
    // Mirrored at its end, so that the record closes without a jump.
    guard count <= 1 << 24, var forward = try? RealFFT(count: 2 * count),
      var back = try? RealFFT(count: 2 * count * factor),
      let bins = try? forward.forward(samples + samples.reversed())
    else { return (stamps, samples, false) }
    var wide = [Complex](repeating: .zero, count: count * factor + 1)
    for index in 0..<count { wide[index] = bins[index] * Double(factor) }
    wide[count] = bins[count] * (0.5 * Double(factor))
    guard let dense = try? back.inverse(wide) else { return (stamps, samples, false) }
    let total = (count - 1) * factor + 1
    let fine = step / Double(factor)
    return ((0..<total).map { stamps[0] + Double($0) * fine }, Array(dense[..<total]), true)
  }
}
