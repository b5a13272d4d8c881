// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Where presses come from: time-stamped events, or a sampled channel.
struct MarkerSource: Sendable {
  let edges: [MarkerEdge]
  /// Stretches in which the button is down; empty for stamped and counted presses, which have no duration.
  private let held: [ClosedRange<Double>]

  /// Nil when the recording has neither a marker channel nor press events.
  init?(_ recording: Recording, contacts: [ContactDetector.Contact], load: LoadSignal) {
    let presses = recording.events.filter { $0.kind == "press" }
    if !presses.isEmpty {
      let latency = recording.channels(.marker).first?.calibration.latency.value ?? 0
      edges =
        presses
        .map { MarkerEdge(kind: .press, earliest: $0.start - latency, latest: $0.start - latency) }
        .sorted { $0.time < $1.time }
      held = []
      return
    }
    guard let channel = recording.channels(.marker).first else { return nil }
    let (times, levels) = Conditioning.plain(channel, of: recording, latency: channel.calibration.latency.value)
    let activeHigh: Bool
    switch channel.calibration.active {
    case .high: activeHigh = true
    case .low: activeHigh = false
    case nil: activeHigh = Self.idleMajorityIsLow(times, levels, contacts)
    }
    edges = MarkerEdges.find(times: times, levels: levels, activeHigh: activeHigh)
    held = MarkerEdges.isCounter(levels) ? [] : Self.stretches(times, levels, activeHigh: activeHigh, edges)
  }

  /// Whether the button is down at a time.
  func isDown(at time: Double) -> Bool {
    let next = held.partitionPoint { $0.lowerBound > time }
    return next > 0 && held[next - 1].contains(time)
  }

  func presses(in range: ClosedRange<Double>) -> [MarkerEdge] {
    let first = edges.partitionPoint { $0.time >= range.lowerBound }
    return edges[first...].prefix { $0.time <= range.upperBound }.filter { $0.kind == .press }
  }

  /// First letting-go after a time and before another.
  func release(after time: Double, before end: Double) -> MarkerEdge? {
    edges[edges.partitionPoint { $0.time > time }...].prefix { $0.time <= end }.first { $0.kind == .release }
  }

  /// Whether most idle samples (outside contacts; all samples when there are none) lie on the lower level.
  private static func idleMajorityIsLow(
    _ times: [Double], _ levels: [Double], _ contacts: [ContactDetector.Contact]
  ) -> Bool {
    guard let middle = MarkerEdges.middleLevel(levels) else { return true }
    var low = 0
    var high = 0
    var allLow = 0
    var allHigh = 0
    var k = 0
    for (time, level) in zip(times, levels) where !level.isNaN {
      if level > middle { allHigh += 1 } else { allLow += 1 }
      while k < contacts.count, contacts[k].endTime < time { k += 1 }
      if k < contacts.count, time >= contacts[k].startTime { continue }
      if level > middle { high += 1 } else { low += 1 }
    }
    return low + high > 0 ? low >= high : allLow >= allHigh
  }

  private static func stretches(
    _ times: [Double], _ levels: [Double], activeHigh: Bool, _ edges: [MarkerEdge]
  ) -> [ClosedRange<Double>] {
    guard let middle = MarkerEdges.middleLevel(levels), let first = levels.firstIndex(where: { !$0.isNaN }) else {
      return []
    }
    var out: [ClosedRange<Double>] = []
    var start: Double? = (levels[first] > middle) == activeHigh ? times[first] : nil
    for edge in edges {
      if edge.kind == .press {
        start = start ?? edge.time
      } else if let from = start {
        out.append(from...max(from, edge.time))
        start = nil
      }
    }
    if let from = start, let last = times.last { out.append(from...max(from, last)) }
    return out
  }
}
