// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// The angle of a rotation over time, increasing and smooth, from a rate track, a tachometer or a table.
///
/// It may be unknown in between: it then consists of pieces, and how many turns passed between two of them is not known.
/// The angle of a later piece goes on from the next full turn, so that it still increases.
public struct RotationAngle: Sendable {
  let pieces: [CubicPath]

  /// Time in seconds from the first to the last known angle of each piece.
  public var stretches: [ClosedRange<Double>] { pieces.map { $0.times[0]...$0.times[$0.times.count - 1] } }

  init(pieces: [CubicPath]) { self.pieces = pieces }

  /// The angle as known at the samples of a signal.
  ///
  /// - Parameter radians: Increasing; NaN where it is not known. Neighbouring known angles are joined.
  /// - Throws: ``OrderError`` when angles do not increase, are infinite, or no two neighbours are known.
  public init(radians: [Double], sampleRate: Hertz) throws(OrderError) {
    try checkOrderRate(sampleRate)
    var pieces: [CubicPath] = []
    var before = -Double.infinity
    var start = 0
    while start < radians.count {
      var end = start
      while end < radians.count, !radians[end].isNaN {
        guard radians[end].isFinite else { throw .infinite(index: end) }
        guard radians[end] > before else { throw .notIncreasing(index: end) }
        before = radians[end]
        end += 1
      }
      if end - start >= 2 {
        let times = (start..<end).map { Double($0) / sampleRate.value }
        pieces.append(CubicPath(times: times, values: Array(radians[start..<end]), increasing: true))
      }
      start = end + 1
    }
    guard !pieces.isEmpty else { throw .tooFew("known angles in a row", found: 0, needed: 2) }
    self.pieces = pieces
  }

  /// The angle of a shaft that gives pulses at equal angles; the first pulse is angle 0.
  ///
  /// - Parameters:
  ///   - tachoInstants: Seconds, increasing.
  ///   - pulsesPerRevolution: 1 or more.
  ///   - longestInterval: Where pulses are further apart, in multiples of the median interval, the angle between them
  ///     is unknown: a pulse may be lost, or the shaft may stand. Above 1.
  public init(
    tachoInstants: [Double], pulsesPerRevolution: Int = 1, longestInterval: Double = 1.6
  ) throws(OrderError) {
    guard pulsesPerRevolution >= 1 else {
      throw .setting("pulses per revolution", Double(pulsesPerRevolution), expected: "1 or more")
    }
    guard longestInterval > 1 else { throw .setting("longest interval", longestInterval, expected: "above 1") }
    guard tachoInstants.count >= 2 else { throw .tooFew("pulses", found: tachoInstants.count, needed: 2) }
    for index in tachoInstants.indices {
      guard tachoInstants[index].isFinite else { throw .infinite(index: index) }
      if index > 0, tachoInstants[index] <= tachoInstants[index - 1] { throw .notIncreasing(index: index) }
    }
    let step = 2 * Double.pi / Double(pulsesPerRevolution)
    let intervals = zip(tachoInstants.dropFirst(), tachoInstants).map { $0 - $1 }
    let most = longestInterval * Median.of(intervals)
    var pieces: [CubicPath] = []
    var start = 0
    var next = 0.0
    for index in 1...tachoInstants.count where index == tachoInstants.count || intervals[index - 1] > most {
      if index - start >= 2 {
        let values = (start..<index).map { next + step * Double($0 - start) }
        pieces.append(CubicPath(times: Array(tachoInstants[start..<index]), values: values, increasing: true))
        next = Self.nextTurn(after: values[values.count - 1])
      }
      start = index
    }
    guard !pieces.isEmpty else { throw .tooFew("pulses in a row", found: 1, needed: 2) }
    self.pieces = pieces
  }

  static func nextTurn(after radians: Double) -> Double {
    ((radians / (2 * .pi)).rounded(.down) + 1) * 2 * .pi
  }

  /// The angle at an instant in seconds; nil where it is not known.
  public func radians(at time: Double) -> Double? { point(at: time)?.value }

  /// The speed of rotation at an instant in seconds; nil where it is not known.
  public func frequency(at time: Double) -> Hertz? { point(at: time).map { Hertz($0.slope / (2 * .pi)) } }

  private func point(at time: Double) -> (value: Double, slope: Double)? {
    guard let piece = pieces.first(where: { $0.times[$0.times.count - 1] >= time }), piece.times[0] <= time else {
      return nil
    }
    let interval = piece.interval(at: time)
    let width = piece.times[interval + 1] - piece.times[interval]
    return piece.point(interval: interval, at: (time - piece.times[interval]) / width)
  }

  /// The angle at the samples of a signal from time 0 on; NaN where it is not known.
  public func sampled(count: Int, sampleRate: Hertz) throws(OrderError) -> [Double] {
    try checkOrderRate(sampleRate)
    var angles = [Double](repeating: .nan, count: count)
    for piece in pieces { piece.sample(into: &angles, rate: sampleRate.value) }
    return angles
  }

  /// Instants in seconds at which the angle is a multiple of `step` radians, piece after piece, with the multiples.
  func instants(every step: Double) -> [(multiples: ClosedRange<Int>, times: [Double])] {
    pieces.compactMap { piece in
      let last = piece.times.count - 1
      // A full turn at an end counts, though rounding may put it a hair outside.
      let first = Int((piece.values[0] / step - 1e-9).rounded(.up))
      let final = Int((piece.values[last] / step + 1e-9).rounded(.down))
      guard first <= final else { return nil }
      var interval = 0
      let times = (first...final).map { multiple in
        let value = min(max(Double(multiple) * step, piece.values[0]), piece.values[last])
        while interval < last - 1, piece.values[interval + 1] < value { interval += 1 }
        return piece.time(interval: interval, of: value)
      }
      return (first...final, times)
    }
  }

  /// Instants at which a turn is full, and what lies between them.
  public func cycleTimes() -> CycleTimes { CycleTimes(instants: instants(every: 2 * .pi).map(\.times)) }
}

extension CubicPath {
  /// Writes the values at the samples inside the path.
  func sample(into output: inout [Double], rate: Double) {
    let last = times.count - 1
    var n = max(0, Int((times[0] * rate).rounded(.up)))
    // Rounding may put a sample that is meant to be an end just outside of it.
    if n > 0, abs(Double(n - 1) - times[0] * rate) <= 1e-9 * max(1, times[0] * rate) { n -= 1 }
    var i = 0
    while n < output.count {
      let time = Double(n) / rate
      if time > times[last] + 1e-9 * max(1 / rate, times[last]) { break }
      while i < last - 1, times[i + 1] <= time { i += 1 }
      let u = min(max((time - times[i]) / (times[i + 1] - times[i]), 0), 1)
      output[n] = point(interval: i, at: u).value
      n += 1
    }
  }
}
