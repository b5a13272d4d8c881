// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Sidecar

/// Finds what the user says about a file: options over protocol over `NAME.toml` over `palpate.toml`.
struct Descriptions: Sendable {
  /// From options.
  let options: SidecarContents
  /// From `--protocol`.
  let protocolContents: SidecarContents?

  init(options: SidecarContents, protocolFile: String?) throws(Failure) {
    self.options = options
    protocolContents = try protocolFile.map { (path) throws(Failure) in try Self.load(path) }
    // What is wrong with an option or the protocol is wrong for every file, so it is told before any is read.
    let merged = protocolContents.map { options.merging(over: $0) } ?? options
    for analysis in AnalysisCatalogue.all { try Self.check(analysis, merged) }
  }

  private static func check<A: Analysis>(_ analysis: A.Type, _ contents: SidecarContents) throws(Failure) {
    _ = try parameters(of: analysis, contents)
  }

  /// - Parameter path: The recording; nil for standard input, which has nothing beside it.
  func contents(for path: String?) throws(Failure) -> SidecarContents {
    var merged = SidecarContents()
    for candidate in path.map(Self.candidates) ?? [] {
      guard case .file = FileSystem.kind(candidate) else { continue }
      merged = try Self.load(candidate).merging(over: merged)
    }
    if let protocolContents { merged = protocolContents.merging(over: merged) }
    return options.merging(over: merged)
  }

  static func parameters<A: Analysis>(
    of analysis: A.Type, _ contents: SidecarContents
  ) throws(Failure) -> A.Parameters {
    do throws(SidecarError) {
      return try contents.parameters(for: A.name, as: A.Parameters.self)
    } catch {
      throw failure(error)
    }
  }

  /// Files that may describe a recording, the most general first.
  static func candidates(for path: String) -> [String] {
    let folder = FileSystem.folder(of: path)
    let name = FileSystem.lastComponent(path)
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let names = ["palpate.toml", stem + ".toml", name + ".toml"]
    var out: [String] = []
    for name in names where !out.contains(FileSystem.join(folder, name)) { out.append(FileSystem.join(folder, name)) }
    return folder == "." && !path.hasPrefix("./") ? out.map { String($0.dropFirst(2)) } : out
  }

  private static func load(_ path: String) throws(Failure) -> SidecarContents {
    let bytes: [UInt8]
    do throws(Failure) {
      bytes = try FileSystem.contents(path, limit: SidecarFile.sizeLimit)
    } catch {
      throw Failure(.configuration, path, error.message)
    }
    do throws(SidecarError) {
      return try SidecarFile.parse(bytes, name: path)
    } catch {
      throw failure(error)
    }
  }

  /// A mistake in an option is one of usage, in a file one of configuration.
  private static func failure(_ error: SidecarError) -> Failure {
    let isOption = error.file.hasPrefix("--")
    let place = error.line.map { ", line \($0)" } ?? ""
    var message = error.description
    let prefix = [error.file] + [error.line, error.column].compactMap { $0.map { String($0) } }
    let known = prefix.joined(separator: ":") + ": "
    if message.hasPrefix(known) { message = String(message.dropFirst(known.count)) }
    // The option says already which setting it is.
    if isOption, !error.file.hasPrefix("--set"), let colon = message.firstIndex(of: ":") {
      message = String(message[colon...].dropFirst(2))
    }
    return Failure(isOption ? .usage : .configuration, error.file + place, message)
  }
}
