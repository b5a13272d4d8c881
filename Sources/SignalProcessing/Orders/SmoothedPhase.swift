// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Takes the noise out of an angle by as much smoothing as generalised cross-validation asks for.
///
/// Minimises Σ(y − s)² + λ·Σ(D³s)²: a constant or evenly changing speed passes whatever λ is. λ has the least
/// n·Σ(y − s)²/(n − 1.2·trace)² among points so far apart that their noise is independent: the criterion of Craven & Wahba
/// 1979, Numer Math 31:377, with a factor as Kim & Gu 2004, J R Stat Soc B 66:337, take one (theirs is 1.4), that keeps it from following noise.
/// The trace is that of an endless series.
enum SmoothedPhase {
  /// λ in half decades: the slowest change kept takes about 200 points.
  private static let weights = (-4...16).map { pow(10, Double($0) / 2) }

  /// - Parameters:
  ///   - places: Increasing whole numbers where the values stand.
  ///   - spacing: Places between independent values.
  /// - Returns: As many values; those given where smoothing does not help or too few are there to tell.
  static func smoothed(_ values: [Double], at places: [Int], spacing: Int) -> [Double] {
    guard values.count == places.count, let first = places.first, let last = places.last, last - first >= 12 * spacing
    else { return values }
    let trend = Self.trend(values, places)
    let rest = zip(values, places).map { $0 - trend(Double($1)) }
    var (grid, known) = (
      [Double](repeating: 0, count: last - first + 1), [Double](repeating: 0, count: last - first + 1)
    )
    for (value, place) in zip(rest, places) { (grid[place - first], known[place - first]) = (value, 1) }
    // Every so many places: the noise of these is independent.
    let thin = Swift.stride(from: 0, to: grid.count, by: spacing).map { $0 }
    let (thinValues, thinKnown) = (thin.map { grid[$0] }, thin.map { known[$0] })
    let count = thinKnown.reduce(0, +)
    guard count >= 12 else { return values }
    var best: (criterion: Double, weight: Double)?
    for weight in weights {
      guard let smooth = solved(thinValues, thinKnown, weight) else { continue }
      var squares = 0.0
      for k in smooth.indices where thinKnown[k] != 0 {
        let error = thinValues[k] - smooth[k]
        squares += error * error
      }
      let free = count * (1 - 1.2 * passed(weight))
      let criterion = squares / (free * free)
      if free > 0, criterion < best?.criterion ?? .infinity { best = (criterion, weight) }
    }
    guard let best else { return values }
    // The same curve on the finer grid: λ grows with the sixth power of the spacing.
    var weight = best.weight
    for _ in 0..<6 { weight *= Double(spacing) }
    guard let smooth = solved(grid, known, min(weight, 1e12)) else { return values }
    return places.map { smooth[$0 - first] + trend(Double($0)) }
  }

  private static func solved(_ values: [Double], _ weights: [Double], _ smoothness: Double) -> [Double]? {
    guard let system = try? SmoothingSystem(weights: weights, smoothness: smoothness, poles: 3) else { return nil }
    var columns = values
    guard (try? system.solve(&columns)) == true else { return nil }
    return columns
  }

  /// Mean of 1/(1 + λ·(2 − 2·cos ω)³) over all frequencies: the trace of the smoother for each point.
  private static func passed(_ weight: Double) -> Double {
    let count = 1000
    var sum = 0.0
    for k in 0..<count {
      let sine = sin(.pi * (Double(k) + 0.5) / Double(2 * count))
      let power = 4 * sine * sine
      sum += 1 / (1 + weight * power * power * power)
    }
    return sum / Double(count)
  }

  /// The parabola through the first, a middle and the last value: smoothing would not change it.
  private static func trend(_ values: [Double], _ places: [Int]) -> (Double) -> Double {
    let middle = values.count / 2
    let (a, b, c) = (Double(places[0]), Double(places[middle]), Double(places[places.count - 1]))
    let (x, y, z) = (values[0], values[middle], values[values.count - 1])
    let (first, second) = ((y - x) / (b - a), (z - y) / (c - b))
    let bend = (second - first) / (c - a)
    return { place in x + (place - a) * (first + (place - b) * bend) }
  }
}
