// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The presses of the last stretch of a session: time-stamped events, or a sampled marker read as it comes.
struct MarkerTracker: Sendable {
  /// Edges that may still matter, in time order.
  private(set) var edges: [MarkerEdge]
  /// Stretches in which the button was down; empty for stamped and counted presses, which have no duration.
  private var held: [ClosedRange<Double>] = []
  /// When the button went down, if it is down.
  private var downSince: Double?
  /// Time of the last sample; infinite for stamped presses, which are all known.
  private(set) var lastTime: Double
  private var detector: MarkerEdgeDetector?
  private var learning: MarkerLearning?
  private var isCounter = false
  private var isFirst = true

  /// - Parameter presses: Stamps of all presses, s.
  init(presses: [Double]) {
    edges = presses.map { MarkerEdge(kind: .press, earliest: $0, latest: $0) }.sorted { $0.time < $1.time }
    lastTime = .infinity
  }

  /// A sampled marker of which is known how it is to be read.
  init(_ reading: MarkerReading) {
    edges = []
    lastTime = -.infinity
    detector = MarkerEdgeDetector(reading)
    isCounter = reading == .counter
  }

  /// A sampled marker whose levels are learnt from its first idle stretch.
  init(learning polarity: MarkerPolarity?) {
    self.init(.constant)
    learning = MarkerLearning(polarity)
  }

  /// Whether polarity was learnt and the button seemed down in most idle samples.
  var isSuspect: Bool { learning?.isSuspect ?? false }

  /// - Parameters:
  ///   - time: Stamp less the declared latency, s.
  ///   - isIdle: Whether nothing was in contact.
  mutating func process(time: Double, level: Double, isIdle: Bool) {
    lastTime = time
    guard !level.isNaN, detector != nil else { return }
    if learning != nil { learn(time, level, isIdle) }
    let known = edges.count
    detector?.process(time: time, level: level, into: &edges)
    // What was down at the first sample has been down since then.
    if isFirst, !isCounter, detector?.isActive == true { downSince = time }
    if detector?.isActive != nil { isFirst = false }
    if edges.count > known { follow(from: known) }
  }

  /// Takes the samples at the front of a stretch in which the marker stays as it is, if it is known how to read it.
  /// - Returns: Number of samples taken; the next one must be fed by itself.
  mutating func advance(times: Span<Double>, levels: Span<Double>) -> Int {
    guard learning == nil, !isFirst, let taken = detector?.advance(times: times, levels: levels), taken > 0 else {
      return 0
    }
    lastTime = times[taken - 1]
    return taken
  }

  mutating func finish() {
    let known = edges.count
    detector?.finish(into: &edges)
    follow(from: known)
  }

  private mutating func learn(_ time: Double, _ level: Double, _ isIdle: Bool) {
    learning?.take(time, level, isIdle: isIdle, isActive: detector?.isActive ?? false)
    guard let reading = learning?.reading else { return }
    if reading == .counter, !isCounter {
      // The one step before looked like a level that stays.
      isCounter = true
      held = []
      downSince = nil
    }
    if detector?.isActive == nil, case .level = reading, let before = learning?.before {
      // The detector saw no levels so far: it is told the one before.
      detector?.reading = reading
      var none: [MarkerEdge] = []
      detector?.process(time: before.time, level: before.level, into: &none)
      if detector?.isActive == true { downSince = learning?.start }
      isFirst = false
    }
    detector?.reading = reading
  }

  private mutating func follow(from first: Int) {
    guard !isCounter else { return }
    for edge in edges[first...] {
      if edge.kind == .press {
        downSince = downSince ?? edge.time
      } else if let from = downSince {
        held.append(from...max(from, edge.time))
        downSince = nil
      }
    }
  }

  /// Whether the button is down at a time.
  func isDown(at time: Double) -> Bool {
    if let downSince, downSince <= time { return time <= lastTime }
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

  /// Forgets what ended before a time.
  mutating func forget(before time: Double) {
    if edges.count > 64, edges[edges.count / 2].time < time {
      edges.removeFirst(edges.partitionPoint { $0.time >= time })
    }
    if held.count > 64, held[held.count / 2].upperBound < time {
      held.removeFirst(held.partitionPoint { $0.upperBound >= time })
    }
  }
}

/// Finds out how a marker is to be read while it is being recorded.
///
/// The first level is the idle one, unless a polarity was declared. A change counts once the levels lie four times as
/// far apart as in the first half second; a digital marker (two levels at most there) at its first change. Levels that
/// only ever rise are a counter from the second step on.
struct MarkerLearning: Sendable {
  static let block = 0.5

  private let polarity: MarkerPolarity?
  private var first: (time: Double, level: Double)?
  private var low = Double.infinity
  private var high = -Double.infinity
  private var spread = 0.0
  private var blockLevels: Set<Double> = []
  private var isInBlock = true
  private var neverFell = true
  private var steps = 0
  var start: Double? { first?.time }
  private(set) var before: (time: Double, level: Double)?
  private var last: (time: Double, level: Double)?
  private var downWhileIdle = 0
  private var upWhileIdle = 0
  private(set) var reading = MarkerReading.constant

  init(_ polarity: MarkerPolarity?) { self.polarity = polarity }

  var isSuspect: Bool { polarity == nil && reading != .counter && downWhileIdle > upWhileIdle }

  /// - Parameter isActive: Whether the button seemed down at the sample before.
  mutating func take(_ time: Double, _ level: Double, isIdle: Bool, isActive: Bool) {
    before = last
    if let last {
      if level < last.level { neverFell = false }
      if level > last.level { steps += 1 }
    }
    last = (time, level)
    let start = first ?? (time, level)
    first = start
    if isIdle { if isActive { downWhileIdle += 1 } else { upWhileIdle += 1 } }
    low = min(low, level)
    high = max(high, level)
    if isInBlock {
      if blockLevels.count < 3 { blockLevels.insert(level) }
      isInBlock = time - start.time < Self.block
      spread = blockLevels.count > 2 ? high - low : 0
      // An uneven marker cannot be told from a press before the block is complete.
      if isInBlock, blockLevels.count > 2 { return }
    }
    guard high - low > 4 * spread else { return }
    if reading == .counter { return }
    if steps >= 2, neverFell, spread == 0 {
      reading = .counter
      return
    }
    let middle = low + (high - low) / 2
    reading = .level(middle: middle, activeHigh: polarity.map { $0 == .high } ?? (start.level <= middle))
  }
}
