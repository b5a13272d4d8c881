// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Testing

struct PipelineTests {
  private struct Item {
    var number = -1
    var result = 0
  }

  /// What a step works out; some take much longer than others.
  private static func work(_ number: Int) -> Int {
    (0..<(number * 7919 % 13 * 200)).reduce(number) { ($0 &* 31) ^ $1 }
  }

  @Test func stepsAreFilledAndDrainedInOrder() {
    for count in [0, 1, 2, 3, 10, 501] {
      var (first, second) = (Item(), Item())
      var next = 0
      var drained: [Int] = []
      var results: [Int] = []
      Pipeline.run(&first, &second) { item in
        guard next < count else { return false }
        item.number = next
        next += 1
        return true
      } work: { item in
        item.result = Self.work(item.number)
      } drain: { item in
        drained.append(item.number)
        results.append(item.result)
        return true
      }
      #expect(drained == Array(0..<count) && results == drained.map(Self.work))
    }
  }

  /// Steps that are filled when the drain calls a halt are still drained, and no others follow.
  @Test func theDrainEndsTheRun() {
    for stop in 0..<60 {
      var (first, second) = (Item(), Item())
      var next = 0
      var drained: [Int] = []
      Pipeline.run(&first, &second) { item in
        item.number = next
        next += 1
        return true
      } work: { item in
        item.result = Self.work(item.number)
      } drain: { item in
        drained.append(item.number)
        return item.number != stop
      }
      #expect(drained == Array(0..<next) && (stop + 1...stop + 2).contains(next))
    }
  }
}
