// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@Suite struct SourceRuleTests {
  static let lineLimit = 400

  @Test func theScanSeesTheTree() {
    #expect(SourceTree.swift.count > 40)
    #expect(SourceTree.swift.contains { $0.path == "Sources/Analyses/Catalogue.swift" })
  }

  @Test func noFileIsLongerThanItsCap() {
    for file in SourceTree.all where file.path.hasPrefix("Sources/") || file.path.hasPrefix("Tests/") {
      #expect(file.lines.count <= Self.lineLimit + 1, "\(file.path) has \(file.lines.count) lines")
    }
  }

  @Test func everySourceNamesItsLicence() {
    for file in SourceTree.all {
      // A script starts with its interpreter, a manifest with its tools version.
      let head = file.lines.prefix(2).joined(separator: "\n")
      #expect(head.contains("SPDX-License-" + "Identifier: GPL-3.0-or-later"), "\(file.path)")
    }
  }

  @Test func nothingNamesAPlaceOfOneMachine() {
    // Put together here so that this file does not name them itself.
    let places = ["work", "tmp", "root", "home", "Users"].map { "/" + $0 + "/" }
    let texts = ["Sources", "Tests", "Fixtures", "Benchmarks", ".ci"].flatMap {
      SourceTree.files(in: $0, suffixes: [".md", ".toml", ".txt"])
    }
    for file in SourceTree.all + texts {
      for line in file.lines.enumerated() {
        for place in places where line.element.contains(place) {
          Issue.record("\(file.path):\(line.offset + 1) names \(place)")
        }
      }
    }
  }

  @Test func libraryCodeHasNoTrapDoors() {
    let banned = ["try" + "!", "as" + "!", "fatal" + "Error(", "nonisolated" + "(unsafe)", "@unchecked" + " Sendable"]
    for file in SourceTree.swift where file.path.hasPrefix("Sources/") {
      for line in file.code {
        for word in banned where line.text.contains(word) {
          Issue.record("\(file.path):\(line.number) uses \(word)")
        }
      }
    }
  }

  @Test func theTopLevelHoldsNothingElse() throws {
    let design: Set<String> = [
      "Package.swift", "Sources", "Tests", "Benchmarks", "Fixtures", "README.md", "LICENSE", ".ci", ".gitignore",
      ".swift-format", ".git",
    ]
    // What building leaves behind and git ignores.
    let ignored: Set<String> = [".build", ".swiftpm", "Package.resolved"]
    let found = try FileManager.default.contentsOfDirectory(atPath: Fixture.root.path(percentEncoded: false))
    #expect(Set(found).subtracting(design).subtracting(ignored).isEmpty)
    for name in design.subtracting(["Benchmarks", ".git"]) { #expect(found.contains(name), "\(name) is missing") }
  }
}
