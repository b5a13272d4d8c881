// SPDX-License-Identifier: GPL-3.0-or-later

/// Reads presses and releases of a marker sample by sample.
///
/// A press is given at once. A release is held until no press can take it back any more, ``MarkerEdges/debounce``
/// later.
public struct MarkerEdgeDetector: Sendable {
  /// May be changed between samples, when more is known about the marker.
  public var reading: MarkerReading
  /// Whether the marker was active at the last sample; nil before the first, and for a counter.
  public private(set) var isActive: Bool?
  private var last: (time: Double, level: Double)?
  /// A release that a press may still take back.
  private var held: MarkerEdge?
  /// Edges that are through the debouncing.
  private var debouncedCount = 0
  private var lastPress = -Double.infinity

  public init(_ reading: MarkerReading) { self.reading = reading }

  /// - Parameters:
  ///   - time: Seconds, increasing.
  ///   - level: NaN keeps the state before.
  ///   - edges: What has become certain is appended, in time order.
  public mutating func process(time: Double, level: Double, into edges: inout [MarkerEdge]) {
    guard !level.isNaN else { return }
    switch reading {
    case .constant: break
    case .counter:
      if let last, level > last.level {
        give(MarkerEdge(kind: .press, earliest: last.time, latest: time), into: &edges)
      }
    case .level(let middle, let activeHigh):
      let active = (level > middle) == activeHigh
      if let before = isActive, before != active, let last {
        debounce(MarkerEdge(kind: active ? .press : .release, earliest: last.time, latest: time), into: &edges)
      }
      isActive = active
    }
    last = (time, level)
    // A later press lies after this sample; stamps that differ by a rounding only are the same.
    if let release = held, time - release.time >= MarkerEdges.debounce - 1e-9 { letGo(into: &edges) }
  }

  /// Takes the samples at the front of a stretch that stay on their side of the middle; the same as
  /// ``process(time:level:into:)`` for each.
  ///
  /// - Parameters:
  ///   - times: Seconds, increasing.
  ///   - levels: As many.
  /// - Returns: Number of samples taken; the next one must be fed by itself.
  public mutating func advance(times: Span<Double>, levels: Span<Double>) -> Int {
    precondition(times.count == levels.count)
    guard case .level(let middle, let activeHigh) = reading, let isActive, held == nil else { return 0 }
    let isHigh = isActive == activeHigh
    var taken = 0
    while taken < levels.count, !levels[taken].isNaN, (levels[taken] > middle) == isHigh { taken += 1 }
    if taken > 0 { last = (times[taken - 1], levels[taken - 1]) }
    return taken
  }

  /// Takes the end of the marker: a release that was held is given.
  public mutating func finish(into edges: inout [MarkerEdge]) { letGo(into: &edges) }

  /// Drops a letting-go that is taken back, and the press that takes it back, within the debounce time.
  private mutating func debounce(_ edge: MarkerEdge, into edges: inout [MarkerEdge]) {
    if edge.kind == .press, let release = held, edge.time - release.time < MarkerEdges.debounce, debouncedCount > 1 {
      held = nil
      debouncedCount -= 1
      return
    }
    letGo(into: &edges)
    debouncedCount += 1
    if edge.kind == .release { held = edge } else { give(edge, into: &edges) }
  }

  private mutating func letGo(into edges: inout [MarkerEdge]) {
    if let release = held { edges.append(release) }
    held = nil
  }

  private mutating func give(_ press: MarkerEdge, into edges: inout [MarkerEdge]) {
    guard press.time - lastPress >= MarkerEdges.lockOut else { return }
    lastPress = press.time
    edges.append(press)
  }
}

/// The edges of an evenly sampled marker as a stream.
public struct MarkerEdgeStream: StreamProcessor, Sendable {
  /// Sampling interval in s.
  public let interval: Double
  private var detector: MarkerEdgeDetector
  private let reading: MarkerReading
  private var position = 0

  public init(_ reading: MarkerReading, interval: Double) {
    precondition(interval > 0, "the sampling interval is \(interval) s")
    self.interval = interval
    self.reading = reading
    detector = MarkerEdgeDetector(reading)
  }

  /// A press is given with the sample that shows it; a release so many samples later.
  public var latency: Int { max(0, Int((MarkerEdges.debounce / interval - 0.5 - 1e-6).rounded(.up))) }

  public mutating func process(_ input: Span<Double>, into output: inout [MarkerEdge]) {
    for index in input.indices {
      detector.process(time: Double(position) * interval, level: input[index], into: &output)
      position += 1
    }
  }

  public mutating func finish(into output: inout [MarkerEdge]) {
    detector.finish(into: &output)
    self = MarkerEdgeStream(reading, interval: interval)
  }
}
