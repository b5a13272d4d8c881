// SPDX-License-Identifier: GPL-3.0-or-later

/// A file to be read.
public struct Input: Sendable, Hashable {
  /// Path to open; `-` is standard input.
  public let path: String
  /// Path relative to the argument: the name in the outcome table.
  public let name: String

  /// How messages name it.
  var display: String { path == "-" ? "standard input" : Inputs.tidy(path) }
}

/// Turns arguments into files: folders are walked, each file comes once, whatever the order of the arguments.
enum Inputs {
  /// - Returns: Files sorted by name, and the arguments that lead nowhere.
  static func expand(_ arguments: [String]) -> (inputs: [Input], failures: [Failure]) {
    var found: [String: Candidate] = [:]
    var failures: [Failure] = []
    func add(_ candidate: Candidate) {
      let identity = candidate.path == "-" ? "-" : FileSystem.canonical(candidate.path)
      // A file met twice keeps the name that tells most, so that the order of arguments does not matter.
      if let known = found[identity], !candidate.isPreferred(to: known) { return }
      found[identity] = candidate
    }
    for argument in arguments {
      if argument == "-" {
        add(Candidate(path: "-", name: "standard input", typed: "standard input"))
        continue
      }
      switch FileSystem.kind(argument) {
      case .file, .other:
        add(Candidate(path: argument, name: FileSystem.lastComponent(argument), typed: tidy(argument)))
      case .folder:
        let found = walk(argument)
        if found.files.isEmpty, found.failures.isEmpty {
          failures.append(Failure(.noInput, argument, "no recordings in this folder"))
        }
        failures += found.failures
        found.files.forEach(add)
      case .missing: failures.append(Failure(.noInput, argument, "no such file or folder"))
      case .denied(let reason): failures.append(Failure(.noInput, argument, "cannot be opened: \(reason)"))
      }
    }
    return (named(Array(found.values)), failures)
  }

  private struct Candidate {
    let path: String
    let name: String
    /// Argument and relative path, as typed.
    let typed: String

    func isPreferred(to other: Candidate) -> Bool {
      if name.utf8.count != other.name.utf8.count { return name.utf8.count > other.name.utf8.count }
      return typed.utf8.lexicographicallyPrecedes(other.typed.utf8)
    }
  }

  /// Files that share a name (same relative path under two arguments) go by the path as typed instead.
  private static func named(_ candidates: [Candidate]) -> [Input] {
    var names = candidates.map(\.name)
    // A path as typed may itself be the relative path of another file, which then goes by its own.
    for _ in 0..<2 {
      let counts = Dictionary(grouping: names, by: \.self).mapValues(\.count)
      names = zip(candidates, names).map { counts[$1] == 1 ? $1 : $0.typed }
    }
    let inputs = zip(candidates, names).map { Input(path: $0.path, name: $1) }
    return inputs.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Files below a folder in byte order; each folder is entered once, so links that lead back end the walk.
  /// A folder that may not be read does not stop the walk.
  private static func walk(_ root: String) -> (files: [Candidate], failures: [Failure]) {
    var files: [Candidate] = []
    var failures: [Failure] = []
    var entered: Set<String> = []
    var pending = [(path: root, name: "")]
    while let folder = pending.popLast() {
      guard entered.insert(FileSystem.canonical(folder.path)).inserted else { continue }
      var below: [(path: String, name: String)] = []
      for name in names(in: folder.path, &failures) where !name.hasPrefix(".") {
        let path = FileSystem.join(folder.path, name)
        let relative = folder.name.isEmpty ? name : folder.name + "/" + name
        switch FileSystem.kind(path) {
        case .folder: below.append((path, relative))
        case .file:
          if isRecordingName(name) { files.append(Candidate(path: path, name: relative, typed: tidy(path))) }
        // A link that leads nowhere or a file that may not be read is named when it is opened.
        case .denied, .missing:
          if isRecordingName(name) { files.append(Candidate(path: path, name: relative, typed: tidy(path))) }
        case .other: continue
        }
      }
      pending.append(contentsOf: below.reversed())
    }
    return (files, failures)
  }

  private static func names(in folder: String, _ failures: inout [Failure]) -> [String] {
    do throws(Failure) {
      return try FileSystem.names(in: folder)
    } catch {
      failures.append(error)
      return []
    }
  }

  /// Whether a file met in a folder is taken for a recording; files named as arguments always are.
  static func isRecordingName(_ name: String) -> Bool {
    if name == "outcomes.csv" || name == "outcomes.json" || name == "report.txt" { return false }
    return !companions.contains { name.hasSuffix($0) }
  }

  /// Sidecars, truths, our own outputs and documents that lie beside recordings.
  private static let companions = [
    ".toml", ".truth.json", ".provenance.json", ".md", ".pdf", ".html", ".png", ".jpg", ".svg", ".py", ".R", ".m",
  ]

  /// A path without `./` before it.
  static func tidy(_ path: String) -> String {
    var out = path
    while out.hasPrefix("./") { out = String(out.dropFirst(2)) }
    return out
  }
}
