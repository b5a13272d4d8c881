// SPDX-License-Identifier: GPL-3.0-or-later

/// Stamps of a clock that is coarser than the sampling, so that many of them repeat, and not even enough for one line.
///
/// A stamp of 7 ms cut to whole milliseconds says that the sample was taken from 7 to 8 ms. Of all times that keep to
/// that, the ones on the shortest path through the corridor are taken: no sample is moved by more than the rounding, and
/// the clock is changed as little as possible. All samples stay.
/// - SeeAlso: P. L. Davies and A. Kovac, "Local extremes, runs, strings and multiresolution", *Annals of Statistics* 29
///   (2001), 1–65 (the taut string).
struct RoundedStamps {
  /// s from the first.
  let times: [Double]
  /// Step to which the stamps are rounded, in s.
  let quantum: Double

  /// - Parameters:
  ///   - times: Non-decreasing stamps in s, some repeated.
  ///   - origin: What was subtracted from them.
  /// - Returns: Nil unless the stamps come faster than twice a step and mostly go on by single steps; repeated stamps of
  ///   a slower or halting clock are not made by rounding.
  init?(_ times: [Double], origin: Double) {
    let count = times.count
    guard count >= 64, let first = times.first, let last = times.last, last > first,
      let quantum = RoundedClock.quantum(times[...], origin), (last - first) < 2 * quantum * Double(count - 1)
    else { return nil }
    var steps = 0
    var singles = 0
    for index in 1..<count where times[index] > times[index - 1] {
      steps += 1
      singles += times[index] - times[index - 1] < 1.5 * quantum ? 1 : 0
    }
    guard singles * 2 > steps else { return nil }
    let string = TautString(times, width: quantum)
    let start = string.values[0]
    let found = string.values.map { $0 - start }
    for index in 1..<count where found[index] <= found[index - 1] { return nil }
    self.times = found
    self.quantum = quantum
  }
}

/// The shortest path from the middle of a corridor's first gate to the middle of its last.
private struct TautString {
  private(set) var values: [Double]

  private struct Point {
    let x: Int
    let y: Double
  }

  /// A bound of the corridor from the last bend on: the vertices a string pulled tight against it would touch.
  private struct Chain {
    var points: [Point] = []
    var head = 0

    var first: Point? { head < points.count ? points[head] : nil }

    /// - Parameter bends: Whether three points bend the way the chain may.
    mutating func append(_ point: Point, after apex: Point, _ bends: (Double, Double) -> Bool) {
      while points.count > head {
        let last = points[points.count - 1]
        let before = points.count - 1 > head ? points[points.count - 2] : apex
        if bends(TautString.slope(before, last), TautString.slope(last, point)) { break }
        points.removeLast()
      }
      points.append(point)
    }
  }

  private static func slope(_ a: Point, _ b: Point) -> Double { (b.y - a.y) / Double(b.x - a.x) }

  /// - Parameters:
  ///   - lowest: The lower end of each gate; at least two.
  ///   - width: Of all gates.
  init(_ lowest: [Double], width: Double) {
    let last = lowest.count - 1
    var apex = Point(x: 0, y: lowest[0] + width / 2)
    var path = [apex]
    var upper = Chain()
    var lower = Chain()
    for x in 1...last {
      let isEnd = x == last
      let top = Point(x: x, y: lowest[x] + (isEnd ? width / 2 : width))
      let bottom = Point(x: x, y: lowest[x] + (isEnd ? width / 2 : 0))
      upper.append(top, after: apex) { $0 < $1 }
      // Where the upper bound goes below the line of sight to the lower one, the string bends there.
      if upper.points.count == upper.head + 1 {
        while let vertex = lower.first, vertex.x < x, Self.slope(apex, vertex) > Self.slope(apex, top) {
          apex = vertex
          path.append(vertex)
          lower.head += 1
        }
      }
      lower.append(bottom, after: apex) { $0 > $1 }
      if lower.points.count == lower.head + 1 {
        while let vertex = upper.first, vertex.x < x, Self.slope(apex, vertex) < Self.slope(apex, bottom) {
          apex = vertex
          path.append(vertex)
          upper.head += 1
        }
      }
    }
    // Both chains now end in the same point; the one that has bends left is the way to it.
    path +=
      (upper.points.count - upper.head > 1 ? upper : lower).points[
        (upper.points.count - upper.head > 1 ? upper.head : lower.head)...]
    values = [path[0].y]
    values.reserveCapacity(lowest.count)
    for (a, b) in zip(path, path.dropFirst()) where b.x > a.x {
      let slope = Self.slope(a, b)
      for x in (a.x + 1)...b.x { values.append(x == b.x ? b.y : a.y + slope * Double(x - a.x)) }
    }
  }
}
