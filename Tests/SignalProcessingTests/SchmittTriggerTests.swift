// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import TestSupport
import Testing

@Suite struct SchmittTriggerTests {
  private static func crossings(_ x: [Double], _ lower: Double, _ upper: Double) throws -> [LevelCrossing] {
    var trigger = try SchmittTrigger(lower: lower, upper: upper)
    var found: [LevelCrossing] = []
    trigger.process(x, into: &found)
    trigger.finish(into: &found)
    return found
  }

  @Test func hysteresisKeepsTheState() throws {
    let found = try Self.crossings([0, 1.5, 0.5, 2.5, 1.5, 2, 1, 3, 0.75, .nan, 5, 0, .infinity, 0, 2], 1, 2)
    #expect(found.map(\.index) == [3, 6, 7, 8, 11, 14])
    #expect(found.map(\.isRising) == [true, false, true, false, false, true])
    // From 0.5 to 2.5 through 2; from 2 down to 1 itself; from 3 to 0.75 through 1.
    #expect(found[0].position == 2.75 && found[1].position == 6 && abs(found[3].position - (7 + 8.0 / 9)) < 1e-15)
    #expect(try Self.crossings([5, 5, 1.5], 1, 2).isEmpty && Self.crossings([], 1, 2).isEmpty)
    // No difference overflows.
    let steep = try Self.crossings([-1.7e308, 1.7e308], -1, 1)
    #expect(steep.count == 1 && abs(steep[0].position - 0.5) < 1e-12)
    for (low, high) in [(1.0, 1.0), (2, 1), (.nan, 1), (0, .infinity)] {
      #expect(throws: DetectionError.self) { _ = try SchmittTrigger(lower: low, upper: high) }
    }
  }

  @Test func aThousandChunkingsGiveTheSame() throws {
    var generator = SeededGenerator(seed: 50)
    let x = rough(2000, seed: 51)
    var trigger = try SchmittTrigger(lower: -0.2, upper: 0.3)
    let whole = try Self.crossings(x, -0.2, 0.3)
    #expect(whole.count > 100 && trigger.latency == 0)
    #expect(whole.allSatisfy { $0.position > Double($0.index - 1) && $0.position <= Double($0.index) })
    var differing = 0
    for round in 0..<1000 {
      var found: [LevelCrossing] = []
      inChunks(&trigger, x, most: [1, 10, 500][round % 3], &generator, into: &found)
      if found != whole { differing += 1 }
    }
    #expect(differing == 0)
  }
}
