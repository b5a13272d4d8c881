// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The contacts of a whole load channel, and where its samples are.
struct SessionContacts {
  /// Sample numbers leave out missing samples.
  private(set) var contacts: [ContactDetector.Contact] = []
  /// Samples before each block of the recording, missing ones left out.
  private var before: [Int] = []

  /// None.
  init() {}

  init(
    _ channel: Channel, of recording: Recording, _ scale: LoadScale, _ traits: LoadTraits, _ parameters: PPTParameters
  ) {
    var detector = ContactDetector(.init(parameters, interval: traits.interval))
    var count = 0
    LoadBlock.forEach(channel, of: recording, scale) { block, _ in
      before.append(count)
      count += block.count
      var k = 0
      while k < block.count {
        k += detector.advance(
          times: block.times.span.extracting(k..<block.count), loads: block.pressures.span.extracting(k..<block.count))
        guard k < block.count else { break }
        detector.process(time: block.times[k], load: block.pressures[k], into: &contacts)
        k += 1
      }
    }
    detector.finish(into: &contacts)
  }

  /// The samples from one time through another, one more behind them, and some more before them.
  ///
  /// - Parameters:
  ///   - from: s, the declared lag taken off.
  ///   - through: s, likewise.
  ///   - empty: Channel, interval, range and quantum.
  /// - Returns: The samples, the number of the first among those that are not missing, and where they are in the recording.
  func window(
    from: Double, through: Double, _ empty: LoadSignal, _ channel: Channel, of recording: Recording, _ scale: LoadScale
  ) -> (signal: LoadSignal, first: Int, range: Range<Int>) {
    let count = recording.pairedCount(channel)
    /// The first sample that is late enough.
    func first(_ isLate: (Double) -> Bool) -> Int {
      (0..<count).partitionPoint { isLate(recording.timeBase.time($0) - scale.lag) }
    }
    let start = first { $0 >= from } / LoadBlock.length
    let end = min(count, first { $0 > through } + 1)
    let range = min(start * LoadBlock.length, end)..<end
    var signal = empty
    signal.reserve(range.count)
    LoadBlock.forEach(channel, of: recording, scale, in: range) { block, _ in signal.append(block) }
    return (signal, start < before.count ? before[start] : 0, range)
  }
}
