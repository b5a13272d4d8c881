// SPDX-License-Identifier: GPL-3.0-or-later

/// Least-squares lines over a sliding, centred window of fixed length in time.
///
/// Sums are kept from the first sample on, in coordinates that start there, so one pass serves any window.
public struct LocalLines: Sendable {
  public struct Fit: Sendable, Hashable {
    /// Index of the centre sample in the arrays given.
    public let index: Int
    public let time: Double
    public let slope: Double
    /// Value of the line at the centre sample's time.
    public let value: Double
  }

  /// Fits a line around each sample whose window lies inside the range.
  ///
  /// - Parameters:
  ///   - times: Increasing stamps in s.
  ///   - values: As many finite values.
  ///   - range: Samples that may be used.
  ///   - width: Length of the window in s: samples with |t − t_k| ≤ width/2 (to a rounding of 1e-9 s).
  ///   - fewest: Windows with fewer samples give no fit; at least 2.
  /// - Returns: One fit for each sample k of the range with t_k − width/2 and t_k + width/2 inside it.
  public static func fits(
    times: [Double], values: [Double], range: Range<Int>, width: Double, fewest: Int
  ) -> [Fit] {
    guard range.count >= max(fewest, 2) else { return [] }
    let t0 = times[range.lowerBound]
    let y0 = values[range.lowerBound]
    let first = times[range.lowerBound]
    let last = times[range.upperBound - 1]
    var sums = Sums(count: range.count)
    for k in range { sums.append(times[k] - t0, values[k] - y0) }
    let slack = 1e-9
    var out: [Fit] = []
    out.reserveCapacity(range.count)
    var a = range.lowerBound
    var b = range.lowerBound
    for k in range {
      let t = times[k]
      guard t - width / 2 >= first - slack, t + width / 2 <= last + slack else { continue }
      while times[a] < t - width / 2 - slack { a += 1 }
      while b < range.upperBound, times[b] <= t + width / 2 + slack { b += 1 }
      guard b - a >= max(fewest, 2) else { continue }
      guard let line = sums.line(from: a - range.lowerBound, to: b - range.lowerBound) else { continue }
      out.append(Fit(index: k, time: t, slope: line.slope, value: y0 + line.value(at: t - t0)))
    }
    return out
  }

  private struct Sums {
    /// Sums of t, y, t² and t·y before each sample.
    private var sums: [SIMD4<Double>] = [.zero]

    init(count: Int) { sums.reserveCapacity(count + 1) }

    mutating func append(_ time: Double, _ value: Double) {
      sums.append(sums[sums.count - 1] + SIMD4(time, value, time * time, time * value))
    }

    struct Segment {
      let slope: Double
      let meanT: Double
      let meanY: Double
      func value(at time: Double) -> Double { meanY + slope * (time - meanT) }
    }

    func line(from a: Int, to b: Int) -> Segment? {
      let n = Double(b - a)
      let sum = sums[b] - sums[a]
      let meanT = sum[0] / n
      let meanY = sum[1] / n
      let xx = sum[2] - n * meanT * meanT
      guard xx > 0 else { return nil }
      let xy = sum[3] - n * meanT * meanY
      return Segment(slope: xy / xx, meanT: meanT, meanY: meanY)
    }
  }
}
