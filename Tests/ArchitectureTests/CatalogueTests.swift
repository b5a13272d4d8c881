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
    for analysis in AnalysisCatalogue.all {
      let outcomes = analysis.outcomes.map(\.name)
      #expect(Set(outcomes).count == outcomes.count, "\(analysis.name)")
      let methods = analysis.methods.map(\.id)
      #expect(Set(methods).count == methods.count, "\(analysis.name)")
      for id in methods { #expect(id.hasPrefix(analysis.name + "."), "\(id) does not start with its analysis") }
    }
  }
}
