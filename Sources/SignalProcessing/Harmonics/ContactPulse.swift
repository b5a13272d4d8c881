// SPDX-License-Identifier: GPL-3.0-or-later

/// The blow within the mean cycle of a signal that strikes once a period.
///
/// Samples are averaged by their phase; the pulse is what stands around the largest excursion from the cycle's median.
public struct ContactPulse: Sendable, Hashable {
  /// Time between the crossings of a tenth of the height, s.
  public let width: Double
  /// Excursion from the median of the cycle.
  public let height: Double

  private static let share = 0.1

  /// Nil for too few samples to tell the pulse's shape, and for a pulse longer than half a cycle, which is none.
  /// - Parameters:
  ///   - stamps: s, as many as samples.
  public init?(stamps: [Double], samples: [Double], frequency: Hertz) {
    let rate = frequency.value
    guard rate > 0, let first = stamps.first, let last = stamps.last, last > first else { return nil }
    let perCycle = Double(samples.count) / ((last - first) * rate)
    let cycles = (last - first) * rate
    // Eight samples a bin on average; phases of many cycles fill bins that are narrower than the sampling interval.
    let bins = min(512, Int(Double(samples.count) / 8))
    guard perCycle >= 8, cycles >= 8, bins >= 32 else { return nil }
    var sums = [Double](repeating: 0, count: bins)
    var counts = [Int](repeating: 0, count: bins)
    for (time, sample) in zip(stamps, samples) {
      let turns = (time - first) * rate
      let bin = min(bins - 1, Int((turns - turns.rounded(.down)) * Double(bins)))
      sums[bin] += sample
      counts[bin] += 1
    }
    guard counts.allSatisfy({ $0 > 0 }) else { return nil }
    let mean = zip(sums, counts).map { $0 / Double($1) }
    let level = mean.sorted()[bins / 2]
    let heights = mean.map { $0 - level }
    guard let peak = heights.indices.max(by: { heights[$0].magnitude < heights[$1].magnitude }) else { return nil }
    let sign = heights[peak] < 0 ? -1.0 : 1.0
    let top = heights[peak].magnitude
    let limit = Self.share * top
    /// Bins from the peak to the crossing, interpolated.
    func reach(_ step: Int) -> Double? {
      var before = top
      for distance in 1..<(bins / 2) {
        let value = sign * heights[((peak + step * distance) % bins + bins) % bins]
        if value <= limit { return Double(distance) - (limit - value) / (before - value) }
        before = value
      }
      return nil
    }
    guard top > 0, let left = reach(-1), let right = reach(1), left + right < Double(bins) / 2 else { return nil }
    height = top
    width = (left + right) / Double(bins) / rate
  }
}
