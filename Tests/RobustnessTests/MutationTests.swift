// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

extension RobustnessTests {
  @Suite struct MutationTests {
    let bytes = Array("Time (s),Force (N)\n0.0,1.5\n0.1,2.5\n".utf8)

    @Test func aSeedAlwaysGivesTheSameBytes() {
      #expect(Mutation.mutate(bytes, seed: 7) == Mutation.mutate(bytes, seed: 7))
    }

    @Test func nearlyEverySeedChangesTheFileInAnotherWay() {
      let results = Set((0..<1000).map { Mutation.mutate(bytes, seed: UInt64($0)) })
      #expect(results.count > 980)
      #expect(results.contains { $0.count < bytes.count })
      #expect(results.contains { $0.count > bytes.count })
      #expect(results.contains { $0.count == bytes.count && $0 != bytes })
    }

    @Test func nothingCanBeMadeOfNothing() {
      for seed in 0..<100 { #expect(Mutation.mutate([], seed: UInt64(seed)).count < 200) }
    }

    @Test func theBenchRunsEveryCaseOnceAndReportsFailures() {
      let failures = Bench.run(count: 1000) { index in
        (
          Case(name: "bench self-test \(index)", file: "x", bytes: []),
          { $0.name.hasSuffix(" 99") ? "planted" : nil }
        )
      }
      #expect(failures.map(\.name) == ["bench self-test 99"])
    }
  }
}
