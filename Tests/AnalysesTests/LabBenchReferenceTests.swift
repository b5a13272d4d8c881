// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import TestSupport
import Testing

/// The real cuff file: six runs on water-filled bottles, nobody responding.
@Suite(.enabled(if: ReferenceData.has("labbench_cpar_json/L05R1.json"), ReferenceData.absent))
struct LabBenchReferenceTests {
  let findings: [(recording: Recording, findings: Findings)]

  init() throws {
    var source = MemorySource(try ReferenceData.bytes("labbench_cpar_json/L05R1.json"))
    let recordings = try FormatCatalogue.read(
      &source, name: "L05R1.json", declaration: Declaration(), limits: ReadLimits())
    let parameters = CuffParameters()
    var all: [(recording: Recording, findings: Findings)] = []
    for recording in recordings { all.append((recording, try CuffAlgometry.analyze(recording, parameters))) }
    var related: [(recording: Recording, findings: Findings)] = []
    for name in Set(all.map(\.recording.session)).sorted() {
      let members = all.filter { $0.recording.session == name }
      related += zip(members, CuffAlgometry.relate(members, parameters)).map { ($0.recording, $1) }
    }
    findings = related
  }

  @Test func dump() {
    for (recording, findings) in findings {
      print("==", recording.member, recording.issues.map(\.code.rawValue))
      for o in findings.outcomes {
        print(
          "  ", o.channel, o.name, o.trial ?? 0, o.component, o.value ?? -999, o.low ?? -999, o.high ?? -999, o.unit,
          o.flags.map(\.rawValue).sorted())
      }
    }
  }
}
