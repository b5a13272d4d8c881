// SPDX-License-Identifier: GPL-3.0-or-later

/// All straight lines that pass through every one of a growing row of upright gates.
///
/// Kept are the flattest and the steepest of them and the hulls of the gates' ends; a gate costs constant time on average.
/// - SeeAlso: J. O'Rourke, "An on-line algorithm for fitting straight lines between data ranges", *Communications of the
///   ACM* 24 (1981), 574–578.
public struct SlopeCorridor: Sendable {
  private struct Point: Sendable {
    let x: Double
    let y: Double

    func slope(to other: Point) -> Double { (other.y - y) / (other.x - x) }
  }

  /// Upper ends that bound from above, a convex chain, and lower ends that bound from below, a concave one.
  private var upper: [Point] = []
  private var lower: [Point] = []
  private var upperHead = 0
  private var lowerHead = 0
  private var gates = 0
  /// Two points each of the flattest and of the steepest line.
  private var flattest = (Point(x: 0, y: 0), Point(x: 0, y: 0))
  private var steepest = (Point(x: 0, y: 0), Point(x: 0, y: 0))
  /// Slopes of all lines that pass; meaningful from two gates on.
  public private(set) var slopes = 0.0...0.0

  /// Widths to try for gates about rounded stamps, in steps of the rounding: clocks wander a little.
  public static let gateWidths = [1.0, 1.2, 2]

  public init() {}

  /// The clock behind stamps whose slopes (s a sample) lie in a range, each as likely as any other: its rate in Hz, and the
  /// rate's standard uncertainty as a share. Nil where that is no rate.
  public static func clock(_ slopes: ClosedRange<Double>) -> (rate: Double, uncertainty: Double)? {
    let slope = (slopes.lowerBound + slopes.upperBound) / 2
    guard slope > 0, (1 / slope).isFinite else { return nil }
    return (1 / slope, (slopes.upperBound - slopes.lowerBound) / (2 * 3.0.squareRoot() * slope))
  }

  /// Lowest and highest value at `x` of the lines that pass; from two gates on.
  public func values(at x: Double) -> (low: Double, high: Double) {
    (
      flattest.1.y + slopes.lowerBound * (x - flattest.1.x), steepest.1.y + slopes.upperBound * (x - steepest.1.x)
    )
  }

  /// Adds a gate to the right of all others.
  /// - Returns: Whether a line passes through it as well; if not, the gate is not added.
  public mutating func pass(x: Double, _ low: Double, _ high: Double) -> Bool {
    let bottom = Point(x: x, y: low)
    let top = Point(x: x, y: high)
    guard gates > 1 else {
      if gates == 1 {
        flattest.1 = bottom
        steepest.1 = top
        slopes = flattest.0.slope(to: bottom)...steepest.0.slope(to: top)
      } else {
        flattest.0 = top
        steepest.0 = bottom
      }
      upper.append(top)
      lower.append(bottom)
      gates += 1
      return true
    }
    let (least, most) = values(at: x)
    guard low <= most, high >= least else { return false }
    gates += 1
    var (slow, fast) = (slopes.lowerBound, slopes.upperBound)
    if high < most {
      var best = lowerHead
      fast = lower[best].slope(to: top)
      while best + 1 < lower.count, lower[best + 1].slope(to: top) <= fast {
        best += 1
        fast = lower[best].slope(to: top)
      }
      steepest = (lower[best], top)
      lowerHead = best
      while upper.count >= upperHead + 2,
        upper[upper.count - 2].slope(to: upper[upper.count - 1]) >= upper[upper.count - 2].slope(to: top)
      { upper.removeLast() }
      upper.append(top)
    }
    if low > least {
      var best = upperHead
      slow = upper[best].slope(to: bottom)
      // The end just added stands in the same place as this one.
      while best + 1 < upper.count, upper[best + 1].x < x, upper[best + 1].slope(to: bottom) >= slow {
        best += 1
        slow = upper[best].slope(to: bottom)
      }
      flattest = (upper[best], bottom)
      upperHead = best
      while lower.count >= lowerHead + 2,
        lower[lower.count - 2].slope(to: lower[lower.count - 1]) <= lower[lower.count - 2].slope(to: bottom)
      { lower.removeLast() }
      lower.append(bottom)
    }
    slopes = min(slow, fast)...max(slow, fast)
    return true
  }
}
