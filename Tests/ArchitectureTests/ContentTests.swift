// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import RecordingFormats
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// Every entry of a catalogue has a fixture and an article, every analysis an oracle as well.
@Suite struct ContentTests {
  /// What is still to be written; must be empty before a release. Take a line out as its content lands.
  static let pending: Set<String> = []

  /// What the readers make of `Fixtures/sessions` and `Fixtures/formats`, once; the rate is for those without time.
  static let sessions: [Recording] = {
    var declaration = Declaration()
    declaration.sampleRate = Hertz(10)
    let names = ["sessions", "formats"].flatMap { folder in
      ((try? Fixture.names(in: folder)) ?? []).map { "\(folder)/\($0)" }
    }
    return names.filter { !$0.hasSuffix(".toml") && !$0.hasSuffix(".truth.json") }.flatMap { name in
      let bytes = (try? Fixture.bytes(name)) ?? []
      return (try? readAnything(bytes, name: name, declaration: declaration).get()) ?? []
    }
  }()

  @Test(arguments: FormatCatalogue.all.map { $0.format.text }) func aFixtureIsReadAs(_ format: String) {
    #expect(Self.sessions.contains { $0.format == format })
  }

  @Test(arguments: AnalysisCatalogue.all.map { $0.name }) func aFixtureIsFitFor(_ name: String) throws {
    let analysis = try #require(AnalysisCatalogue.all.first { $0.name == name })
    #expect(Self.sessions.contains { analysis.applies(to: $0) == .applies } || Self.pending.contains("fixture \(name)"))
  }

  @Test(arguments: AnalysisCatalogue.all.map { $0.name }) func anOracleIsNamedAfter(_ name: String) throws {
    let oracles = try Fixture.names(in: "oracles").filter { $0.hasPrefix(name) }
    let isThere = oracles.contains { $0.hasSuffix(".py") } && oracles.contains { $0.hasSuffix(".json") }
    #expect(isThere || Self.pending.contains("oracle \(name)"))
  }

  /// Articles carry the name of the type they describe.
  @Test(arguments: AnalysisCatalogue.all.map { "\($0)" }) func anArticleDescribesTheAnalysis(_ type: String) {
    #expect(hasArticle("Sources/Analyses/Analyses.docc/\(type).md") || Self.pending.contains("article \(type)"))
  }

  @Test(arguments: FormatCatalogue.all.map { "\($0)" }) func anArticleDescribesTheFormat(_ type: String) {
    #expect(
      hasArticle("Sources/RecordingFormats/RecordingFormats.docc/\(type).md")
        || Self.pending.contains("article \(type)"))
  }

  /// A file with a title and at least a paragraph.
  private func hasArticle(_ path: String) -> Bool {
    guard let text = try? String(contentsOf: Fixture.root.appending(path: path), encoding: .utf8) else { return false }
    return text.hasPrefix("# ") && text.count > 400
  }
}
