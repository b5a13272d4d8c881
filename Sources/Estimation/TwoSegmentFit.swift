// SPDX-License-Identifier: GPL-3.0-or-later

/// A level that holds up to a break and falls in a straight line after it: y = c for x ≤ b, c + s·(x − b) beyond, s < 0.
///
/// The least squares are exact: for every choice of the points before the break the best break is known in closed form
/// (Hudson, J Am Stat Assoc 1966;61:1097), and all choices are tried. O(n log n).
public struct TwoSegmentFit: Sendable, Hashable {
  /// c.
  public let level: Double
  /// b.
  public let breakpoint: Double
  /// s, below zero.
  public let slope: Double
  /// Standard errors of c and s: those of the mean of the points before, and of the line through those after the break.
  public let levelError: Double
  public let slopeError: Double
  /// Ends of the interval of b in which the residual sum of squares stays below its least value times 1 + F(1, n − 3)/(n − 3);
  /// nil for an end at which the data stop before.
  public let breakLow: Double?
  public let breakHigh: Double?
  /// Probability that the interval covers b.
  public let confidence: Double
  /// Root of the residual sum of squares over n − 3.
  public let residualSD: Double
  /// Residual sums of squares of this fit, of a level alone, and of a straight line: what says whether there is a break.
  public let residual: Double
  public let residualOfLevel: Double
  public let residualOfLine: Double
  public let count: Int

  public func at(_ x: Double) -> Double { x <= breakpoint ? level : level + slope * (x - breakpoint) }

  /// Where the falling line meets a value; nil for values not below the level.
  public func crossing(_ value: Double) -> Double? {
    value < level ? breakpoint + (value - level) / slope : nil
  }

  /// - Parameters:
  ///   - x: In any order, at least four different.
  ///   - y: As many.
  ///   - confidence: Of the interval of the break.
  /// - Throws: ``SampleError``; ``SampleError/notDetermined(_:)`` when no fall fits better than a level, or when the break may
  ///   as well lie before as after all points.
  public init(_ x: [Double], _ y: [Double], confidence: Double = 0.95) throws(SampleError) {
    try SampleError.check(x, y, atLeast: 5)
    try SampleError.check(level: confidence)
    let profile = try BreakProfile(x, y)
    guard let best = profile.best(), best.slope < 0 else {
      throw .notDetermined("no falling line fits better than a level")
    }
    let n = x.count
    let freedom = Double(n - 3)
    let t = StudentT.quantile((1 + confidence) / 2, degrees: freedom)
    let most = best.residual * (1 + t * t / freedom)
    let (low, high) = profile.interval(below: most, around: best)
    if low == nil, high == nil {
      throw .notDetermined("the break may lie anywhere within the data")
    }
    let before = profile.x.count { $0 <= best.at }
    let after = profile.x.drop { $0 <= best.at }
    let centre = after.reduce(0) { $0 + $1 / Double(after.count) }
    let spread = after.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    residualSD = (best.residual / freedom).squareRoot()
    level = best.level
    breakpoint = best.at
    slope = best.slope
    levelError = residualSD / Double(before).squareRoot()
    slopeError = residualSD / spread.squareRoot()
    (breakLow, breakHigh) = (low, high)
    self.confidence = confidence
    residual = best.residual
    residualOfLevel = profile.total
    residualOfLine = profile.residualOfLine
    count = n
  }
}

/// The residual sum of squares as a function of the break.
private struct BreakProfile {
  struct Fit {
    let at, level, slope, residual: Double
  }

  /// Sorted by x.
  let x: [Double]
  let y: [Double]
  /// Σ(y − ȳ)².
  let total: Double
  let residualOfLine: Double
  private let mean: Double
  /// Sums over the points from an index on, abscissae counted back from the last one: for breaks near the end all of them
  /// are small, and nothing cancels.
  private let right: [(u: Double, uu: Double, y: Double, uy: Double)]
  /// From the second different abscissa to the last but one; breaks are looked for below the latter, so that two different
  /// ones lie on either side.
  private let ends: ClosedRange<Double>

  init(_ xs: [Double], _ ys: [Double]) throws(SampleError) {
    let order = xs.indices.sorted { (xs[$0], $0) < (xs[$1], $1) }
    x = order.map { xs[$0] }
    let n = xs.count
    var different: [Double] = []
    for value in x where value != different.last { different.append(value) }
    guard different.count >= 4 else {
      throw .notDetermined("\(different.count) different abscissae; a break takes at least 4")
    }
    ends = different[1]...different[different.count - 2]
    let centre = ys.reduce(0) { $0 + $1 / Double(n) }
    mean = centre
    let sorted = order.map { ys[$0] - centre }
    y = sorted
    total = sorted.reduce(0) { $0 + $1 * $1 }
    var sums = [(u: Double, uu: Double, y: Double, uy: Double)](repeating: (0, 0, 0, 0), count: n + 1)
    for index in x.indices.reversed() {
      let u = x[n - 1] - x[index]
      let next = sums[index + 1]
      sums[index] = (next.u + u, next.uu + u * u, next.y + sorted[index], next.uy + u * sorted[index])
    }
    right = sums
    residualOfLine =
      Line.leastSquares(x[...], sorted[...]).map { $0.residualSD * $0.residualSD * Double(n - 2) } ?? total
  }

  /// The best level and slope for a break.
  func fit(at b: Double) -> Fit {
    let n = Double(x.count)
    let first = firstIndex(above: b)
    let sums = right[first]
    let number = Double(x.count - first)
    let reach = x[x.count - 1] - b
    // h = max(x − b, 0) = reach − u.
    let h = number * reach - sums.u
    let hh = number * reach * reach - 2 * reach * sums.u + sums.uu
    let hy = reach * sums.y - sums.uy
    let spread = hh - h * h / n
    let slope = spread > 0 ? hy / spread : 0
    return Fit(at: b, level: mean - slope * h / n, slope: slope, residual: max(total - slope * hy, 0))
  }

  private func firstIndex(above b: Double) -> Int {
    var (low, high) = (0, x.count)
    while low < high {
      let middle = (low + high) / 2
      if x[middle] <= b { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Knots and the closed-form breaks between them, in order: the profile has no other least values.
  func candidates() -> [Double] {
    var places: [Double] = []
    var left = 0.0
    for index in 0..<(x.count - 1) {
      left += y[index]
      guard x[index + 1] > x[index] else { continue }
      if ends.contains(x[index]), x[index] < ends.upperBound { places.append(x[index]) }
      let sums = right[index + 1]
      let number = Double(x.count - index - 1)
      let spread = sums.uu - sums.u * sums.u / number
      guard spread > 0 else { continue }
      // The line through the points beyond meets the mean of those before.
      let slope = -(sums.uy - sums.u * sums.y / number) / spread
      let gap = left / Double(index + 1) - sums.y / number
      let place = x[x.count - 1] - sums.u / number + gap / slope
      if place > x[index], place < x[index + 1], ends.contains(place) { places.append(place) }
    }
    return places
  }

  func best() -> Fit? {
    candidates().map { fit(at: $0) }.filter { $0.slope < 0 }.min { $0.residual < $1.residual }.map { exact($0) }
  }

  /// With the residuals themselves, where the sums would cancel.
  private func exact(_ fit: Fit) -> Fit {
    var sum = 0.0
    for (x, y) in zip(x, y) {
      let rest = y - (fit.level - mean) - (x > fit.at ? fit.slope * (x - fit.at) : 0)
      sum += rest * rest
    }
    return Fit(at: fit.at, level: fit.level, slope: fit.slope, residual: sum)
  }

  /// The outermost breaks on either side at which the residual is still below `most`; nil where the range ends before.
  func interval(below most: Double, around best: Fit) -> (low: Double?, high: Double?) {
    func isInside(_ b: Double) -> Bool {
      let fit = fit(at: b)
      return fit.residual <= most && fit.slope < 0
    }
    let places = candidates()
    func end(_ places: [Double], _ limit: Double) -> Double? {
      if isInside(limit) { return nil }
      var outside = limit
      for place in places {
        if place == best.at || isInside(place) {
          var inside = place
          for _ in 0..<200 {
            let middle = inside + (outside - inside) / 2
            if middle == inside || middle == outside { break }
            if isInside(middle) { inside = middle } else { outside = middle }
          }
          return inside
        }
        outside = place
      }
      return best.at
    }
    return (end(places, ends.lowerBound), end(places.reversed(), ends.upperBound))
  }
}
