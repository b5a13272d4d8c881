// SPDX-License-Identifier: GPL-3.0-or-later

/// How strongly something vibrates, every 20 ms: what recorders on the same device have in common.
///
/// A level is the standard deviation over a tenth of a second, all channels together, as a share of what is usual while
/// the device runs (the 90th percentile), so that sensors of any kind and place can be compared.
public struct ActivityLevels: Sendable, Hashable {
  /// s from one level to the next.
  public static let step = 0.02
  /// Bins of a ``step`` in one level.
  private static let width = 5
  /// Longest record, in s: shifts of all levels are compared, in memory.
  public static let longest = 20_000.0
  /// Shares above it are that: single strikes are not what recorders have in common.
  private static let ceiling = 1.5

  /// Time of the first level, s.
  public let start: Double
  /// NaN where there are fewer than four samples.
  public let values: [Double]

  /// - Parameters:
  ///   - stamps: s, increasing.
  ///   - channels: Arrays as long as `stamps`; NaN is missing.
  /// - Returns: Nil for records shorter than a second, longer than ``longest``, and of what does not vibrate.
  public init?(stamps: [Double], channels: [[Double]]) {
    guard let first = stamps.first, let last = stamps.last, last - first >= 1, last - first <= Self.longest,
      !channels.isEmpty
    else { return nil }
    let bins = Int((last - first) / Self.step) + 1
    guard bins > Self.width else { return nil }
    var variances = [Double](repeating: 0, count: bins - Self.width + 1)
    for channel in channels where channel.count == stamps.count {
      let mean = SampleMoments(of: channel.filter { $0.isFinite }).mean
      var sums = [(count: Double, sum: Double, squares: Double)](repeating: (0, 0, 0), count: bins)
      for (stamp, value) in zip(stamps, channel) where value.isFinite {
        let bin = min(bins - 1, Int((stamp - first) / Self.step))
        let own = value - mean
        sums[bin] = (sums[bin].count + 1, sums[bin].sum + own, sums[bin].squares + own * own)
      }
      for index in variances.indices {
        var (count, sum, squares) = (0.0, 0.0, 0.0)
        for bin in sums[index..<index + Self.width] {
          (count, sum, squares) = (count + bin.count, sum + bin.sum, squares + bin.squares)
        }
        variances[index] += count < 4 ? .nan : max(0, squares / count - sum * sum / count / count)
      }
    }
    let sorted = variances.filter { $0.isFinite }.sorted()
    guard let usual = sorted.isEmpty ? nil : sorted[sorted.count * 9 / 10], usual > 0 else { return nil }
    start = first + Self.step * Double(Self.width) / 2
    values = variances.map { $0.isFinite ? min(($0 / usual).squareRoot(), Self.ceiling) : .nan }
  }
}
