// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@Suite struct TargetGraphTests {
  /// The design: what each target may import, and nothing else.
  static let edges: [String: [String]] = [
    "CZlib": [],
    "CNettle": [],
    "CFFTW": [],
    "CLAPACK": [],
    "CCairo": [],
    "CSignalKernels": [],
    "LinearAlgebra": ["CLAPACK"],
    "SignalProcessing": ["CFFTW", "CSignalKernels", "Estimation", "LinearAlgebra"],
    "Estimation": [],
    "Recordings": ["SignalProcessing"],
    "RecordingFormats": ["CZlib", "Recordings", "SignalProcessing"],
    "Analyses": ["Estimation", "Recordings", "SignalProcessing"],
    "Sidecar": ["Analyses", "Recordings", "SignalProcessing"],
    "Simulation": ["Recordings", "SignalProcessing"],
    "Reporting": ["Analyses", "CCairo", "Recordings", "SignalProcessing"],
    "Jobs": [
      "Analyses", "CNettle", "RecordingFormats", "Recordings", "Reporting", "Sidecar", "SignalProcessing", "Simulation",
    ],
    "palpate": ["ArgumentParser", "Jobs"],
  ]

  /// What a test may reach beside the target it is named after.
  static let testEdges: [String: [String]] = [
    "SignalProcessingTests": [],
    "EstimationTests": [],
    "LinearAlgebraTests": [],
    "RecordingsTests": [],
    "RecordingFormatsTests": ["Simulation"],
    "SidecarTests": [],
    "AnalysesTests": ["RecordingFormats", "Sidecar", "Simulation"],
    "SimulationTests": [],
    "ReportingTests": [],
    "EndToEndTests": ["Analyses", "Jobs", "Recordings", "palpate"],
    "RobustnessTests": ["Analyses", "RecordingFormats", "Reporting", "Sidecar"],
    "ArchitectureTests": ["Analyses", "RecordingFormats"],
  ]

  @Test func sourcesHaveExactlyTheEdgesOfTheDesign() throws {
    let graph = try TargetGraph.dumped.get()
    let sources = graph.targets.filter { $0.type != "test" && $0.folder.hasPrefix("Sources/") }
    let found = Dictionary(uniqueKeysWithValues: sources.map { ($0.name, $0.dependencies.map(\.name).sorted()) })
    #expect(found == Self.edges)
  }

  @Test func testsReachOnlyWhatTheyTest() throws {
    let graph = try TargetGraph.dumped.get()
    let tests = graph.targets.filter { $0.folder.hasPrefix("Tests/") }
    #expect(Set(tests.map(\.name)) == Set(Self.testEdges.keys).union(["TestSupport"]))
    for test in tests where test.name != "TestSupport" {
      let subject = test.name.hasSuffix("Tests") ? String(test.name.dropLast("Tests".count)) : ""
      var allowed = Set(Self.testEdges[test.name] ?? []).union(["TestSupport"])
      if Self.edges[subject] != nil { allowed.insert(subject) }
      #expect(Set(test.dependencies.map(\.name)) == allowed, "\(test.name)")
    }
    #expect(graph.target("TestSupport")?.dependencies.isEmpty == true)
  }

  @Test func everySwiftTargetIsBuiltWithStrictMemorySafety() throws {
    let graph = try TargetGraph.dumped.get()
    // The C target has no Swift in it.
    for target in graph.targets where target.type != "system" && target.name != "CSignalKernels" {
      #expect(target.settings.contains { $0.kind["strictMemorySafety"] != nil }, "\(target.name)")
      #expect(!target.settings.contains { $0.kind["unsafeFlags"] != nil }, "\(target.name)")
    }
  }
}
