// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

/// Detectors fed by stretches, against the same detectors fed sample by sample.
struct StretchTests {
  /// Idle, contacts, bounces, taps, wild samples and drift, with holes in the time.
  private func signal(_ generator: inout SeededGenerator) -> (times: [Double], loads: [Double]) {
    let noise = [0, 0.3, 2][Int.random(in: 0..<3, using: &generator)]
    var loads: [Double] = []
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      let count = Int.random(in: 1...250, using: &generator)
      let top = Double.random(in: 0...60, using: &generator)
      for k in 0..<count {
        switch count % 4 {
        case 0: loads.append(top * Double(k) / Double(count))
        case 1: loads.append(0)
        case 2: loads.append(top)
        default: loads.append(k == count / 2 ? 80 : 0.01 * Double(k))
        }
      }
    }
    var time = 0.0
    var times: [Double] = []
    for k in loads.indices {
      loads[k] += Double.random(in: -noise...max(noise, 1e-9), using: &generator)
      time += Int.random(in: 0..<400, using: &generator) == 0 ? 0.5 : 0.01
      times.append(time)
    }
    return (times, loads)
  }

  @Test func contactsAreTheSame() {
    var found = 0
    for seed in UInt64(0)..<1000 {
      var generator = SeededGenerator(seed: seed)
      let (times, loads) = signal(&generator)
      let settings = ContactDetector.Settings(threshold: 5, interval: 0.01, fastestDrift: 1.0 / 6)
      var single = ContactDetector(settings)
      var stretched = single
      var expected: [ContactDetector.Contact] = []
      var contacts: [ContactDetector.Contact] = []
      for k in loads.indices { single.process(time: times[k], load: loads[k], into: &expected) }
      var k = 0
      while k < loads.count {
        let end = min(loads.count, k + Int.random(in: 1...120, using: &generator))
        k += stretched.advance(times: times.span.extracting(k..<end), loads: loads.span.extracting(k..<end))
        guard k < loads.count else { break }
        stretched.process(time: times[k], load: loads[k], into: &contacts)
        k += 1
      }
      #expect(single.baseline == stretched.baseline && single.noise == stretched.noise, "seed \(seed)")
      #expect(single.isIdle == stretched.isIdle && single.underway == stretched.underway, "seed \(seed)")
      single.finish(into: &expected)
      stretched.finish(into: &contacts)
      #expect(contacts == expected, "seed \(seed)")
      found += contacts.count
    }
    #expect(found > 1000)
  }

  @Test func markerEdgesAreTheSame() {
    var found = 0
    for seed in UInt64(0)..<1000 {
      var generator = SeededGenerator(seed: seed)
      var levels: [Double] = []
      for _ in 0..<Int.random(in: 1...30, using: &generator) {
        let level = [0, 5, 5, .nan][Int.random(in: 0..<4, using: &generator)]
        levels += [Double](repeating: level, count: Int.random(in: 1...40, using: &generator))
      }
      let times = levels.indices.map { Double($0) * 0.005 }
      let isHigh = Bool.random(using: &generator)
      let reading: MarkerReading =
        seed % 10 == 0 ? .counter : seed % 11 == 0 ? .constant : .level(middle: 2.5, activeHigh: isHigh)
      var single = MarkerEdgeDetector(reading)
      var stretched = single
      var expected: [MarkerEdge] = []
      var edges: [MarkerEdge] = []
      for k in levels.indices { single.process(time: times[k], level: levels[k], into: &expected) }
      var k = 0
      while k < levels.count {
        let end = min(levels.count, k + Int.random(in: 1...60, using: &generator))
        k += stretched.advance(times: times.span.extracting(k..<end), levels: levels.span.extracting(k..<end))
        guard k < levels.count else { break }
        stretched.process(time: times[k], level: levels[k], into: &edges)
        k += 1
      }
      single.finish(into: &expected)
      stretched.finish(into: &edges)
      #expect(edges == expected, "seed \(seed)")
      found += edges.count
    }
    #expect(found > 1000)
  }
}
