// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Testing

@Suite struct CatalogueTests {
  @Test func namesAreUniqueAndFitForSubcommands() {
    let names = AnalysisCatalogue.all.map { $0.name }
    #expect(Set(names).count == names.count)
    for name in names { #expect(name.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") }, "\(name)") }
  }

  @Test func methodsAndOutcomesAreNamedOnce() {
    var sentences: [String: String] = [:]
    for analysis in AnalysisCatalogue.all {
      let outcomes = analysis.outcomes.map(\.name)
      #expect(Set(outcomes).count == outcomes.count, "\(analysis.name)")
      let methods = analysis.methods.map(\.id)
      #expect(Set(methods).count == methods.count, "\(analysis.name)")
      for method in analysis.methods {
        // Analyses may share a method, but then it is the same one.
        #expect(sentences.updateValue(method.sentence, forKey: method.id) ?? method.sentence == method.sentence)
        #expect(!method.sentence.isEmpty && !method.origin.text.isEmpty, "\(method.id)")
      }
    }
  }
}
