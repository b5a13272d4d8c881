// SPDX-License-Identifier: GPL-3.0-or-later

/// A curve with continuous curvature through points: cubics between them, parabolas in the outermost intervals.
struct CubicPath: Sendable {
  let times: [Double]
  let values: [Double]
  private(set) var slopes: [Double]

  /// - Parameters:
  ///   - times: At least one, increasing.
  ///   - increasing: Limits the slopes so that increasing values make an increasing curve (Fritsch & Carlson 1980,
  ///     SIAM J Numer Anal 17:238: none above three times either secant beside it).
  init(times: [Double], values: [Double], increasing: Bool = false) {
    precondition(!times.isEmpty && times.count == values.count)
    self.times = times
    self.values = values
    let count = times.count
    slopes = [Double](repeating: 0, count: count)
    guard count > 1 else { return }
    var secants = [Double](repeating: 0, count: count - 1)
    for i in 0..<(count - 1) { secants[i] = (values[i + 1] - values[i]) / (times[i + 1] - times[i]) }
    let bends = Self.bends(times, secants)
    for i in 0..<(count - 1) {
      slopes[i] = secants[i] - (times[i + 1] - times[i]) * (2 * bends[i] + bends[i + 1]) / 6
    }
    let last = count - 1
    slopes[last] = secants[last - 1] + (times[last] - times[last - 1]) * (bends[last - 1] + 2 * bends[last]) / 6
    guard increasing else { return }
    for i in 0..<count {
      let least = min(secants[max(i - 1, 0)], secants[min(i, last - 1)])
      slopes[i] = min(max(slopes[i], 0), 3 * least)
    }
  }

  /// Second derivatives at the points, by elimination in the tridiagonal system; the outermost equal their neighbours.
  private static func bends(_ times: [Double], _ secants: [Double]) -> [Double] {
    let count = times.count
    var bends = [Double](repeating: 0, count: count)
    guard count > 2 else { return bends }
    let inner = count - 2
    var pivots = [Double](repeating: 0, count: inner)
    for i in 0..<inner {
      let (before, after) = (times[i + 1] - times[i], times[i + 2] - times[i + 1])
      var pivot = 2 * (before + after)
      if i == 0 { pivot += before }
      if i == inner - 1 { pivot += after }
      var right = 6 * (secants[i + 1] - secants[i])
      if i > 0 {
        let factor = before / pivots[i - 1]
        pivot -= factor * before
        right -= factor * bends[i]
      }
      pivots[i] = pivot
      bends[i + 1] = right
    }
    for i in stride(from: inner - 1, through: 0, by: -1) {
      let after = times[i + 2] - times[i + 1]
      let beyond = i == inner - 1 ? 0 : after * bends[i + 2]
      bends[i + 1] = (bends[i + 1] - beyond) / pivots[i]
    }
    bends[0] = bends[1]
    bends[count - 1] = bends[count - 2]
    return bends
  }

  /// Value and slope at a place `u` (0…1) of an interval.
  func point(interval i: Int, at u: Double) -> (value: Double, slope: Double) {
    let width = times[i + 1] - times[i]
    let rise = values[i + 1] - values[i]
    let (a, b) = (slopes[i] * width - rise, rise - slopes[i + 1] * width)
    let v = 1 - u
    let value = values[i] + u * rise + u * v * (a * v + b * u)
    let slope = (rise + (v - u) * (a * v + b * u) + u * v * (b - a)) / width
    return (value, slope)
  }

  /// The interval that holds an instant inside the path.
  func interval(at time: Double, near start: Int = 0) -> Int {
    let last = times.count - 2
    var i = min(max(start, 0), last)
    if time >= times[i], i == last || time < times[i + 1] { return i }
    if i < last, time >= times[i + 1], i + 1 == last || time < times[i + 2] { return i + 1 }
    var (low, high) = (0, last)
    while low < high {
      i = (low + high + 1) / 2
      if times[i] <= time { low = i } else { high = i - 1 }
    }
    return low
  }

  /// The instant in an interval of an increasing path at which it has a value between those of its ends.
  func time(interval i: Int, of value: Double) -> Double {
    let rise = values[i + 1] - values[i]
    var (low, high) = (0.0, 1.0)
    var u = min(max((value - values[i]) / rise, 0), 1)
    let width = times[i + 1] - times[i]
    for _ in 0..<60 {
      let (found, slope) = point(interval: i, at: u)
      let error = found - value
      if error < 0 { low = u } else { high = u }
      // Newton's step, or half of what is left where it leaves the bracket.
      var next = u - error / (slope * width)
      if !(next >= low && next <= high) { next = (low + high) / 2 }
      if abs(next - u) <= 1e-15 { break }
      u = next
    }
    return times[i] + u * width
  }
}
