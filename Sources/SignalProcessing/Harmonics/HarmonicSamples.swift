// SPDX-License-Identifier: GPL-3.0-or-later

/// Samples of one or more channels at the same times, which may be uneven, ready for fits of harmonics.
///
/// Times are kept from the middle of the record, where frequency and phase do not lean on each other, and values from
/// their mean, so that gravity costs no digits.
public struct HarmonicSamples: Sendable {
  public static let highestOrder = 64
  public static let mostChannels = 8
  /// s; longer records are counted from their start.
  private static let longest = 1e6

  /// s from ``origin``.
  let times: [Double]
  /// The channels one after the other, from their means.
  let values: [Double]
  public let channels: Int
  /// Where times are counted from: the middle of the record, in s.
  public let origin: Double
  /// What was taken off each channel.
  public let means: [Double]
  /// Σ of the squared values of each channel, from the mean.
  let squares: [Double]

  public var count: Int { times.count }
  /// From the first sample to the last.
  public var duration: Double { (times.last ?? 0) - (times.first ?? 0) }
  /// Brings times to −1…1.
  var scale: Double { duration > 0 ? 2 / duration : 1 }

  /// - Parameters:
  ///   - stamps: s, finite and increasing.
  ///   - channels: 1…``mostChannels`` arrays as long as `stamps`; a sample missing in one (NaN) is left out in all.
  /// - Throws: ``HarmonicError`` when lengths differ, stamps do not increase or values are infinite.
  public init(stamps: [Double], channels: [[Double]]) throws(HarmonicError) {
    guard (1...Self.mostChannels).contains(channels.count) else { throw .channels(channels.count) }
    for channel in channels where channel.count != stamps.count { throw .lengths(stamps.count, channel.count) }
    var kept: [Int] = []
    kept.reserveCapacity(stamps.count)
    for index in stamps.indices {
      guard stamps[index].isFinite, index == 0 || stamps[index] > stamps[index - 1] else { throw .stamps(at: index) }
      var isWhole = true
      for channel in channels {
        if channel[index].isInfinite { throw .infinite(at: index) }
        if channel[index].isNaN { isWhole = false }
      }
      if isWhole { kept.append(index) }
    }
    try self.init(stamps: stamps, channels: channels, kept: kept)
  }

  private init(stamps: [Double], channels: [[Double]], kept: [Int]) throws(HarmonicError) {
    self.channels = channels.count
    let span = kept.isEmpty ? 0 : stamps[kept[kept.count - 1]] - stamps[kept[0]]
    // Records with a gap of weeks are only cut into parts: counted from far away, their times would lose digits.
    origin = kept.isEmpty ? 0 : stamps[kept[0]] + (span < Self.longest ? span / 2 : 0)
    let start = origin
    times = kept.map { stamps[$0] - start }
    var values: [Double] = []
    values.reserveCapacity(kept.count * channels.count)
    var means: [Double] = []
    var squares: [Double] = []
    for channel in channels {
      let own = kept.map { channel[$0] }
      let moments = SampleMoments(of: own)
      guard own.isEmpty || (moments.mean.isFinite && moments.sumOfSquares.isFinite) else { throw .overflow }
      let mean = own.isEmpty ? 0 : moments.mean
      means.append(mean)
      squares.append(moments.sumOfSquares)
      values.append(contentsOf: own.lazy.map { $0 - mean })
    }
    self.values = values
    self.means = means
    self.squares = squares
  }

  private init(part: Range<Int>, of whole: HarmonicSamples) {
    channels = whole.channels
    let middle = (whole.times[part.lowerBound] + whole.times[part.upperBound - 1]) / 2
    origin = whole.origin + middle
    times = whole.times[part].map { $0 - middle }
    means = whole.means
    var values: [Double] = []
    var squares: [Double] = []
    values.reserveCapacity(part.count * channels)
    for channel in 0..<channels {
      let own = whole.values[(channel * whole.count + part.lowerBound)..<(channel * whole.count + part.upperBound)]
      values.append(contentsOf: own)
      let moments = SampleMoments(of: Array(own))
      squares.append(moments.sumOfSquares + Double(moments.count) * moments.mean * moments.mean)
    }
    self.values = values
    self.squares = squares
  }

  /// Some of the samples, one after the other; at least one.
  public subscript(part: Range<Int>) -> HarmonicSamples {
    part == 0..<count ? self : HarmonicSamples(part: part, of: self)
  }

  /// The channels weighted and added up, from their means: what an axis in that direction would have recorded.
  /// - Parameter direction: A weight a channel.
  public func along(_ direction: [Double]) -> [Double] {
    precondition(direction.count == channels, "a weight a channel")
    var sum = [Double](repeating: 0, count: count)
    for (channel, weight) in direction.enumerated() {
      for index in sum.indices { sum[index] += weight * value(index, channel: channel) }
    }
    return sum
  }

  /// Times of the samples, in s as they were given.
  public var stamps: [Double] { times.map { origin + $0 } }

  /// Time of a sample, in s as the stamps.
  public func time(_ index: Int) -> Double { origin + times[index] }
  /// Value of a sample from the mean of its channel.
  public func value(_ index: Int, channel: Int) -> Double { values[channel * count + index] }
}
