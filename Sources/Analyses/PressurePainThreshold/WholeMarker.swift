// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The presses of a whole recording: its events of that kind, else its marker channel.
///
/// Apart from the polarity all of it is found without the contacts of the load.
struct WholeMarker {
  private let recording: Recording
  /// Read as idle on the lower level where nothing is declared.
  private let tracker: MarkerTracker
  /// A marker whose idle level only the contacts tell; nil for presses, a counter, a marker that never changes, and a
  /// declared polarity.
  private let open: OpenMarker?

  private struct OpenMarker {
    let plain: PlainChannel
    /// Half way between the levels.
    let middle: Double
  }

  /// - Returns: Nil for a recording without presses and marker.
  init?(_ recording: Recording) {
    self.recording = recording
    let presses = recording.events.filter { $0.kind == "press" }
    let channel = recording.channels(.marker).first
    guard presses.isEmpty else {
      let latency = channel?.calibration.latency.value ?? 0
      tracker = MarkerTracker(presses: presses.map { $0.start - latency })
      open = nil
      return
    }
    guard let channel else { return nil }
    let plain = PlainChannel(channel, of: recording, latency: channel.calibration.latency.value)
    let declared = channel.calibration.active
    let reading = MarkerEdges.reading(of: plain, activeHigh: declared != .low)
    tracker = Self.track(plain, of: recording, reading)
    if case .level(let middle, _) = reading, declared == nil {
      open = OpenMarker(plain: plain, middle: middle)
    } else {
      open = nil
    }
  }

  /// - Parameter contacts: Of the load; a marker whose polarity is not declared is idle where it lies in most samples
  ///   outside of them.
  func tracker(_ contacts: [ContactDetector.Contact]) -> MarkerTracker {
    guard let open, !isIdleLow(open, contacts) else { return tracker }
    return Self.track(open.plain, of: recording, .level(middle: open.middle, activeHigh: false))
  }

  private static func track(_ marker: PlainChannel, of recording: Recording, _ reading: MarkerReading) -> MarkerTracker
  {
    var tracker = MarkerTracker(reading)
    var times: [Double] = []
    var levels: [Double] = []
    for start in stride(from: 0, to: marker.count, by: LoadBlock.length) {
      marker.read(start..<min(start + LoadBlock.length, marker.count), of: recording, times: &times, values: &levels)
      var k = 0
      while k < times.count {
        k += tracker.advance(times: times.span.extracting(k...), levels: levels.span.extracting(k...))
        guard k < times.count else { break }
        tracker.process(time: times[k], level: levels[k], isIdle: false)
        k += 1
      }
    }
    tracker.finish()
    return tracker
  }

  /// Whether most idle samples (outside contacts; all samples when there are none) lie on the lower level.
  private func isIdleLow(_ marker: OpenMarker, _ contacts: [ContactDetector.Contact]) -> Bool {
    let (plain, middle) = (marker.plain, marker.middle)
    func first(_ isLate: (Double) -> Bool) -> Int {
      (0..<plain.count).partitionPoint { isLate(recording.timeBase.time($0) - plain.latency) }
    }
    var idle = Count()
    var end = 0
    for contact in contacts {
      idle.add(plain, end..<max(end, first { $0 >= contact.startTime }), middle)
      end = max(end, first { $0 > contact.endTime })
    }
    idle.add(plain, end..<plain.count, middle)
    if idle.low + idle.high == 0 { idle.add(plain, 0..<plain.count, middle) }
    return idle.low >= idle.high
  }

  private struct Count {
    var low = 0
    var high = 0
    private var levels: [Double] = []

    mutating func add(_ marker: PlainChannel, _ range: Range<Int>, _ middle: Double) {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: LoadBlock.length) {
        marker.read(start..<min(start + LoadBlock.length, range.upperBound), into: &levels)
        for level in levels {
          high += level > middle ? 1 : 0
          low += level <= middle ? 1 : 0
        }
      }
    }
  }
}
