// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import Sidecar
import TestSupport
import Testing

/// Every hand-held fixture, read from its file with its sidecar, against the truth it was made with.
@Suite struct FixtureTruthTests {
  struct Truth: Decodable {
    struct Trial: Decodable {
      let trial: Int
      let expected, tolerated, refused: [String]
      let pressure: Double?
      let threshold: Double?

      enum CodingKeys: String, CodingKey {
        case trial, refused, threshold
        case expected = "expected_flags"
        case tolerated = "tolerated_flags"
        case pressure = "pressure_at_press"
      }
    }
    let expected, tolerated: [String]
    let trials: [Trial]

    enum CodingKeys: String, CodingKey {
      case trials
      case expected = "expected_flags"
      case tolerated = "tolerated_flags"
    }
  }

  static let names: [String] =
    ((try? Fixture.names(in: "sessions")) ?? []).filter { $0.hasPrefix("ppt_") && $0.hasSuffix(".truth.json") }
    .map { String($0.dropLast(".truth.json".count)) }

  @Test func fixturesAreThere() { #expect(Self.names.count >= 30) }

  /// Flags that say something about the whole file, not about a trial.
  static let ofFile: Set<IssueCode> = [.rateNominal, .kgAsKgf]

  /// The first recording of a fixture, and the parameters of its sidecar.
  static func session(_ name: String) throws -> (recording: Recording, parameters: PPTParameters) {
    let files = try Fixture.names(in: "sessions")
    let file = try #require(files.first { $0 == "\(name).csv" || $0 == "\(name).txt" })
    let toml = "sessions/\(name).toml"
    let contents = try SidecarFile.parse(try Fixture.bytes(toml), name: toml)
    let parameters = try contents.parameters(for: "ppt", as: PPTParameters.self)
    var source = MemorySource(try Fixture.bytes("sessions/\(file)"))
    let recordings = try FormatCatalogue.read(&source, name: file, declaration: contents.declaration)
    return (try #require(recordings.first), parameters)
  }

  @Test(arguments: names) func figuresAndFlagsAreThoseOfTheTruth(_ name: String) throws {
    let truth: Truth = try Oracle.load("../sessions/\(name).truth")
    let (recording, parameters) = try Self.session(name)
    let findings = try PressurePainThreshold.analyze(recording, parameters)

    func codes(_ texts: [String]) -> Set<IssueCode> { Set(texts.compactMap(IssueCode.init(rawValue:))) }
    let session = codes(truth.expected)
    let lenient = session.union(codes(truth.tolerated)).union(Self.ofFile)
    var all = Set(findings.issues.map(\.code)).union(recording.issues.map(\.code))
    for trial in truth.trials {
      let rows = findings.outcomes.filter { $0.trial == trial.trial }
      #expect(!rows.isEmpty, "trial \(trial.trial) was not found")
      let found = rows.reduce(into: Set<IssueCode>()) { $0.formUnion($1.flags) }
      all.formUnion(found)
      let expected = codes(trial.expected).subtracting([.tap])
      let tolerated = expected.union(codes(trial.tolerated)).union(lenient)
      #expect(expected.isSubset(of: found), "trial \(trial.trial): expected \(expected), found \(found)")
      #expect(found.isSubset(of: tolerated), "trial \(trial.trial): expected \(expected), found \(found)")
      for outcome in trial.refused {
        #expect(rows.first { $0.name == outcome }?.value == nil, "trial \(trial.trial): \(outcome)")
      }
      if let row = rows.first(where: { $0.name == "pressure_pain_threshold" }), let value = row.value,
        let low = row.low, let high = row.high, let pressure = trial.pressure
      {
        // Twice the half width of the 95 % interval is four standard errors.
        #expect(
          abs(value - pressure) <= 2 * max(high - value, value - low), "trial \(trial.trial): \(value), \(pressure)")
      }
      if let row = rows.first(where: { $0.name == "threshold_release" }), let low = row.low, let high = row.high,
        let threshold = trial.threshold
      {
        #expect(threshold > low - (high - low) && threshold < high + (high - low), "trial \(trial.trial)")
      }
    }
    #expect(session.isSubset(of: all), "of the file: expected \(session), found \(all)")
  }
}
