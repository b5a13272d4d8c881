// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A stretch of a load channel in kPa on its stamps, without its missing samples.
///
/// A whole channel is read block by block, so that no copy of it is made.
struct LoadBlock {
  /// Samples of the recording in a block, at most.
  static let length = 4096

  /// Samples that are not missing; only the first so many of the arrays count.
  private(set) var count = 0
  private(set) var indices = [Int](repeating: 0, count: length)
  /// Stamps less the declared lag, s.
  private(set) var times = [Double](repeating: 0, count: length)
  private(set) var pressures = [Double](repeating: 0, count: length)

  /// Reads the samples in `range`, ``length`` at most.
  mutating func read(_ range: Range<Int>, _ channel: Channel, of recording: Recording, _ scale: LoadScale) {
    precondition(range.count <= Self.length)
    let samples = channel.samples.span.extracting(range)
    switch recording.timeBase {
    case .even:
      for k in 0..<range.count { times[k] = recording.timeBase.time(range.lowerBound + k) - scale.lag }
    case .stamped(let stamps):
      let stamps = stamps.span.extracting(range)
      let lag = scale.lag
      var times = times.mutableSpan
      for k in 0..<range.count { times[k] = stamps[k] - lag }
    }
    let (factor, sign) = (scale.factor, scale.sign)
    if scale.calibration.polynomial.isEmpty {
      var pressures = pressures.mutableSpan
      for k in 0..<range.count { pressures[k] = samples[k] * factor * sign }
    } else {
      for k in 0..<range.count { pressures[k] = scale.pressure(samples[k]) }
    }
    let count = range.count
    self.count = count
    do {
      var indices = indices.mutableSpan
      for k in 0..<count { indices[k] = range.lowerBound + k }
    }
    if !Self.isFinite(times.span.extracting(..<count)) || !Self.isFinite(pressures.span.extracting(..<count)) {
      compact()
    }
  }

  /// Whether all values are.
  private static func isFinite(_ values: Span<Double>) -> Bool {
    // What is not finite leaves no zero behind; four sums do not wait for each other.
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var k = 0
    while k + 4 <= values.count {
      a += values[k] - values[k]
      b += values[k + 1] - values[k + 1]
      c += values[k + 2] - values[k + 2]
      d += values[k + 3] - values[k + 3]
      k += 4
    }
    while k < values.count {
      a += values[k] - values[k]
      k += 1
    }
    return a + b + c + d == 0
  }

  /// Leaves out what is missing.
  private mutating func compact() {
    var used = 0
    for k in 0..<count where times[k].isFinite && pressures[k].isFinite {
      (indices[used], times[used], pressures[used]) = (indices[k], times[k], pressures[k])
      used += 1
    }
    count = used
  }

  /// Every how many-th block makes some ten blocks in all.
  static func few(of total: Int) -> Int { max(1, total / length / 10) }

  /// Hands over a whole channel in blocks, each with the stretch of the recording it was read from.
  /// - Parameters:
  ///   - step: 2 leaves out every other block, and so on.
  ///   - part: Samples to read; nil for all.
  @inline(__always)
  static func forEach(
    _ channel: Channel, of recording: Recording, _ scale: LoadScale, every step: Int = 1,
    in part: Range<Int>? = nil, _ body: (borrowing LoadBlock, Range<Int>) -> Void
  ) {
    var block = LoadBlock()
    let whole = part ?? 0..<recording.pairedCount(channel)
    for start in stride(from: whole.lowerBound, to: whole.upperBound, by: length * step) {
      let range = start..<min(start + length, whole.upperBound)
      block.read(range, channel, of: recording, scale)
      body(block, range)
    }
  }
}
