// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Testing

@Suite struct ParameterTableTests {
  @Test(arguments: AnalysisCatalogue.all.map { $0.name }) func everyDefaultIsDescribedOnce(_ name: String) throws {
    let analysis = try #require(AnalysisCatalogue.all.first { $0.name == name })
    try check(analysis)
  }

  private func check<A: Analysis>(_: A.Type) throws {
    let defaults = A.Parameters()
    let table = A.Parameters.table
    let stored = Mirror(reflecting: defaults).children.compactMap(\.label).map(snakeCase)
    #expect(stored.sorted() == table.map(\.key).sorted(), "one entry for each stored property, of the same name")
    for parameter in table {
      let key = "\(A.name).\(parameter.key)"
      #expect(!parameter.sentence.isEmpty, "\(key) has no sentence")
      switch parameter.origin {
      case .published(let reference, let locator, _):
        #expect(!reference.id.isEmpty && !reference.citation.isEmpty && !locator.isEmpty, "\(key): source incomplete")
      case .ownDesign(let reason):
        #expect(!reason.isEmpty, "\(key): own design without a reason")
      }
      var again = defaults
      let shown = parameter.show(defaults)
      try parameter.set(&again, shown.isEmpty ? "none" : shown)
      #expect(again == defaults, "\(key): '\(shown)' does not read back")
      #expect(throws: ParameterError.self, "\(key) takes anything") { try parameter.set(&again, "\u{1}?") }
    }
  }

  private func snakeCase(_ name: String) -> String {
    var words = ""
    var wasUpper = true
    for character in name {
      if character.isUppercase, !wasUpper { words += "_" }
      wasUpper = character.isUppercase
      words += character.lowercased()
    }
    return words
  }
}
