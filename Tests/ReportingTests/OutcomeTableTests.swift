// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import Reporting
import Testing

@Suite struct OutcomeTableTests {
  @Test func columnsStandInTheContractsOrder() {
    let contract =
      "recording, analysis, subject, visit, condition, rater, device, setting, site, side, channel, trial, component, "
      + "outcome, value, unit, low, high, level, n, method, flags"
    #expect(OutcomeRow.columns.joined(separator: ", ") == contract)
    let header = CSV.outcomes([]).split(separator: "\n")
    #expect(header.count == 1)
    #expect(header[0].replacing(",", with: ", ") == contract)
  }

  @Test func rowsAreSortedByKeyWithNumericTrialsAndSummariesFirst() {
    let table = OutcomeTable([Samples.report("b.csv", Samples.all), Samples.report("a.csv", Samples.all)])
    #expect(table.rows.map(\.recording) == Array(repeating: "a.csv", count: 5) + Array(repeating: "b.csv", count: 5))
    #expect(table.rows.prefix(5).map(\.outcome.trial) == [nil, 1, 2, 2, 10])
    #expect(table.repeatedKeys.isEmpty)
  }

  @Test func repeatedKeysAreFound() {
    #expect(OutcomeTable([Samples.report("a.csv", [Samples.value, Samples.value])]).repeatedKeys.count == 1)
  }

  @Test func tableDoesNotDependOnTheOrderOfReports() {
    let reports = ["c.csv", "a.csv", "B.csv", "ä.csv"].map { Samples.report($0, Samples.all.shuffled()) }
    let once = CSV.outcomes(reports)
    #expect(CSV.outcomes(reports.reversed()) == once)
    #expect(OutcomeJSON.document(reports.reversed(), version: "0") == OutcomeJSON.document(reports, version: "0"))
    #expect(once.split(separator: "\n")[1].hasPrefix("B.csv"))
  }

  @Test func figuresKeepFullPrecisionAndRefusedOnesAreEmpty() throws {
    let rows = CSV.outcomes([Samples.report("a.csv", Samples.all)]).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let value = try #require(rows[0].firstIndex(of: "value"))
    #expect(rows.dropFirst().map { $0[value] } == ["0.30000000000000004", "401.234567891", "", "", "49.99"])
    #expect(rows[3].suffix(8) == ["", "kPa", "97.9123", "", "", "", "ppt.button.interpolated", "rail;right_censored"])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func numbersThatAreNoneAreNeverPrinted(_ number: Double) {
    var outcome = Samples.value
    outcome.value = number
    outcome.low = number
    var report = Samples.report("a.csv", [outcome])
    report.findings[0].events[0].start = number
    let texts = [
      CSV.outcomes([report]), OutcomeJSON.document([report], version: "0"), OutcomeJSON.lines([report], version: "0"),
      OutcomeReport.text([report], style: TerminalStyle()),
    ]
    for text in texts {
      #expect(!text.lowercased().contains("nan") && !text.lowercased().contains("inf,"))
      #expect(!text.contains("inf\n") && !text.contains("-inf"))
    }
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx"])
  func spreadsheetFormulasAreDisarmed(_ text: String) {
    #expect(CSV.safe(text) == "'" + text)
    var description = Description()
    description.subject = text
    let csv = CSV.outcomes([Samples.report("a.csv", [Samples.value], description: description)])
    #expect(csv.contains("'" + text))
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("two\nlines", "\"two\nlines\""),
    ("", ""),
  ])
  func cellsAreQuotedAfterRFC4180(_ text: String, _ cell: String) {
    #expect(CSV.quoted(text) == cell)
  }
}
