// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A rough rate every quarter of a second, to see when a device runs and when its speed changes.
///
/// Each frame of eight of the longest periods offers its best candidates, and the path through them that explains most
/// with fewest jumps is kept (Viterbi), so that a frame in which half the rate fits as well makes no speed change.
struct RateFrames {
  struct Frame {
    let range: Range<Int>
    /// Root mean square about the frame's mean, all channels together.
    let rms: Double
    /// Hz; nil without evidence of a period.
    var frequency: Double?
  }

  private(set) var frames: [Frame] = []

  private static let candidates = 5
  /// Criterion that a change of rate by a factor e costs, and most that any costs.
  private static let slope = 400.0
  private static let jump = 40.0

  init(_ samples: HarmonicSamples, band: ClosedRange<Double>) {
    let length = max(0.5, 8 / band.lowerBound)
    let hop = length / 2
    var offers: [[(frequency: Double?, cost: Double)]] = []
    var start = 0
    let count = samples.count
    var begin = samples.times[0]
    while true {
      while start < count, samples.times[start] < begin { start += 1 }
      guard start < count else { break }
      if samples.times[start] >= begin + length {
        // A gap is one empty frame, however long.
        frames.append(Frame(range: start..<start, rms: 0, frequency: nil))
        offers.append([(nil, 0)])
        begin = samples.times[start]
      }
      var end = start
      while end < count, samples.times[end] < begin + length { end += 1 }
      // The last frame is as long as the others.
      guard end < count || samples.times[count - 1] - begin > 0.9 * length else { break }
      if end - start >= 16 {
        let part = samples[start..<end]
        frames.append(Frame(range: start..<end, rms: Self.rms(part), frequency: nil))
        offers.append(Self.offers(part, band))
      } else {
        frames.append(Frame(range: start..<end, rms: 0, frequency: nil))
        offers.append([(nil, 0)])
      }
      // Stamps so late that a frame is less than their last bit end here.
      guard end < count, begin + hop > begin else { break }
      begin += hop
    }
    choose(offers)
  }

  private static func rms(_ part: HarmonicSamples) -> Double {
    var sum = 0.0
    for channel in 0..<part.channels {
      let own = (0..<part.count).map { part.value($0, channel: channel) }
      sum += SampleMoments(of: own).sumOfSquares
    }
    return (sum / Double(part.count)).squareRoot()
  }

  /// What a frame's lines may be harmonics of, and that it has none.
  private static func offers(
    _ part: HarmonicSamples, _ band: ClosedRange<Double>
  ) -> [(frequency: Double?, cost: Double)] {
    guard let lines = LineSpectrum(part) else { return [(nil, 0)] }
    var found: [(frequency: Double?, cost: Double)] = []
    let top = min(5 * band.upperBound, lines.nyquist)
    for line in lines.strongest(3, between: band.lowerBound, and: top) {
      for divisor in 1...8 {
        let frequency = line / Double(divisor)
        guard frequency >= band.lowerBound else { break }
        if found.contains(where: { abs(($0.frequency ?? 0) / frequency - 1) < 0.01 }) { continue }
        let cost = lines.criterion(frequency, highestOrder: 16) - lines.levelCriterion
        found.append((frequency, cost))
      }
    }
    found.sort { ($0.cost, $0.frequency ?? 0) < ($1.cost, $1.frequency ?? 0) }
    // No period costs nothing; a period must gain ten.
    return Array(found.prefix(candidates)) + [(nil, -10)]
  }

  private mutating func choose(_ offers: [[(frequency: Double?, cost: Double)]]) {
    guard let first = offers.first else { return }
    var cost = first.map(\.cost)
    var back: [[Int]] = [[]]
    for index in offers.indices.dropFirst() {
      var next: [Double] = []
      var from: [Int] = []
      for offer in offers[index] {
        var best = (cost: Double.infinity, place: 0)
        for (place, before) in offers[index - 1].enumerated() {
          let total = cost[place] + Self.change(before.frequency, offer.frequency)
          if total < best.cost { best = (total, place) }
        }
        next.append(best.cost + offer.cost)
        from.append(best.place)
      }
      cost = next
      back.append(from)
    }
    var place = cost.indices.min { cost[$0] < cost[$1] } ?? 0
    for index in offers.indices.reversed() {
      frames[index].frequency = offers[index][place].frequency
      if index > 0 { place = back[index][place] }
    }
  }

  private static func change(_ before: Double?, _ after: Double?) -> Double {
    guard let before, let after else { return before == nil && after == nil ? 0 : jump / 4 }
    return min(jump, slope * abs(log(after / before)))
  }
}
