// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import Reporting
import Testing

@Suite struct OutcomeReportTests {
  private func text(_ outcomes: [Outcome], width: Int = 110, color: Bool = false) -> String {
    OutcomeReport.text([Samples.report("a.csv", outcomes)], style: TerminalStyle(color: color, width: width))
  }

  @Test(arguments: [
    (401.234_567, "401.2"), (0.981_23, "0.9812"), (0, "0.0"), (12345.6, "12346"), (1234.5, "1235"),
    (-3.14159, "-3.142"),
    (999.96, "1000"), (0.000_012_345_6, "0.0000123"), (0.000_123_45, "0.0001235"), (-1.26e-14, "-1.3e-14"),
    (9.96e-9, "1.0e-8"), (99.999, "100.0"), (.leastNonzeroMagnitude, "4.9e-324"),
    (1e300, "1e+300"),
  ])
  func figuresHaveFourSignificantDigits(_ value: Double, _ expected: String) {
    #expect(FigureText.rounded(value) == expected)
  }

  @Test(arguments: [(100, "100"), (0.02, "0.02"), (20.5, "20.5"), (0, "0"), (1000, "1000"), (1e300, "1e+300")])
  func plainFiguresEndWithoutZeros(_ value: Double, _ expected: String) {
    #expect(FigureText.plain(value) == expected)
  }

  @Test func valuesBoundsAndRefusalsReadAsSuch() throws {
    let lines = text(Samples.all, width: 160).split(separator: "\n").map(String.init)
    let value = try #require(lines.first { $0.contains("trial 1 ") })
    #expect(value.contains("401.2") && value.contains("398.1 to 404.3 (95 %)") && value.contains("kPa"))
    let bound = try #require(lines.first { $0.contains("≥") })
    #expect(bound.contains("≥ 97.91") && bound.contains("kPa") && bound.contains("rail, right_censored"))
    let refused = try #require(lines.first { $0.contains("—") })
    #expect(refused.contains("threshold_release") && refused.contains("refused: ambiguous_release"))
  }

  @Test func eachFlagIsExplainedOnce() {
    let text = text(
      Samples.all
        + Samples.all.map {
          var copy = $0; copy.trial = ($0.trial ?? 0) + 20; return copy
        })
    for code in [IssueCode.rightCensored, .rail, .ambiguousRelease, .variable, .timeGap] {
      #expect(text.ranges(of: code.sentence).count == 1, "\(code)")
    }
    #expect(!text.contains(IssueCode.jab.sentence))
  }

  @Test func changedSettingsNameTheirDefaultAndItsOrigin() {
    let text = text(Samples.all)
    #expect(text.contains("ppt.rate_target = 50 kPa/s"))
    #expect(text.contains("default not set; own design: never guessed"))
  }

  @Test func neighboursRefusedForTheSameReasonShareALine() {
    var other = Samples.refused
    other.name = "threshold_ramp_line"
    let lines = text([Samples.refused, other]).split(separator: "\n").filter { $0.contains("—") }
    #expect(lines.count == 1)
    #expect(lines.first?.contains("threshold_release, threshold_ramp_line") == true)
  }

  @Test(arguments: [40, 60, 80, 100, 200])
  func linesKeepToTheWidthWhereTheyCan(_ width: Int) {
    let lines = text(Samples.all, width: width).split(separator: "\n")
    // The columns before the last need their room; nothing but the last column may go beyond.
    let limit = max(width, 125)
    #expect(lines.allSatisfy { $0.count <= limit })
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
  }

  @Test func colourIsOnlyWrittenWhenAskedFor() {
    #expect(!text(Samples.all).contains("\u{1B}"))
    let coloured = text(Samples.all, color: true)
    #expect(coloured.contains("\u{1B}[1m"))
    #expect(coloured.replacing(#/\u{1B}\[[0-9]*m/#, with: "") == text(Samples.all))
  }

  @Test func textOfFilesCannotSteerTheTerminal() {
    var description = Description()
    description.subject = "\u{1B}[2J\u{202E}evil"
    let report = Samples.report("a\u{1B}]0;x\u{7}.csv", [Samples.value], description: description)
    let text = OutcomeReport.text([report], style: TerminalStyle())
    #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0 == "\u{202E}" })
    #expect(text.contains("evil"))
  }
}

@Suite struct OutcomeSummaryTests {
  @Test func severalRecordingsEndWithTheirMainFigures() throws {
    let reports = ["b.csv", "a.csv"].map { Samples.report($0, Samples.all) }
    let text = OutcomeReport.text(reports, style: TerminalStyle(width: 160))
    let summary = try #require(text.firstRange(of: "\nSummary\n"))
    let lines = text[summary.upperBound...].split(separator: "\n").prefix(3)
    #expect(lines[lines.startIndex + 1].contains("a.csv") && lines[lines.startIndex + 2].contains("b.csv"))
    #expect(lines.dropFirst().allSatisfy { $0.contains("0.3000") && $0.contains("variable") })
    #expect(!OutcomeReport.text([reports[0]], style: TerminalStyle()).contains("Summary"))
  }

  @Test func censoringIntervalsReadAsBounds() {
    var outcome = Samples.value
    outcome.flags = [.intervalCensored]
    let text = OutcomeReport.text([Samples.report("a.csv", [outcome])], style: TerminalStyle(width: 160))
    #expect(text.contains("between 398.1 and 404.3 (95 %)"))
  }

  @Test func countsAreWhole() {
    let outcome = Outcome("trials_rejected", value: 3, unit: "1", method: "ppt.series")
    let text = OutcomeReport.text([Samples.report("a.csv", [outcome])], style: TerminalStyle(width: 160))
    #expect(text.contains("trials_rejected  3      1"))
  }
}
