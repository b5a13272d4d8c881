// SPDX-License-Identifier: GPL-3.0-or-later

/// The Theil–Sen slope: the median of the slopes of all pairs of points.
///
/// Up to 29 % of the points may be wild without moving it far. Theil 1950; Sen, J Am Stat Assoc 1968;63:1379.
public enum TheilSen {
  /// More points than this are first averaged in equal blocks, which bounds the number of pairs at 80,000.
  public static let mostPoints = 400

  /// - Parameters:
  ///   - x: Increasing abscissae.
  ///   - y: As many ordinates.
  /// - Returns: The median of (y_j − y_i)/(x_j − x_i) over i < j with x_j > x_i; over the means of consecutive blocks
  ///   of ⌈n/400⌉ points when n > 400 (an incomplete last block is left out). Nil without such a pair.
  public static func slope(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double? {
    precondition(x.count == y.count)
    let (px, py) = x.count > mostPoints ? blockMeans(x, y) : (Array(x), Array(y))
    let count = px.count
    let most = count * max(count - 1, 0) / 2
    guard most > 0 else { return nil }
    var slopes = unsafe [Double](unsafeUninitializedCapacity: most) { buffer, used in
      for i in 0..<count {
        let (x, y) = (px[i], py[i])
        for j in (i + 1)..<max(count, i + 1) where px[j] > x {
          unsafe buffer[used] = (py[j] - y) / (px[j] - x)
          used += 1
        }
      }
    }
    return slopes.isEmpty ? nil : Median.select(&slopes)
  }

  /// Whether ``slope(_:_:)`` is above zero; mostly without a division, and without a selection.
  public static func isRising(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Bool {
    precondition(x.count == y.count)
    let (px, py) = x.count > mostPoints ? blockMeans(x, y) : (Array(x), Array(y))
    // Where every point is above the one before, every pair rises.
    if isStrictlyRising(px, by: 0), isStrictlyRising(py, by: smallestRise), px.count > 1 { return true }
    var pairs = 0
    var rising = 0
    for i in px.indices {
      for j in px.index(after: i)..<px.endIndex where px[j] > px[i] {
        pairs += 1
        if py[j] - py[i] > smallestRise { rising += 1 }
      }
    }
    // With more than half of them above zero, both middle ones are.
    if rising >= pairs / 2 + 1 { return true }
    return (slope(x, y) ?? 0) > 0
  }

  /// A slope so small that it is rounded to zero is no rise; a difference over an interval can only be that small when
  /// it is tiny itself.
  private static let smallestRise = 1e-200

  private static func isStrictlyRising(_ values: [Double], by least: Double) -> Bool {
    zip(values, values.dropFirst()).allSatisfy { $1 - $0 > least }
  }

  private static func blockMeans(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> ([Double], [Double]) {
    let size = (x.count + mostPoints - 1) / mostPoints
    var px: [Double] = []
    var py: [Double] = []
    var i = 0
    while i + size <= x.count {
      var sumX = 0.0
      var sumY = 0.0
      for k in i..<(i + size) {
        sumX += x[x.startIndex + k]
        sumY += y[y.startIndex + k]
      }
      px.append(sumX / Double(size))
      py.append(sumY / Double(size))
      i += size
    }
    return (px, py)
  }
}
