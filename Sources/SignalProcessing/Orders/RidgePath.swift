// SPDX-License-Identifier: GPL-3.0-or-later

/// The best path through frames of scores.
enum RidgePath {
  /// The path of least Σ (−score + min(weight·(steps)², jumpCost)), by dynamic programming.
  ///
  /// The least over all ways into a frame is the lower envelope of parabolas (Felzenszwalb & Huttenlocher 2012, Theory
  /// Comput 8:415): time grows with frames × width, whatever the steps allowed.
  ///
  /// - Parameters:
  ///   - scores: Frame after frame, `width` finite values each.
  ///   - weight: Cost of a step of one place.
  /// - Returns: A place for each frame.
  static func best(scores: [Double], width: Int, weight: Double, jumpCost: Double) -> [Int] {
    let count = scores.count / width
    guard count > 0 else { return [] }
    var origins = [Int32](repeating: 0, count: scores.count)
    var costs = scores[0..<width].map { -$0 }
    var envelope = ParabolaEnvelope(width: width, weight: weight)
    for frame in 1..<max(count, 1) {
      var least = 0
      for place in 1..<max(width, 1) where costs[place] < costs[least] { least = place }
      let jump = costs[least] + jumpCost
      envelope.build(costs)
      var piece = 0
      for place in 0..<width {
        piece = envelope.piece(at: place, from: piece)
        let origin = envelope.centres[piece]
        let steps = Double(place - origin)
        let smooth = envelope.heights[piece] + weight * steps * steps
        origins[frame * width + place] = Int32(smooth <= jump ? origin : least)
        costs[place] = min(smooth, jump) - scores[frame * width + place]
      }
    }
    var path = [Int](repeating: 0, count: count)
    var place = 0
    for other in 1..<max(width, 1) where costs[other] < costs[place] { place = other }
    for frame in stride(from: count - 1, through: 0, by: -1) {
      path[frame] = place
      place = Int(origins[frame * width + place])
    }
    return path
  }
}

/// The least of parabolas of one width with their lowest points at given heights.
private struct ParabolaEnvelope {
  let weight: Double
  /// Places of the parabolas that are lowest somewhere, and their heights.
  private(set) var centres: [Int]
  private(set) var heights: [Double]
  /// From here on a parabola is the lowest.
  private var starts: [Double]
  private var count = 0

  init(width: Int, weight: Double) {
    self.weight = weight
    centres = [Int](repeating: 0, count: width)
    heights = [Double](repeating: 0, count: width)
    starts = [Double](repeating: 0, count: width + 1)
  }

  mutating func build(_ costs: [Double]) {
    count = 0
    for place in costs.indices {
      var start = -Double.infinity
      while count > 0 {
        let (other, height) = (centres[count - 1], heights[count - 1])
        let width = Double(place - other)
        start = Double(place + other) / 2 + (costs[place] - height) / (2 * weight * width)
        if start > starts[count - 1] { break }
        count -= 1
        start = -Double.infinity
      }
      centres[count] = place
      heights[count] = costs[place]
      starts[count] = start
      count += 1
    }
    starts[count] = .infinity
  }

  /// The parabola that is lowest at a place, not before the given one.
  func piece(at place: Int, from start: Int) -> Int {
    var piece = start
    while starts[piece + 1] < Double(place) { piece += 1 }
    return piece
  }
}
