// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import SignalProcessing
import Simulation
import TestSupport
import Testing

/// What is written reads back, by other people's decoders.
@Suite struct RenderingTests {
  private func recording() -> Recording {
    var session = AlgometerSession(seed: 3)
    session.noise = Pressure(0.5)
    session.sites = ["a", "b", "c"]
    session.samplingRate = Hertz(20)
    return session.run().recordings[0]
  }

  private func text(_ dialect: DelimitedDialect, _ encoding: String.Encoding) throws -> String {
    try #require(String(data: Data(recording().delimited(dialect)), encoding: encoding))
  }

  @Test func commaTableReadsBackBitForBit() throws {
    let recording = recording()
    let lines = try text(.csv, .utf8).split(separator: "\n")
    #expect(lines[0] == "Time (s),Pressure (kPa),Button,Site")
    #expect(lines.count == recording.sampleCount + 1)
    for (i, line) in lines.dropFirst().enumerated() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(Double(cells[0]) == recording.timeBase.time(i))
      #expect(Double(cells[1]) == recording.channels[0].samples[i])
      #expect(Double(cells[2]) == recording.channels[1].samples[i])
      #expect(recording.label("site", at: i) == String(cells[3]))
    }
  }

  @Test func decimalCommaTableIsTheSameTable() throws {
    let comma = try text(.semicolonDecimalComma, .utf8)
    #expect(comma.contains("\r\n") && !comma.contains("."))
    let plain = comma.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: ",", with: ".")
    let expected = try text(.csv, .utf8)
    #expect(plain.replacingOccurrences(of: ";", with: ",") == expected)
  }

  @Test(arguments: [
    (DelimitedDialect.Encoding.utf16LittleEndian, String.Encoding.utf16), (.utf16BigEndian, .utf16),
    (.utf8WithMark, .utf8), (.latin1, .isoLatin1),
  ])
  func encodingsDecode(encoding: DelimitedDialect.Encoding, by: String.Encoding) throws {
    let decoded = try text(.with { $0.encoding = encoding }, by)
    let expected = try text(.csv, .utf8)
    #expect(decoded.trimmingPrefix("\u{FEFF}") == expected)
  }

  @Test func headersAndTimes() throws {
    let units = try text(
      .with {
        $0.header = .unitRow
        $0.time = .wholeMilliseconds
        $0.quotedHeader = true
        $0.trailingDelimiter = true
        $0.comments = ["made by the simulator"]
      }, .utf8
    ).split(separator: "\n")
    #expect(units[0] == "# made by the simulator")
    #expect(units[1] == "\"Time\",\"Pressure\",\"Button\",\"Site\",")
    #expect(units[2] == "[ms],[kPa],[],[],")
    #expect(units[4].hasPrefix("50,") && units[4].hasSuffix(",a,"))
    let bare = try text(
      .with {
        $0.header = .none
        $0.time = .none
        $0.truncatedLastLine = true
      }, .utf8)
    #expect(!bare.hasSuffix("\n"))
    #expect(Double(bare.split(separator: ",")[0]) == recording().channels[0].samples[0])
  }

  @Test func missingSamplesAreWrittenAsAsked() {
    var recording = recording()
    recording.channels[0].samples[1] = .nan
    let lines = String(decoding: recording.delimited(.csv), as: UTF8.self).split(separator: "\n")
    #expect(lines[2] == "0.05,n/a,0,a")
  }

  @Test func labBenchTextIsJSONWithTheArrays() throws {
    let simulated = CuffSession().run()
    let parsed = try Oracle.object(LabBenchText.bytes(simulated.recordings))
    let object = try #require(parsed as? [String: Any])
    #expect(object["id"] as? [String] == ["RUN 01"])
    #expect(object["completed"] as? [Bool] == [true])
    let run = try #require((object["data"] as? [[String: [String: Any]]])?.first)
    #expect(run.keys.sorted() == ["CPM", "SR01", "SR02", "TS"])
    #expect(run["CPM"]?["StimPressure"] as? [Double] == simulated.recordings[3].channels[0].samples)
    #expect(run["CPM"]?["CondPressure"] as? [Double] == simulated.recordings[3].channels[1].samples)
    #expect(run["SR02"]?["PrimaryChannel"] as? Double == 2)
    #expect(run["SR01"]?["PTT"] as? Double == simulated.recordings[0].channels[0].samples.last)
    #expect(run["TS"]?["Responses"] as? [Double] == simulated.truth.tests[2].pulses.map(\.rating))
    let incomplete = LabBenchText.bytes(Scenario.cuffIncomplete.session(seed: 1).run().recordings)
    let again = try Oracle.object(incomplete)
    let second = try #require(again as? [String: Any])
    #expect(second["completed"] as? [Bool] == [false])
  }

  @Test func subjectXMLHoldsEverySample() throws {
    let simulated = CuffSession().run()
    let text = String(decoding: SubjectXML.bytes(simulated.recordings), as: UTF8.self)
    #expect(text.components(separatedBy: "<p s=").count - 1 == simulated.recordings.map(\.sampleCount).reduce(0, +))
    for name in ["stimulus-response", "temporal-summation", "conditioned-pain-modulation"] {
      #expect(text.contains("<\(name) ID="))
      #expect(text.contains("</\(name)>"))
    }
    #expect(text.contains("nominal-stimulating-pressure=\"70\" t-on=\"1\" t-off=\"1\" number-of-stimuli=\"10\""))
    #expect(text.contains("nominal-cond-pressure=\"49\""))
  }

  @Test func gaugeLinesHaveSignNumberAndUnit() throws {
    let simulated = Scenario.gaugeLines.session(seed: 1).run()
    let text = String(decoding: GaugeLines.bytes(simulated.recordings[0]), as: UTF8.self)
    let lines = text.components(separatedBy: "\r\n").dropLast()
    #expect(lines.count == simulated.recordings[0].sampleCount)
    for (line, value) in zip(lines, simulated.recordings[0].channels[0].samples) {
      let parts = line.split(separator: " ")
      #expect(parts.count == 3 && parts[2] == "kgf")
      #expect(Double("\(parts[0])\(parts[1])") == value)
    }
  }

  @Test func truthIsJSONWithSortedKeys() throws {
    let truth = AlgometerSession(seed: 2).run().truth
    let parsed = try Oracle.object(Array(truth.json.utf8))
    let object = try #require(parsed as? [String: Any])
    #expect(object["schema"] as? String == "palpate.truth/1")
    let trials = try #require(object["trials"] as? [[String: Any]])
    #expect(trials.count == 3)
    // As text: JSONSerialization rounds the last digit of some numbers.
    let threshold = try #require(truth.trials[1].threshold)
    let press = try #require(truth.trials[1].pressTime)
    #expect(truth.json.contains("\"threshold\": \(DecimalText.shortest(threshold)),"))
    #expect(truth.json.contains("\"press_time\": \(DecimalText.shortest(press)),"))
    let keys = truth.json.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.prefix { $0 != ":" } }
    #expect(keys == keys.sorted() && keys.count > 5)
  }
}
