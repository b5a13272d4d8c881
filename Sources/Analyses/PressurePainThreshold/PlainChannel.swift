// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A marker or rating channel in its unit, without a copy of it.
struct PlainChannel: RandomAccessCollection {
  let latency: Double
  let count: Int
  private let samples: [Double]
  private let calibration: Calibration
  private let factor: Double

  init(_ channel: Channel, of recording: Recording, latency: Double) {
    self.latency = latency
    count = recording.pairedCount(channel)
    samples = channel.samples
    calibration = channel.calibration
    factor = channel.unit?.factor ?? 1
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }
  subscript(index: Int) -> Double { calibration.apply(samples[index]) * factor }

  /// Puts the samples of a stretch into `values`.
  func read(_ range: Range<Int>, into values: inout [Double]) {
    values.removeAll(keepingCapacity: true)
    let range = range.clamped(to: 0..<count)
    guard calibration.polynomial.isEmpty else {
      for i in range { values.append(self[i]) }
      return
    }
    let samples = samples.span.extracting(range)
    for k in samples.indices { values.append(samples[k] * factor) }
  }
}

extension PlainChannel {
  /// Puts the stamps of a stretch, less the latency, and its samples into two arrays.
  func read(_ range: Range<Int>, of recording: Recording, times: inout [Double], values: inout [Double]) {
    read(range, into: &values)
    recording.timeBase.read(values.count, from: range.lowerBound, less: latency, into: &times)
  }
}

extension TimeBase {
  /// Puts the stamps of `count` samples from `first` on into `times`, less a latency.
  fileprivate func read(_ count: Int, from first: Int, less latency: Double, into times: inout [Double]) {
    times.removeAll(keepingCapacity: true)
    switch self {
    case .even: for k in 0..<count { times.append(time(first + k) - latency) }
    case .stamped(let stamps):
      let stamps = stamps.span.extracting(first..<(first + count))
      for k in stamps.indices { times.append(stamps[k] - latency) }
    }
  }
}
