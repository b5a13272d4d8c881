// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Marker and rating of a stretch of a recording, handed to the trial machine in step with the load.
struct MarkBlock {
  private var stamps: [Double] = []
  private var markerTimes: [Double] = []
  private var levels: [Double] = []
  private var ratings: [Double] = []
  private var start = 0
  private var next = 0

  /// Reads the samples in `range`; what was read before must have been handed over.
  mutating func read(_ range: Range<Int>, of recording: Recording, marker: PlainChannel?, rating: PlainChannel?) {
    marker?.read(range, into: &levels)
    rating?.read(range, into: &ratings)
    if let marker {
      let latency = marker.latency
      recording.timeBase.read(levels.count, from: range.lowerBound, less: latency, into: &markerTimes)
    }
    if rating != nil { recording.timeBase.read(ratings.count, from: range.lowerBound, less: 0, into: &stamps) }
    start = range.lowerBound
    next = 0
  }

  /// Hands over what is not yet handed over, up to a sample of the recording.
  mutating func hand(through index: Int, to machine: inout TrialMachine) {
    let end = index + 1 - start
    for k in next..<max(next, min(end, ratings.count)) { machine.rate(time: stamps[k], value: ratings[k]) }
    var k = next
    let markerEnd = min(end, levels.count)
    while k < markerEnd {
      k += machine.advanceMarker(
        times: markerTimes.span.extracting(k..<markerEnd), levels: levels.span.extracting(k..<markerEnd))
      guard k < markerEnd else { break }
      machine.press(time: markerTimes[k], level: levels[k])
      k += 1
    }
    next = max(next, end)
  }
}

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
