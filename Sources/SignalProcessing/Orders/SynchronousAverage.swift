// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The mean turn of a signal: what repeats with the rotation stays, all else averages out.
///
/// N turns leave 1/N of the power of white noise (−10·log N dB) and of an order q that is not whole
/// |sin(Nπq)/(N·sin(πq))|, ``combGain(order:revolutions:)``: take N so that N·q is whole (McFadden 1987, Mech Syst Signal
/// Process 1:83). Jitter of the angle weakens high orders.
public struct SynchronousAverage: Sendable {
  /// The mean at each angle of a turn, from 0 on.
  public let mean: [Double]
  /// Standard deviation between turns at each angle, over n − 1; nil for one turn.
  public let standardDeviation: [Double]?
  /// Turns without missing angles that were averaged.
  public let revolutions: Int

  public var samplesPerRevolution: Int { mean.count }

  /// Standard error of the mean at each angle, of turns that differ at random; nil for one turn.
  public var standardError: [Double]? { standardDeviation?.map { $0 / Double(revolutions).squareRoot() } }

  /// - Parameters:
  ///   - revolutions: Averages the first so many whole turns; all of them when nil.
  /// - Throws: ``OrderError/tooFew(_:found:needed:)`` when there are fewer.
  public init(of signal: AngularSignal, revolutions limit: Int? = nil) throws(OrderError) {
    let length = signal.samplesPerRevolution
    if let limit, limit < 1 { throw .setting("revolutions", Double(limit), expected: "1 or more") }
    var sums = [Double](repeating: 0, count: length)
    var squares = sums
    var count = 0
    var start = 0
    while start + length <= signal.samples.count, count < limit ?? .max {
      let turn = signal.samples.span.extracting(start..<(start + length))
      start += length
      var isWhole = true
      for k in 0..<length where !turn[k].isFinite { isWhole = false }
      guard isWhole else { continue }
      count += 1
      // Welford's running mean and sum of squares.
      let weight = 1 / Double(count)
      for k in 0..<length {
        let change = turn[k] - sums[k]
        sums[k] += change * weight
        squares[k] += change * (turn[k] - sums[k])
      }
    }
    guard count >= max(limit ?? 1, 1) else {
      throw .tooFew("turns without missing angles", found: count, needed: limit ?? 1)
    }
    mean = sums
    standardDeviation = count > 1 ? squares.map { ($0 / Double(count - 1)).squareRoot() } : nil
    revolutions = count
  }

  /// The signal without its mean turn.
  ///
  /// - Parameter signal: With as many samples per turn.
  public func residual(of signal: AngularSignal) throws(OrderError) -> AngularSignal {
    guard signal.samplesPerRevolution == mean.count else {
      throw .setting("samples per revolution", Double(signal.samplesPerRevolution), expected: "\(mean.count)")
    }
    var samples = signal.samples
    for index in samples.indices { samples[index] -= mean[index % mean.count] }
    return try AngularSignal(
      samples: samples, samplesPerRevolution: mean.count, firstTurn: signal.firstTurn)
  }

  /// What the average leaves of an order: 1 for whole ones.
  public static func combGain(order: Double, revolutions: Int) -> Double {
    // Both sines repeat, but for the sign, from one whole order to the next.
    let rest = order - order.rounded()
    let turns = Double(revolutions) * rest
    let bottom = Double(revolutions) * sin(.pi * rest)
    return bottom == 0 ? 1 : abs(sin(.pi * (turns - 2 * (turns / 2).rounded())) / bottom)
  }
}
