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

  private func outcomes(_ member: String, _ name: String) -> [Outcome] {
    findings.first { $0.recording.member == member }?.findings.outcomes.filter { $0.name == name } ?? []
  }

  static let ramps = ["SR01", "SR02", "CPM"]

  /// Rates found independently by least squares from 20 % of the peak on: 0.9801, 0.9746 and 0.9798 in run 01.
  @Test func everyRampIsDeliveredSlowerThanNominal() throws {
    var rates: [Double] = []
    for run in 1...6 {
      for test in Self.ramps where !(run == 6 && test == "CPM") {
        let row = try #require(outcomes("RUN 0\(run)/\(test)", "ramp_rate").first)
        let rate = try #require(row.value)
        #expect(rate > 0.973 && rate < 0.982, "run \(run) \(test): \(rate)")
        let ratio = try #require(outcomes("RUN 0\(run)/\(test)", "ramp_rate_ratio").first?.value)
        #expect(abs(ratio - 100 * rate) < 1e-9)
        rates.append(rate)
      }
    }
    #expect(rates.count == 17)
    #expect(abs(rates[0] - 0.9801) < 0.0003)
    #expect(abs(rates[1] - 0.9746) < 0.0003)
    #expect(abs(rates[2] - 0.9798) < 0.0003)
  }

  @Test func everyToleranceIsABoundAndNeverTheStoredNumber() throws {
    for run in 1...6 {
      for test in Self.ramps where !(run == 6 && test == "CPM") {
        for name in ["pain_tolerance_threshold", "pain_detection_threshold"] {
          let row = try #require(outcomes("RUN 0\(run)/\(test)", name).first)
          #expect(row.value == nil)
          #expect(row.flags.contains(.rightCensored))
          #expect(row.high == nil)
          let low = try #require(row.low)
          #expect(low > 97.5 && low < 98.3)
        }
      }
    }
    #expect(outcomes("RUN 01/SR01", "pain_tolerance_threshold").first?.low == 97.8999)
  }

  /// Pulses with a sample at 98.5104 kPa, counted in the file: runs 1 to 5.
  @Test func clippedPulsesAreThoseWithSamplesAtTheRail() throws {
    for run in 1...5 {
      let recording = try #require(findings.first { $0.recording.member == "RUN 0\(run)/TS" }).recording
      let cuff = try #require(recording.channels(.pressure).first)
      let rows = outcomes("RUN 0\(run)/TS", "pulse_pressure")
      #expect(rows.count == 10)
      for (k, row) in rows.enumerated() {
        // Nominal cycles of 2 s at 20 Hz; no overshoot lies near a boundary.
        let cycle = cuff.samples[(k * 40)..<(k * 40 + 40)]
        #expect(row.flags.contains(.clipped) == cycle.contains(98.5104), "run \(run) pulse \(k + 1)")
        let value = try #require(row.value)
        #expect(value > 94.5 && value < 96.5)
        #expect(!row.flags.contains(.stimulusLow))
        #expect(row.flags.contains(.residual) == (k > 0))
      }
    }
    let first = outcomes("RUN 01/TS", "pulse_residual").compactMap(\.value)
    #expect(first[1] == 12.2833)
  }

  @Test func nobodyRespondedSoNothingIsSummed() throws {
    for run in 1...5 {
      let row = try #require(outcomes("RUN 0\(run)/TS", "temporal_summation").first)
      #expect(row.isRefused && row.flags == [.missingSuspect])
      for name in ["conditioned_modulation_tolerance", "conditioned_modulation_detection_percent"] {
        let row = try #require(outcomes("RUN 0\(run)/CPM", name).first)
        #expect(row.isRefused && row.flags.contains(.rightCensored))
      }
    }
    let cuff = try #require(outcomes("RUN 01/CPM", "conditioning_pressure").first { $0.component == "stop" })
    #expect(cuff.value == 67.4969)
  }

  @Test func incompleteRunIsRefusedWhereEmptyAndFlaggedWhereNot() throws {
    for test in ["TS", "CPM"] {
      let member = try #require(findings.first { $0.recording.member == "RUN 06/\(test)" })
      #expect(!member.findings.outcomes.isEmpty)
      for row in member.findings.outcomes {
        #expect(row.isRefused)
        #expect(row.flags == [.testNotRecorded, .sessionIncomplete])
      }
    }
    #expect(outcomes("RUN 06/TS", "temporal_summation").count == 1)
    for test in ["SR01", "SR02"] {
      let member = try #require(findings.first { $0.recording.member == "RUN 06/\(test)" })
      #expect(!member.findings.outcomes.isEmpty)
      for row in member.findings.outcomes { #expect(row.flags.contains(.sessionIncomplete)) }
    }
    for run in 1...5 {
      for row in outcomes("RUN 0\(run)/SR01", "ramp_rate") { #expect(!row.flags.contains(.sessionIncomplete)) }
    }
  }
}
