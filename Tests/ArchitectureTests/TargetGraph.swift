// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport

/// What the manifest says, as `swift package dump-package` prints it.
struct TargetGraph: Decodable, Sendable {
  struct Target: Decodable, Sendable {
    let name: String
    let type: String
    let path: String?
    let dependencies: [Dependency]
    let settings: [Setting]

    var folder: String { path ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)") }
  }

  /// Either `{"byName": [name, condition]}` or `{"product": [name, package, …]}`.
  struct Dependency: Decodable, Sendable {
    let name: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let forms = try container.decode([String: [String?]].self)
      name = forms.values.first?.first.flatMap { $0 } ?? ""
    }
  }

  struct Setting: Decodable, Sendable {
    let kind: [String: [String: String]?]

    enum CodingKeys: CodingKey { case kind }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      kind = (try? container.decode([String: [String: String]?].self, forKey: .kind)) ?? [:]
    }
  }

  let targets: [Target]

  func target(_ name: String) -> Target? { targets.first { $0.name == name } }

  /// Everything a target reaches through its dependencies.
  func reach(of name: String) -> Set<String> {
    var reached: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      for dependency in target(next)?.dependencies ?? [] where reached.insert(dependency.name).inserted {
        open.append(dependency.name)
      }
    }
    return reached
  }

  /// Dumped once, in a scratch folder of its own: the package's own would be locked by the running test.
  static let dumped: Result<TargetGraph, any Error> = Result {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "palpate-dump-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", Fixture.root.path(percentEncoded: false),
      "--scratch-path", scratch.path(percentEncoded: false), "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(TargetGraph.self, from: data)
  }
}
