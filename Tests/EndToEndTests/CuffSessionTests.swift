// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@Suite struct CuffSessionTests {
  @Test func testsWithoutDataAreRefusedAndTheOthersAnalysed() throws {
    let run = try Program.run(["analyze", Fixture.path("sessions/cuff_incomplete.json"), "--format", "csv"])
    #expect(run.status == 0, "\(run.errors)")
    let rows = try Tables.csv(run.text)
    let hollow = rows.filter { ($0["flags"] ?? "").contains("test_not_recorded") }
    #expect(Set(hollow.compactMap { $0["recording"] }).count == 2)
    #expect(hollow.allSatisfy { $0["value"] == "" && $0["low"] == "" && $0["high"] == "" })
    let ramps = rows.filter { $0["outcome"] == "ramp_rate" }
    #expect(ramps.count == 2)
    #expect(ramps.allSatisfy { ($0["flags"] ?? "").contains("session_incomplete") && $0["value"] != "" })
  }

  @Test func everyMemberIsNamedAfterItsFile() throws {
    let run = try Program.run(["analyze", Fixture.path("sessions/cuff_run.json"), "--format", "csv"])
    let names = Set(try Tables.csv(run.text).compactMap { $0["recording"] })
    #expect(names == Set(["SR01", "SR02", "TS", "CPM"].map { "cuff_run.json#RUN 01/\($0)" }))
  }

  @Test func keysOfTheFixturesAreUnique() throws {
    let run = try Program.run(["analyze", Fixture.path("sessions"), "--format", "csv"])
    let key = [
      "recording", "analysis", "subject", "visit", "condition", "rater", "device", "setting", "site", "side", "channel",
      "trial", "component", "outcome",
    ]
    let keys = try Tables.csv(run.text).map { row in key.map { row[$0] ?? "" } }
    #expect(keys.count > 500)
    #expect(Set(keys).count == keys.count)
  }

  /// What must hold of the real file, whoever reads it: nobody answered, so nothing is a threshold.
  @Test(.enabled(if: ReferenceData.has("labbench_cpar_json"), ReferenceData.absent))
  func realSessionsGiveBoundsNotThresholds() throws {
    let file = try #require(ReferenceData.url("labbench_cpar_json/L05R1.json")).path(percentEncoded: false)
    let rows = try Tables.csv(try Program.run(["analyze", file, "--format", "csv"]).text)
    #expect(Set(rows.compactMap { $0["recording"] }).count == 24)
    let tolerances = rows.filter { $0["outcome"] == "pain_tolerance_threshold" }
    #expect(!tolerances.isEmpty && tolerances.allSatisfy { $0["value"] == "" && $0["high"] == "" })
    for row in tolerances where row["flags"]?.contains("test_not_recorded") == false {
      #expect(row["flags"]?.contains("right_censored") == true)
      let bound = try #require(Double(row["low"] ?? ""))
      #expect(bound > 97 && bound < 98.52)
    }
    let rates = try rows.filter { $0["outcome"] == "ramp_rate" }.map { try #require(Double($0["value"] ?? "")) }
    #expect(rates.count >= 17 && rates.allSatisfy { $0 > 0.97 && $0 < 0.985 })
  }
}
