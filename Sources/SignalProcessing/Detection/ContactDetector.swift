// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// Finds contacts of a probe (or inflations of a cuff) in a load signal, sample by sample.
///
/// Two levels above a tracked idle baseline keep noise from splitting a contact. Every decision needs the past only,
/// so a stream and a file give the same contacts.
public struct ContactDetector: Sendable {
  public struct Settings: Sendable, Hashable {
    /// Least rise above the idle baseline that starts a contact; falling below half of it ends one.
    public var threshold: Double
    /// Median sampling interval in s.
    public var interval: Double
    /// A loss of contact shorter than this is a bounce.
    public var longestBounce = 0.2
    /// Fastest idle drift that is followed, per second; a slow ramp must outrun it.
    public var fastestDrift: Double
    /// Length in s of the idle blocks whose medians make the tracked baseline: half a second, at least 15 samples.
    public var block: Double { max(0.5, 15 * interval) }

    public init(threshold: Double, interval: Double, fastestDrift: Double) {
      self.threshold = threshold
      self.interval = interval
      self.fastestDrift = fastestDrift
    }
  }

  /// A contact as sample range: the first sample above the on-level up to the first below the off-level.
  public struct Contact: Sendable, Hashable {
    public var start: Int
    public var end: Int
    public var startTime: Double
    /// Time of the first sample below the off-level; of the last sample when the signal ends loaded.
    public var endTime: Double
    public var bounces = 0
    public var gaps = 0
    /// The signal ends inside the contact.
    public var isOpen = false
    /// The signal starts inside the contact, so there is no idle before it.
    public var startsLoaded = false
  }

  /// A contact younger than this is on the foot of its ramp, s.
  static let foot = 1.0
  /// Idle blocks hold at most so many samples, however little the stamps advance.
  static let longestBlock = 1 << 20

  private enum Phase { case starting, idle, contact, leaving }

  public let settings: Settings
  /// Noise of the first idle block (1.4826 MAD) and its smallest step; both 0 before it is complete.
  public private(set) var noise = 0.0
  public private(set) var quantum = 0.0
  private var phase = Phase.starting
  private var block: [Double] = []
  private var blockStart = 0.0
  /// The tracked idle level, in the unit of the threshold; 0 while there is none.
  public private(set) var baseline = 0.0
  private var hasFirstBlock = false
  private var current = Contact(start: 0, end: 0, startTime: 0, endTime: 0)
  private var peak = 0.0
  private var lowest = 0.0
  private var awaySum = 0.0
  private var awayCount = 0
  private var returning = 0
  private var lastIndex = 0
  private var lastTime = -Double.infinity
  private var lastLoad = 0.0
  /// Index of the next sample.
  private var count: Int
  private var candidate: (index: Int, time: Double, load: Double)?
  private var started: [(index: Int, time: Double, load: Double)] = []

  /// - Parameter firstIndex: Index of the first sample that will be given.
  public init(_ settings: Settings, firstIndex: Int = 0) {
    self.settings = settings
    count = firstIndex
  }

  /// Whether the signal is known to be idle at the last sample.
  public var isIdle: Bool { phase == .idle }

  /// The contact under way, not yet ended for good; nil before its second sample, since one sample at the end of the
  /// signal is no contact.
  public var underway: Contact? {
    underwaySince == nil ? nil : current
  }

  /// Whether the last sample belongs to a contact that has not begun to end.
  public var isLoaded: Bool { phase == .contact }

  /// When the contact under way began, s.
  public var underwaySince: Double? {
    (phase == .contact || phase == .leaving) && count - current.start > 1 ? current.startTime : nil
  }

  private var on: Double { max(settings.threshold, 5 * noise, 3 * quantum) }

  /// Level below which a contact ends: half the on-level; without an idle baseline also a tenth of the peak, because a
  /// device that hides small values never shows the way down.
  private var off: Double { current.startsLoaded ? max(on / 2, 0.1 * peak) : baseline + on / 2 }

  /// Feeds one sample; finished contacts are appended to `contacts`.
  ///
  /// - Parameters:
  ///   - time: Seconds, increasing.
  ///   - load: Finite load in the unit of the threshold.
  public mutating func process(time: Double, load: Double, into contacts: inout [Contact]) {
    let isGap = lastTime > -.infinity && time - lastTime > 3 * settings.interval
    switch phase {
    case .starting:
      started.append((count, time, load))
      if let first = started.first,
        isGap || time - first.time >= settings.block || started.count >= Self.longestBlock
      {
        decideStart(into: &contacts)
      }
    case .idle, .contact, .leaving:
      step(index: count, time: time, load: load, isGap: isGap, into: &contacts)
    }
    lastIndex = count
    count += 1
    lastTime = time
    lastLoad = load
  }

  /// Feeds the samples at the front of a stretch in which nothing happens: idle ones that complete no block, and loaded
  /// ones. The same as ``process(time:load:into:)`` for each, and much faster.
  ///
  /// - Parameters:
  ///   - times: Seconds, increasing.
  ///   - loads: As many finite loads.
  /// - Returns: Number of samples taken; the next one must be fed by itself.
  public mutating func advance(times: Span<Double>, loads: Span<Double>) -> Int {
    precondition(times.count == loads.count)
    let longestStep = 3 * settings.interval
    var taken = 0
    var before = lastTime
    switch phase {
    case .idle where !block.isEmpty:
      let level = baseline + on
      let length = settings.block
      let most = min(loads.count, Self.longestBlock - 1 - block.count)
      while taken < most {
        let time = times[taken]
        guard !(time - before > longestStep), !(time - blockStart >= length), !(loads[taken] > level) else { break }
        block.append(loads[taken])
        before = time
        taken += 1
      }
      if taken > 0 { candidate = nil }
    case .contact where !current.startsLoaded && lastTime > -.infinity:
      let level = off
      while taken < loads.count {
        let time = times[taken]
        guard !(time - before > longestStep), !(loads[taken] < level) else { break }
        peak = max(peak, loads[taken])
        before = time
        taken += 1
      }
    case .idle, .contact, .starting, .leaving: break
    }
    guard taken > 0 else { return 0 }
    lastIndex = count + taken - 1
    count += taken
    lastTime = times[taken - 1]
    lastLoad = loads[taken - 1]
    return taken
  }

  /// Counts a sample that is missing.
  public mutating func skip() { count += 1 }

  /// Ends the signal; a contact under way is emitted with `isOpen`.
  public mutating func finish(into contacts: inout [Contact]) {
    if phase == .starting { decideStart(into: &contacts) }
    switch phase {
    case .contact where count - current.start > 1:
      current.end = count
      current.endTime = lastTime
      current.isOpen = true
      contacts.append(current)
    case .leaving: contacts.append(current)
    case .idle, .starting, .contact: break
    }
    phase = .idle
  }

  /// Decides from the first block whether the signal starts idle or loaded, then replays it.
  private mutating func decideStart(into contacts: inout [Contact]) {
    let loads = started.map(\.load)
    guard !loads.isEmpty else {
      phase = .idle
      return
    }
    let first = Median.of(Array(loads.prefix(5)))
    let halfA = Median.of(Array(loads.prefix(max(loads.count / 2, 1))))
    let halfB = Median.of(Array(loads.suffix(max(loads.count / 2, 1))))
    // Noise from steps between neighbours is deaf to a ramp that begins inside the block.
    let steps = zip(loads.dropFirst(), loads).map { $0 - $1 }
    let typical = steps.isEmpty ? 0 : Median.of(steps)
    noise = steps.isEmpty ? 0 : 1.4826 * Median.of(steps.map { abs($0 - typical) }) / 2.0.squareRoot()
    let isFlat = abs(halfB - halfA) <= max(settings.threshold / 4, 2 * noise)
    // A level away from zero is idle only when it lasts: the first samples of a device that hides small values stand
    // there by chance.
    let lasts = loads.count >= 15 && started[started.count - 1].time - started[0].time >= settings.block
    let isIdle = abs(first) <= settings.threshold + 2 * noise || (isFlat && lasts)
    let replay = started
    started = []
    if isIdle {
      phase = .idle
      baseline = first
      blockStart = replay[0].time
      if isFlat, lasts { learn(loads) }
    } else {
      phase = .contact
      baseline = 0
      current = Contact(
        start: replay[0].index, end: replay[0].index, startTime: replay[0].time, endTime: 0, startsLoaded: true)
      peak = replay[0].load
    }
    var previous = replay[0].time
    for sample in replay {
      let isGap = sample.time - previous > 3 * settings.interval
      step(index: sample.index, time: sample.time, load: sample.load, isGap: isGap, into: &contacts)
      previous = sample.time
      lastIndex = sample.index
      lastTime = sample.time
      lastLoad = sample.load
    }
  }

  private mutating func step(index: Int, time: Double, load: Double, isGap: Bool, into contacts: inout [Contact]) {
    switch phase {
    case .starting: break
    case .idle:
      // Two samples in a row, so that a single wild one is not a contact.
      if load > baseline + on {
        if let (before, beforeTime, beforeLoad) = candidate {
          begin(before, beforeTime, max(beforeLoad, load))
        } else {
          candidate = (index, time, load)
        }
      } else {
        candidate = nil
        track(time: time, load: load, isGap: isGap)
      }
    case .contact:
      if isGap {
        // A device that hides small values leaves a hole between contacts, not inside one.
        let isLow = lastLoad < 0.1 * peak + baseline && load < 0.1 * peak + baseline
        if isLow, time - lastTime > settings.longestBounce {
          let startsLoaded = current.startsLoaded
          current.end = index
          current.endTime = lastTime
          contacts.append(current)
          begin(index, time, load)
          current.startsLoaded = startsLoaded
          return
        }
        current.gaps += 1
      }
      peak = max(peak, load)
      if load < off {
        phase = .leaving
        current.end = index
        current.endTime = time
        lowest = load
        awaySum = load
        awayCount = 1
        returning = 0
      }
    case .leaving:
      lowest = min(lowest, load)
      awaySum += load
      awayCount += 1
      let isAbove = current.startsLoaded ? load > lowest + on : load > baseline + on
      returning = isAbove ? returning + 1 : 0
      // Idle noise after a whole contact must not reopen it; on the foot of a slow ramp one sample is enough.
      let needed = current.endTime - current.startTime < Self.foot ? 1 : 2
      if returning >= needed {
        // The first of the samples that are back, and their sum.
        let back =
          needed == 2
          ? (index: lastIndex, time: lastTime, sum: lastLoad + load) : (index: index, time: time, sum: load)
        if back.time - current.endTime < settings.longestBounce, !current.startsLoaded {
          // Noise dips just below the off-level; a lost contact falls back to the idle level.
          let count = awayCount - needed
          let mean = (awaySum - back.sum) / Double(max(count, 1))
          // Under noise two lifted samples on the foot of a ramp may have begun the contact: five on each side are
          // real.
          let isLong = count > 4 && current.end - current.start >= 5
          let isClear = isLong || noise <= settings.threshold / 10
          if mean < baseline + on / 4, isClear { current.bounces += 1 }
          phase = .contact
          peak = max(peak, load)
        } else {
          let startsLoaded = current.startsLoaded
          contacts.append(current)
          begin(back.index, back.time, max(lastLoad, load))
          current.startsLoaded = startsLoaded
        }
      } else if returning == 0, time - current.endTime >= settings.longestBounce, !current.startsLoaded || load < on {
        contacts.append(current)
        phase = .idle
        if current.startsLoaded { baseline = load }
        block.removeAll(keepingCapacity: true)
        blockStart = time
      }
    }
  }

  private mutating func begin(_ index: Int, _ time: Double, _ load: Double) {
    phase = .contact
    candidate = nil
    current = Contact(start: index, end: index, startTime: time, endTime: time)
    peak = load
    block.removeAll(keepingCapacity: true)
  }

  /// Follows the idle baseline by block medians, no faster than the drift that is allowed.
  private mutating func track(time: Double, load: Double, isGap: Bool) {
    if isGap || block.isEmpty {
      block.removeAll(keepingCapacity: true)
      blockStart = time
    }
    block.append(load)
    guard time - blockStart >= settings.block || block.count >= Self.longestBlock else { return }
    let median = Median.of(block)
    if hasFirstBlock {
      let most = settings.fastestDrift * (time - blockStart)
      baseline += min(max(median - baseline, -most), most)
    } else {
      learn(block)
    }
    block.removeAll(keepingCapacity: true)
  }

  /// Takes baseline, noise and quantum from the first idle stretch.
  private mutating func learn(_ idle: [Double]) {
    hasFirstBlock = true
    baseline = Median.of(idle)
    noise = 1.4826 * Median.of(idle.map { abs($0 - baseline) })
    quantum = Self.smallestStep(idle)
  }

  private static func smallestStep(_ values: [Double]) -> Double {
    var smallest = 0.0
    for (a, b) in zip(values, values.dropFirst()) where a != b {
      let step = abs(b - a)
      smallest = smallest == 0 ? step : min(smallest, step)
    }
    return smallest
  }
}
