// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

@testable import RecordingFormats

/// Row counts and rates stand in the data's own descriptions.
@Suite(.enabled(if: ReferenceData.isThere, "PALPATE_REFERENCE_DATA names no folder of real recordings"))
struct ReferenceDataTests {
  @Test(arguments: [
    ("ios_comma_quoted_Accelerometer.csv", 6039, 99.87), ("android_401Hz_sample4.csv", 2908, 401.1),
    ("android_tab_100Hz_2_3sarok2.csv", 800, 99.89), ("bom_unquoted_plain_cart-downhill.csv", 549, 99.88),
  ])
  func phyphox(file: String, rows: Int, rate: Double) throws {
    let recording = try #require(try ReferenceData.read("phyphox_exports/" + file).first)
    #expect(recording.sampleCount == rows)
    let last = try #require(recording.stamps.last)
    #expect(abs(Double(rows - 1) / last - rate) < 0.03)
    #expect(recording.channels.allSatisfy { $0.kind == .acceleration && $0.unit == .metrePerSecondSquared })
  }

  @Test func labBenchGivesEveryTestOfEverySession() throws {
    let recordings = try ReferenceData.read("labbench_cpar_json/L05R1.json")
    #expect(recordings.count == 24)
    let first = try #require(recordings.first)
    #expect(first.member == "RUN 01/SR01" && first.sampleCount == 2001)
    #expect(first.programme?.kind == .ramp && first.programme?.limit == Pressure(100))
    #expect(first.channels.map(\.name) == ["cuff 1", "VAS"])
    let conditioned = try #require(recordings.first { $0.member == "RUN 01/CPM" })
    #expect(conditioned.channel("cuff 2")?.role == .conditioning)
    let incomplete = recordings.filter { $0.has(.sessionIncomplete) }
    #expect(incomplete.map(\.member) == ["RUN 06/SR01", "RUN 06/SR02", "RUN 06/TS", "RUN 06/CPM"])
    #expect(incomplete.filter { $0.has(.testNotRecorded) }.map(\.sampleCount) == [0, 0])
    #expect(recordings.flatMap(\.channels).compactMap { $0.samples.max() }.max() == 98.5104)
  }
}
