// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite struct ImportTests {
  /// C libraries for mathematics, files and clocks; only where the design has side effects or kernels.
  static let systemLibraries: Set<String> = ["Glibc", "Musl", "Darwin"]
  static let systemUsers: Set<String> = [
    "Jobs", "RecordingFormats", "Simulation", "SignalProcessing", "Estimation",
    // Logarithmic axes.
    "Reporting",
  ]
  static let foundationEssentialsUsers: Set<String> = ["Reporting", "Jobs"]

  private func allowed(_ target: TargetGraph.Target, in graph: TargetGraph) -> Set<String> {
    // SwiftPM lets a target import whatever it reaches; sources are held to their own edges.
    if target.folder.hasPrefix("Tests/") {
      return graph.reach(of: target.name).union(["Testing", "Foundation", "Synchronization"])
        .union(Self.systemLibraries)
    }
    var modules = Set(target.dependencies.map(\.name))
    if Self.systemUsers.contains(target.name) { modules.formUnion(Self.systemLibraries) }
    if Self.foundationEssentialsUsers.contains(target.name) { modules.insert("FoundationEssentials") }
    // The lock of FFTW's planner, and work on two threads.
    if target.name == "SignalProcessing" { modules.formUnion(["Dispatch", "Synchronization"]) }
    if target.name == "Jobs" { modules.formUnion(["Dispatch", "Synchronization"]) }
    return modules
  }

  @Test func everyImportIsAnEdgeOfTheManifest() throws {
    let graph = try TargetGraph.dumped.get()
    var count = 0
    for target in graph.targets where target.type != "system" {
      let modules = allowed(target, in: graph)
      for file in SourceTree.swift where file.path.hasPrefix(target.folder + "/") {
        for line in file.code {
          guard let module = Self.importedModule(line.text) else { continue }
          count += 1
          #expect(modules.contains(module), "\(file.path):\(line.number) imports \(module)")
        }
      }
    }
    #expect(count > 50, "the scan found too few imports to be right")
  }

  @Test(arguments: [
    ("import Recordings", "Recordings"), ("  @testable import Sidecar", "Sidecar"),
    ("public import struct Foundation.Data", "Foundation"), ("@_exported import A", "A"),
    ("@_spi(X) internal import B // why", "B"),
  ])
  func importLinesAreUnderstood(_ line: String, _ module: String) {
    #expect(Self.importedModule(Substring(line)) == module)
  }

  @Test(arguments: ["let important = 1", "// import X", "case import", "\"import X\""])
  func otherLinesAreNoImports(_ line: String) { #expect(Self.importedModule(Substring(line)) == nil) }

  static func importedModule(_ line: Substring) -> String? {
    var words = line.split(separator: " ")[...]
    let modifiers = ["public", "package", "internal", "fileprivate", "private"]
    while let word = words.first, word.hasPrefix("@") || modifiers.contains(String(word)) { words.removeFirst() }
    guard words.popFirst() == "import" else { return nil }
    let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
    if let word = words.first, kinds.contains(String(word)) { words.removeFirst() }
    return words.first.map { String($0.prefix { $0 != "." }) }
  }
}
