// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport

/// One file of the repository, read as text.
struct SourceFile: Sendable {
  /// Path from the top of the repository, such as `Sources/Sidecar/Section.swift`.
  let path: String
  let text: String

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  /// Lines that are not comments, with their 1-based numbers.
  var code: [(number: Int, text: Substring)] {
    lines.enumerated().map { ($0 + 1, $1) }.filter { !$0.1.drop { $0 == " " }.hasPrefix("//") }
  }
}

enum SourceTree {
  /// Files below a folder of the repository with one of the suffixes, in the order of their paths.
  static func files(in folder: String, suffixes: [String]) -> [SourceFile] {
    let root = Fixture.root.path(percentEncoded: false)
    guard let paths = FileManager.default.enumerator(atPath: root + folder)?.allObjects as? [String] else { return [] }
    return paths.sorted().compactMap { path in
      guard !path.contains(".build/"), suffixes.contains(where: { path.hasSuffix($0) }),
        let text = try? String(contentsOfFile: "\(root)\(folder)/\(path)", encoding: .utf8)
      else { return nil }
      return SourceFile(path: "\(folder)/\(path)", text: text)
    }
  }

  static let swift = files(in: "Sources", suffixes: [".swift"]) + files(in: "Tests", suffixes: [".swift"])

  /// Everything written by hand in a programming language.
  static let all =
    swift + ["Sources", "Tests"].flatMap { files(in: $0, suffixes: [".c", ".h", ".py", ".sh"]) }
    + ["Benchmarks", "Fixtures", ".ci"].flatMap { files(in: $0, suffixes: [".swift", ".c", ".h", ".py", ".sh"]) }
    + files(in: ".ci", suffixes: [""]).filter { $0.text.hasPrefix("#!") }
}
