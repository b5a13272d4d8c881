// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import Sidecar
import TestSupport
import Testing

/// Figures of the Python programs in `Fixtures/oracles`, written from the articles alone, against ours: none may be
/// missing on either side, and value and bounds agree to 1e-9.
@Suite struct SecondImplementationTests {
  /// What names a figure.
  struct Key: Hashable, Comparable, CustomStringConvertible {
    let text: [String]
    var description: String { text.filter { !$0.isEmpty }.joined(separator: " ") }
    static func < (a: Key, b: Key) -> Bool { a.text.lexicographicallyPrecedes(b.text) }
  }

  struct Figure: Decodable {
    let member, channel, site, side, component, outcome: String
    let trial: Int?
    let value, low, high: Double?

    var key: Key { Key(text: [member, channel, site, side, trial.map { "trial \($0)" } ?? "", component, outcome]) }
  }

  struct Answers: Decodable {
    struct File: Decodable {
      let file: String
      let figures: [Figure]
    }
    let files: [File]
  }

  static let ppt = try? Oracle.load("ppt_second_implementation", as: Answers.self)
  static let cuff = try? Oracle.load("cuff_second_implementation", as: Answers.self)

  static func names(_ answers: Answers?) -> [String] { answers?.files.map(\.file) ?? [] }

  @Test func answersAreThere() {
    #expect(Self.names(Self.ppt).count >= 9)
    #expect(Self.names(Self.cuff).count >= 4)
  }

  @Test(arguments: names(ppt))
  func pressurePainThreshold(_ file: String) throws {
    try Self.compare(try Self.analyse(file, PressurePainThreshold.self), Self.ppt, file)
  }

  @Test(arguments: names(cuff))
  func cuffAlgometry(_ file: String) throws {
    try Self.compare(try Self.analyse(file, CuffAlgometry.self), Self.cuff, file)
  }

  /// Reads a fixture with its sidecar and analyses all that is in it.
  static func analyse<A: Analysis>(_ file: String, _: A.Type) throws -> [Key: Outcome] {
    let toml = "sessions/\(file.prefix { $0 != "." }).toml"
    let hasSidecar = try Fixture.names(in: "sessions").contains { "sessions/" + $0 == toml }
    let contents =
      hasSidecar ? try SidecarFile.parse(try Fixture.bytes(toml), name: toml) : SidecarContents()
    let parameters = try contents.parameters(for: A.name, as: A.Parameters.self)
    var source = MemorySource(try Fixture.bytes("sessions/\(file)"))
    let recordings = try FormatCatalogue.read(&source, name: file, declaration: contents.declaration)
    let session = try recordings.map { (recording: $0, findings: try A.analyze($0, parameters)) }
    var outcomes: [Key: Outcome] = [:]
    for (recording, findings) in zip(recordings, A.relate(session, parameters)) {
      for o in findings.outcomes {
        let key = Key(text: [
          recording.member, o.channel, o.site, o.side, o.trial.map { "trial \($0)" } ?? "", o.component, o.name,
        ])
        #expect(outcomes.updateValue(o, forKey: key) == nil, "\(file): \(key) twice")
      }
    }
    return outcomes
  }

  static func compare(_ ours: [Key: Outcome], _ answers: Answers?, _ file: String) throws {
    let figures = try #require(answers?.files.first { $0.file == file }?.figures)
    let theirs = Dictionary(uniqueKeysWithValues: figures.map { ($0.key, $0) })
    #expect(!theirs.isEmpty)
    let keys = Set(ours.keys).union(theirs.keys).sorted()
    for key in keys { compare(key, ours[key], theirs[key], file) }
  }

  static func compare(_ key: Key, _ ours: Outcome?, _ theirs: Figure?, _ file: String) {
    guard let ours, let theirs else {
      Issue.record("\(file): \(key) only in \(ours == nil ? "Python" : "Swift")")
      return
    }
    for (what, a, b) in [
      ("value", ours.value, theirs.value), ("low", ours.low, theirs.low), ("high", ours.high, theirs.high),
    ] {
      #expect(agree(a, b), "\(file): \(key), \(what): Swift \(show(a)), Python \(show(b))")
    }
  }

  /// To 1e-9, absolute or relative; nothing agrees with nothing only.
  static func agree(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return (a - b).magnitude <= 1e-9 * max(1, a.magnitude, b.magnitude)
  }

  static func show(_ x: Double?) -> String { x.map { "\($0)" } ?? "nothing" }
}
