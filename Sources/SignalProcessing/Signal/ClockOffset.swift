// SPDX-License-Identifier: GPL-3.0-or-later

/// When a recorder was started, on the clock of another that felt the same device.
///
/// Pearson's correlation of the levels of activity at every shift, by fast Fourier transform, over what both have; the shift
/// of the highest, between the steps by a parabola. Starts, stops and changes of strength are what is matched: a device
/// that runs evenly all the time gives nothing to go by.
public struct ClockOffset: Sendable, Hashable {
  /// Time of the second clock's zero on the first clock, s.
  public let offset: Double
  /// At that shift, −1…1.
  public let correlation: Double
  /// Highest correlation at any shift beyond the peak's foot.
  public let runnerUp: Double

  /// Share of the shorter record that must overlap.
  private static let leastOverlap = 0.5
  /// s of it.
  private static let leastTime = 2.0

  /// - Returns: Nil where one of them never changes or is too short.
  public init?(_ first: ActivityLevels, _ second: ActivityLevels) {
    let (a, b) = (first.values, second.values)
    var size = 1
    while size < a.count + b.count { size *= 2 }
    guard size <= RealFFT.longest, let sums = try? Self.sums(a, b, size) else { return nil }
    let least = max(
      Self.leastTime / ActivityLevels.step, Self.leastOverlap * Double(min(a.count, b.count)))
    // Shift s puts b[0] at a[s].
    let shifts = -(b.count - 1)...(a.count - 1)
    let values = shifts.map { sums.correlation((($0 % size) + size) % size, least: least) }
    guard let best = values.indices.max(by: { values[$0] < values[$1] }), values[best] > 0 else { return nil }
    var (low, high) = (best, best)
    while low > 0, values[low - 1] < values[low] || values[low - 1] > values[best] / 2, values[low - 1] > -1 {
      low -= 1
    }
    while high < values.count - 1, values[high + 1] < values[high] || values[high + 1] > values[best] / 2,
      values[high + 1] > -1
    { high += 1 }
    correlation = values[best]
    runnerUp = max(values[..<low].max() ?? -1, values[(high + 1)...].max() ?? -1)
    var shift = Double(shifts.lowerBound + best)
    if best > 0, best < values.count - 1, values[best - 1] > -1, values[best + 1] > -1 {
      let bend = values[best - 1] - 2 * values[best] + values[best + 1]
      if bend < 0 { shift += (values[best - 1] - values[best + 1]) / (2 * bend) }
    }
    offset = first.start - second.start + shift * ActivityLevels.step
  }

  /// What Pearson's correlation is made of, by shift.
  private struct Sums {
    let count: [Double]
    let a: [Double]
    let b: [Double]
    let aa: [Double]
    let bb: [Double]
    let ab: [Double]

    /// −1 where too little overlaps or does not change.
    func correlation(_ shift: Int, least: Double) -> Double {
      let n = count[shift].rounded()
      guard n >= least else { return -1 }
      let (x, y) = (n * aa[shift] - a[shift] * a[shift], n * bb[shift] - b[shift] * b[shift])
      // Levels are shares: what varies by less than a hundredth does not change.
      guard x > 1e-4 * n * n, y > 1e-4 * n * n else { return -1 }
      return max(-1, min(1, (n * ab[shift] - a[shift] * b[shift]) / (x * y).squareRoot()))
    }
  }

  private static func sums(_ a: [Double], _ b: [Double], _ size: Int) throws(FFTError) -> Sums {
    var transform = try RealFFT(count: size)
    func spectrum(_ values: [Double], _ map: (Double) -> Double) throws(FFTError) -> [Complex] {
      try transform.forward(
        values.map { $0.isNaN ? 0 : map($0) } + [Double](repeating: 0, count: size - values.count))
    }
    func cross(_ x: [Complex], _ y: [Complex]) throws(FFTError) -> [Double] {
      try transform.inverse(zip(x, y).map { $0 * $1.conjugate })
    }
    let (maskA, plainA, squareA) = (
      try spectrum(a) { _ in 1 }, try spectrum(a) { $0 }, try spectrum(a) { $0 * $0 }
    )
    let (maskB, plainB, squareB) = (
      try spectrum(b) { _ in 1 }, try spectrum(b) { $0 }, try spectrum(b) { $0 * $0 }
    )
    return Sums(
      count: try cross(maskA, maskB), a: try cross(plainA, maskB), b: try cross(maskA, plainB),
      aa: try cross(squareA, maskB), bb: try cross(maskA, squareB), ab: try cross(plainA, plainB))
  }
}
