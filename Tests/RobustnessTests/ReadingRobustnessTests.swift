// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

extension RobustnessTests {
  @Suite(.serialized) struct ReadingRobustnessTests {
    /// Prefixes up to this length are all tried.
    static let exhaustive = 4096
    static let cuts = 500
    static let mutations = 200_000
    /// Mutations work on the first bytes only, but for every fiftieth, which takes the whole file up to `longest`.
    static let excerpt = 8 << 10
    static let longest = 256 << 10

    let corpus = Corpus.all
    /// Specimens in turns. What a massage gun's recording goes through takes ten times as long as the rest, so that each
    /// comes up a fifth as often.
    let turns = Corpus.all.indices.flatMap { [Int](repeating: $0, count: Self.isSlow(Corpus.all[$0]) ? 1 : 5) }

    private static func isSlow(_ specimen: Specimen) -> Bool { specimen.name.hasPrefix("gun_") }

    /// Folders of fixtures that hold no recordings are named here, so that a new folder is not left out unseen.
    @Test func everyFixtureIsInTheCorpus() throws {
      let folders = try FileManager.default.contentsOfDirectory(
        at: Fixture.root.appending(path: "Fixtures"), includingPropertiesForKeys: [.isDirectoryKey]
      ).filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
      #expect(Set(folders.map(\.lastPathComponent)) == Set(Corpus.folders).union(["golden", "oracles"]))
      for folder in Corpus.folders {
        let specimens = Corpus.specimens(in: folder)
        let names = try Fixture.names(in: folder).filter { !$0.hasSuffix(".toml") && !$0.hasSuffix(".truth.json") }
        #expect(specimens.map(\.name) == names && !names.isEmpty, "\(folder)")
        #expect(specimens.allSatisfy { !$0.bytes.isEmpty })
      }
    }

    @Test func everyFixtureItselfIsSound() {
      report("fixtures", corpus.count) { index in
        (corpus[index], Case(name: corpus[index].name, file: corpus[index].name, bytes: corpus[index].bytes))
      }
    }

    @Test func everyPrefixEndsInAnAnswerOrAnError() {
      let plan = corpus.indices.flatMap { specimen in
        stride(
          from: 0, through: min(Self.exhaustive, corpus[specimen].bytes.count),
          by: Scale.stride * (Self.isSlow(corpus[specimen]) ? 5 : 1)
        ).map {
          (specimen, $0)
        }
      }
      report("prefixes", plan.count) { prefix(plan[$0].0, count: plan[$0].1) }
    }

    @Test func everyCutEndsInAnAnswerOrAnError() {
      let long = turns.filter { corpus[$0].bytes.count > Self.exhaustive }
      let each = Scale.count(Self.cuts / 5)
      report("cuts", long.count * each) { index in
        let specimen = long[index / each]
        var generator = SeededGenerator(seed: UInt64(index))
        return prefix(
          specimen, count: Int.random(in: Self.exhaustive..<corpus[specimen].bytes.count, using: &generator))
      }
    }

    @Test func everyMutationEndsInAnAnswerOrAnError() {
      report("mutations", Scale.count(Self.mutations)) { index in
        let specimen = corpus[turns[index % turns.count]]
        let isWhole = (index / turns.count) % 50 == 0
        let bytes = Array(specimen.bytes.prefix(isWhole ? Self.longest : Self.excerpt))
        let name = "\(specimen.name), mutation \(index)"
        return (specimen, Case(name: name, file: specimen.name, bytes: Mutation.mutate(bytes, seed: UInt64(index))))
      }
    }

    private func prefix(_ index: Int, count: Int) -> (Specimen, Case) {
      let specimen = corpus[index]
      let name = "\(specimen.name), first \(count) bytes"
      return (specimen, Case(name: name, file: specimen.name, bytes: Array(specimen.bytes.prefix(count))))
    }

    private func report(_ what: String, _ count: Int, _ make: @Sendable (Int) -> (Specimen, Case)) {
      print("robustness: \(count) \(what); \(Scale.words)")
      let failures = Bench.run(count: count) { index in
        let (specimen, example) = make(index)
        return (example, { Chain.run($0, specimen.contents) })
      }
      for failure in failures { Issue.record("\(failure)") }
    }
  }
}
