// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds and replaces single outliers by the median of their neighbourhood.
///
/// A sample is an outlier when it differs from the median of the centred window by more than `threshold` times 1.4826
/// times the median absolute deviation of the window, the factor that makes it the standard deviation of normal noise.
/// The window shrinks symmetrically towards the ends of a stretch; missing samples split.
///
/// - SeeAlso: Pearson, *Outliers in process modeling and identification*, IEEE Trans. Control Syst. Technol. 10 (2002).
public struct Hampel: Sendable {
  public let window: MovingWindow
  public let threshold: Double

  /// - Parameters:
  ///   - length: Samples in the window, odd, 3...10,001.
  ///   - threshold: In standard deviations, 0 or more.
  public init(length: Int, threshold: Double = 3) throws(FilterDesignError) {
    guard length >= 3, length <= 10_001 else {
      throw .specification("window of \(length) samples: expected an odd number of 3 to 10,001")
    }
    guard threshold >= 0, threshold.isFinite else { throw .specification("threshold \(threshold): expected 0 or more") }
    window = try MovingWindow(length: length)
    self.threshold = threshold
  }

  /// - Returns: The samples with outliers replaced, and where those were.
  public func apply(_ samples: [Double]) -> (cleaned: [Double], outliers: [Int]) {
    let medians = window.median(samples)
    var cleaned = samples
    var outliers: [Int] = []
    for stretch in Stretches.of(samples) {
      for index in stretch {
        let r = min(window.length / 2, index - stretch.lowerBound, stretch.upperBound - 1 - index)
        let deviations = samples[(index - r)...(index + r)].map { abs($0 - medians[index]) }.sorted()
        if abs(samples[index] - medians[index]) > threshold * 1.4826 * deviations[r] {
          cleaned[index] = medians[index]
          outliers.append(index)
        }
      }
    }
    return (cleaned, outliers)
  }
}
