// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Simulation
import Testing

@Suite struct RandomStreamTests {
  /// Reference output of the authors' xoshiro256** for the state 1, 2, 3, 4 (as in rand_xoshiro's tests).
  @Test func matchesTheReferenceImplementation() {
    var stream = RandomStream(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(expected.map { _ in stream.next() } == expected)
  }

  @Test func streamsOfOneSeedDiffer() {
    var a = RandomStream(seed: 4, stream: 1)
    var b = RandomStream(seed: 4, stream: 2)
    var c = RandomStream(seed: 5, stream: 1)
    let first = a.next()
    #expect(first != b.next())
    #expect(first != c.next())
  }

  /// Kolmogorov–Smirnov at the 0.1 % level, and moments within four standard errors.
  @Test func deviatesAreNormal() {
    var stream = RandomStream(seed: 11)
    let n = 100_000
    let x = (0..<n).map { _ in stream.normal() }.sorted()
    var distance = 0.0
    for (i, value) in x.enumerated() {
      let p = 0.5 * erfc(-value / 2.0.squareRoot())
      distance = max(distance, abs(p - Double(i) / Double(n)), abs(p - Double(i + 1) / Double(n)))
    }
    let root = Double(n).squareRoot()
    #expect(distance < 1.95 / root)
    let mean = x.reduce(0, +) / Double(n)
    #expect(abs(mean) < 4 / root)
    let second = x.map { $0 * $0 }.reduce(0, +) / Double(n)
    #expect(abs(second - 1) < 4 * 2.0.squareRoot() / root)
    let fourth = x.map { $0 * $0 * $0 * $0 }.reduce(0, +) / Double(n)
    #expect(abs(fourth - 3) < 4 * 96.0.squareRoot() / root)
  }
}
