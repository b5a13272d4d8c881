// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension MarkerTracker {
  /// The presses of a whole recording: its events of that kind, else its marker channel; nil without either.
  ///
  /// - Parameter contacts: Of the load; a marker whose polarity is not declared is idle where it lies in most samples
  ///   outside of them.
  init?(of recording: Recording, contacts: [ContactDetector.Contact]) {
    let presses = recording.events.filter { $0.kind == "press" }
    let channel = recording.channels(.marker).first
    let latency = channel?.calibration.latency.value ?? 0
    guard presses.isEmpty else {
      self.init(presses: presses.map { $0.start - latency })
      return
    }
    guard let channel else { return nil }
    let plain = PlainChannel(channel, of: recording, latency: latency)
    self.init(Self.reading(plain, of: recording, calibration: channel.calibration, contacts: contacts))
    Self.forEach(plain, of: recording) { times, levels in
      var k = 0
      while k < times.count {
        k += advance(times: times.span.extracting(k...), levels: levels.span.extracting(k...))
        guard k < times.count else { break }
        process(time: times[k], level: levels[k], isIdle: false)
        k += 1
      }
    }
    finish()
  }

  private static func reading(
    _ marker: PlainChannel, of recording: Recording, calibration: Calibration, contacts: [ContactDetector.Contact]
  ) -> MarkerReading {
    if MarkerEdges.isCounter(marker) { return .counter }
    guard let middle = MarkerEdges.middleLevel(marker) else { return .constant }
    if let active = calibration.active { return .level(middle: middle, activeHigh: active == .high) }
    var majority = IdleMajority(middle: middle, contacts: contacts)
    forEach(marker, of: recording) { times, levels in
      for k in times.indices { majority.take(time: times[k], level: levels[k]) }
    }
    return .level(middle: middle, activeHigh: majority.isLow)
  }

  /// Hands over a whole marker in blocks.
  private static func forEach(
    _ marker: PlainChannel, of recording: Recording, _ body: (_ times: [Double], _ levels: [Double]) -> Void
  ) {
    var times: [Double] = []
    var levels: [Double] = []
    for start in stride(from: 0, to: marker.count, by: LoadBlock.length) {
      marker.read(start..<min(start + LoadBlock.length, marker.count), of: recording, times: &times, values: &levels)
      body(times, levels)
    }
  }
}
