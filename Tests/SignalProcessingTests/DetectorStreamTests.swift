// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

/// Detectors as streams: any chunking gives what the whole gives, at the sample that is stated.
@Suite struct DetectorStreamTests {
  /// Noise with ramps, drop-outs, losses of contact and missing samples.
  static func load(_ seed: UInt64, count: Int = 3000) -> [Double] {
    var random = SeededGenerator(seed: seed)
    var out: [Double] = []
    while out.count < count {
      for _ in 0..<(60 + Int.random(in: 0..<(120), using: &random)) {
        out.append(Double.random(in: 0..<1, using: &random) - 0.5)
      }
      let top = 50 + Int.random(in: 0..<(150), using: &random)
      for k in 0..<top { out.append(Double(k) + Double.random(in: 0..<1, using: &random)) }
      if Int.random(in: 0..<(3), using: &random) == 0 {
        for _ in 0..<Int.random(in: 0..<(30), using: &random) { out.append(0) }
      }
      if Int.random(in: 0..<(4), using: &random) == 0 {
        for _ in 0..<Int.random(in: 0..<(8), using: &random) { out.append(.nan) }
      }
      for k in 0..<10 { out.append(Double(top) * (1 - Double(k) / 10)) }
    }
    return Array(out.prefix(count))
  }

  /// Runs a fresh processor over random chunks, empty ones included, a thousand times.
  static func matches<P: StreamProcessor, E: Equatable>(
    _ signal: [Double], seed: UInt64, _ make: () -> P
  ) -> Bool where P.Output == [E] {
    var whole: [E] = []
    var processor = make()
    processor.process(signal, into: &whole)
    processor.finish(into: &whole)
    guard !whole.isEmpty else { return false }
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1000 {
      var parts: [E] = []
      let longest = 1 + Int.random(in: 0..<(400), using: &random)
      var start = 0
      while start < signal.count {
        let end = min(signal.count, start + Int.random(in: 0..<(longest + 1), using: &random))
        processor.process(Array(signal[start..<end]), into: &parts)
        start = end
      }
      // The same processor again: `finish` makes it new.
      processor.finish(into: &parts)
      if parts != whole { return false }
    }
    return true
  }

  @Test func contactsDoNotDependOnChunks() {
    let settings = ContactDetector.Settings(threshold: 5, interval: 0.01, fastestDrift: 1.0 / 6)
    #expect(Self.matches(Self.load(1), seed: 11) { ContactStream(settings) })
  }

  @Test func edgesDoNotDependOnChunks() {
    var random = SeededGenerator(seed: 3)
    var levels: [Double] = []
    var level = 0.0
    while levels.count < 3000 {
      level = 1 - level
      for _ in 0..<(1 + Int.random(in: 0..<(40), using: &random)) {
        levels.append(Int.random(in: 0..<(50), using: &random) == 0 ? .nan : level)
      }
    }
    let counter = levels.indices.map { Double($0 / 97) }
    #expect(
      Self.matches(levels, seed: 12) { MarkerEdgeStream(.level(middle: 0.5, activeHigh: true), interval: 0.01) })
    #expect(
      Self.matches(levels, seed: 13) { MarkerEdgeStream(.level(middle: 0.5, activeHigh: false), interval: 0.004) })
    #expect(Self.matches(counter, seed: 14) { MarkerEdgeStream(.counter, interval: 0.01) })
  }

  @Test func crossingsDoNotDependOnChunks() {
    var random = SeededGenerator(seed: 5)
    var rating = 0.0
    let ratings = (0..<3000).map { (_: Int) -> Double in
      rating = min(max(rating + Double.random(in: 0..<1, using: &random) - 0.5, 0), 10)
      return Int.random(in: 0..<(60), using: &random) == 0 ? .nan : rating
    }
    #expect(
      Self.matches(ratings, seed: 15) {
        RatingCrossingStream(criterion: 2, persistence: 0.5, hysteresis: 0.2, interval: 0.05)
      })
  }

  /// Position of the sample with which each result is given.
  static func arrivals<P: StreamProcessor, E>(_ signal: [Double], _ processor: consuming P) -> [(at: Int, E)]
  where P.Output == [E] {
    var out: [(Int, E)] = []
    for (at, sample) in signal.enumerated() {
      var new: [E] = []
      processor.process([sample], into: &new)
      out += new.map { (at, $0) }
    }
    return out
  }

  @Test(arguments: [10.0, 64, 100, 333, 1000, 4800]) func contactComesAtItsStatedSample(rate: Double) throws {
    let stream = ContactStream(.init(threshold: 5, interval: 1 / rate, fastestDrift: 1.0 / 6))
    let latency = stream.latency
    #expect(latency == Int((0.2 * rate - 1e-6).rounded(.up)) + 2)
    // Two seconds idle, two of ramp, two idle, again and again.
    let signal = (0..<Int(24 * rate)).map { (i: Int) -> Double in
      let t = (Double(i) / rate).truncatingRemainder(dividingBy: 6)
      return t >= 2 && t < 4 ? (t - 2) * 100 : 0
    }
    let contacts = Self.arrivals(signal, stream)
    #expect(contacts.count == 4)
    for (at, contact) in contacts { #expect(at == contact.end + latency) }
  }

  @Test(arguments: [20.0, 100, 125, 1000, 4800]) func edgeComesAtItsStatedSample(rate: Double) throws {
    let stream = MarkerEdgeStream(.level(middle: 0.5, activeHigh: true), interval: 1 / rate)
    let latency = stream.latency
    let (down, up) = (Int(rate), Int(1.5 * rate))
    let signal = (0..<Int(3 * rate)).map { (down..<up).contains($0) ? 1.0 : 0 }
    let edges = Self.arrivals(signal, stream)
    #expect(edges.map(\.1.kind) == [.press, .release])
    #expect(edges.map(\.at) == [down, up + latency])
  }

  @Test(arguments: [10.0, 30, 100, 1000]) func crossingThatLastsComesWithinItsStatedSamples(rate: Double) throws {
    let stream = RatingCrossingStream(criterion: 1, persistence: 0.5, hysteresis: 0.2, interval: 1 / rate)
    let latency = stream.latency
    let at = Int(rate)
    let changes = Self.arrivals((0..<Int(4 * rate)).map { $0 < at ? 0.0 : 1.0 }, stream)
    #expect(changes.count == 2)
    #expect(changes[0].at == at)
    #expect(changes[1].at <= at + latency && changes[1].at >= at + latency - 1)
  }

  /// A missing sample keeps its place: positions are those of the stream.
  @Test func missingSamplesCount() throws {
    var signal = [Double](repeating: 0, count: 100) + (0..<200).map { Double($0) } + [Double](repeating: 0, count: 100)
    let settings = ContactDetector.Settings(threshold: 5, interval: 0.01, fastestDrift: 1.0 / 6)
    func run(_ signal: [Double]) -> [ContactDetector.Contact] {
      var contacts: [ContactDetector.Contact] = []
      var stream = ContactStream(settings)
      stream.process(signal, into: &contacts)
      stream.finish(into: &contacts)
      return contacts
    }
    let whole = try #require(run(signal).first)
    for k in [20, 21, 150, 151] { signal[k] = .nan }
    let holed = run(signal)
    #expect(holed.count == 1)
    #expect(holed.first?.start == whole.start && holed.first?.end == whole.end)
  }
}
