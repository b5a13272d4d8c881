// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import Sidecar
import SignalProcessing
import TestSupport

/// A fixture with what its sidecar says.
struct Specimen: Sendable {
  let name: String
  let bytes: [UInt8]
  let contents: SidecarContents
}

/// Every recording in `Fixtures/sessions` and `Fixtures/formats`.
enum Corpus {
  static let folders = ["sessions", "formats"]

  static let all: [Specimen] = folders.flatMap(specimens)

  static func specimens(in folder: String) -> [Specimen] {
    let names = (try? Fixture.names(in: folder)) ?? []
    return names.compactMap { name in
      guard !name.hasSuffix(".toml"), !name.hasSuffix(".truth.json"), !name.hasPrefix("."),
        let bytes = try? Fixture.bytes("\(folder)/\(name)")
      else { return nil }
      return Specimen(name: name, bytes: bytes, contents: contents(beside: "\(folder)/\(name)"))
    }
  }

  /// Bytes of every sidecar.
  static let sidecars: [(name: String, bytes: [UInt8])] = folders.flatMap { folder in
    ((try? Fixture.names(in: folder)) ?? []).filter { $0.hasSuffix(".toml") }.compactMap { name in
      (try? Fixture.bytes("\(folder)/\(name)")).map { (name, $0) }
    }
  }

  /// The sidecar's contents; where it declares no area, one is declared so that forces are analysed too.
  private static func contents(beside path: String) -> SidecarContents {
    let name = String(path.prefix { $0 != "." }) + ".toml"
    var contents = (try? Fixture.bytes(name)).flatMap { try? SidecarFile.parse($0, name: name) } ?? SidecarContents()
    contents.declaration.description.area = contents.declaration.description.area ?? Area(1)
    return contents
  }
}
