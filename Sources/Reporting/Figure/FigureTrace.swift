// SPDX-License-Identifier: GPL-3.0-or-later

/// A curve thinned to what the page can show, without losing a spike.
///
/// Of all values that fall on one column of the page, the first, the lowest, the highest and the last are kept, in
/// their order: the drawn line covers the same ink as the whole curve, whatever its length.
enum FigureTrace {
  /// Points off the page are cut to this: cairo's numbers end at some eight million.
  private static let farthest = 1e5

  struct Point: Sendable, Hashable {
    let x: Double
    let y: Double
  }

  /// - Returns: Lines to be drawn one by one; a missing value, a gap or a value without a place ends a line.
  static func lines(
    _ curve: Figure.Curve, horizontal: FigureScale, vertical: FigureScale
  ) -> [[Point]] {
    var lines: [[Point]] = []
    var line: [Point] = []
    var column = Column()
    var breaks = curve.breaks.sorted()[...]
    func flush() {
      column.empty(into: &line)
      if !line.isEmpty { lines.append(line) }
      line = []
    }
    let window = horizontal.range
    for (index, value) in curve.values.enumerated() {
      while let next = breaks.first, next <= index {
        if next == index { flush() }
        breaks.removeFirst()
      }
      let place = curve.places.place(index)
      let (x, y) = (horizontal.point(place), min(max(vertical.point(value), -Self.farthest), Self.farthest))
      // The bounds would turn what is no number into one of them.
      guard x.isFinite, value.isFinite, !vertical.point(value).isNaN, window.contains(place) else {
        flush()
        continue
      }
      let number = Int(x.rounded(.down))
      if number != column.number {
        column.empty(into: &line)
        column.number = number
      }
      column.add(Point(x: x, y: y))
    }
    flush()
    return lines
  }

  private struct Column {
    var number = Int.min
    private var count = 0
    private var first = Point(x: 0, y: 0)
    private var last = Point(x: 0, y: 0)
    private var low = (place: 0, point: Point(x: 0, y: 0))
    private var high = (place: 0, point: Point(x: 0, y: 0))

    mutating func add(_ point: Point) {
      if count == 0 {
        first = point
        low = (0, point)
        high = (0, point)
      }
      if point.y < low.point.y { low = (count, point) }
      if point.y > high.point.y { high = (count, point) }
      last = point
      count += 1
    }

    mutating func empty(into line: inout [Point]) {
      guard count > 0 else { return }
      line.append(first)
      let inner = low.place <= high.place ? [low, high] : [high, low]
      for candidate in inner where candidate.place > 0 && candidate.place < count - 1 {
        if line.last != candidate.point { line.append(candidate.point) }
      }
      if count > 1 { line.append(last) }
      count = 0
    }
  }
}
