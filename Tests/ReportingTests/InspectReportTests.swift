// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import Reporting
import SignalProcessing
import Testing

@Suite struct InspectReportTests {
  private func channel(_ samples: [Double], range: ClosedRange<Double>? = nil) -> Channel {
    Channel(
      name: "Force", kind: .force, unit: .newton, samples: samples, calibration: Calibration(range: range))
  }

  @Test func channelsAreSummedUp() {
    let summary = ChannelSummary(channel([0, 0.5, .nan, 2, 2, 2, 1.25], range: 0...2))
    #expect(summary.missing == 1)
    #expect(summary.minimum == 0 && summary.maximum == 2)
    #expect(summary.step == 0.5)
    #expect(summary.longestAtMaximum == 3)
    #expect(summary.clipped == 4)
  }

  @Test func emptyAndConstantChannelsAreNoTrouble() {
    let empty = ChannelSummary(channel([]))
    #expect(empty.minimum == nil && empty.step == nil && empty.clipped == nil)
    let missing = ChannelSummary(channel([.nan, .nan]))
    #expect(missing.missing == 2 && missing.maximum == nil)
    let constant = ChannelSummary(channel([3, 3, 3]))
    #expect(constant.longestAtMaximum == 0 && constant.step == nil)
  }

  private func report(_ recording: Recording) -> InspectReport {
    let report = RecordingReport(name: "x.csv", sha256: "00", recording: recording)
    let member = InspectReport.Member(report: report, recording: recording, analyses: ["ppt"])
    return InspectReport(file: "x.csv", sha256: "00", recordings: [member], next: ["palpate analyze x.csv"])
  }

  @Test func gapsRateAndEventsAreTold() {
    let stamps = (0..<200).map { Double($0) * 0.01 + ($0 >= 100 ? 0.75 : 0) }
    var recording = Recording(
      format: "delimited", dialect: ["delimiter comma"],
      channels: [channel((0..<200).map { Double($0) })], timeBase: .stamped(stamps), sampleCount: 200)
    recording.events = [Event(kind: "press", start: 1), Event(kind: "press", start: 2), Event(kind: "stop", start: 3)]
    recording.issues = [Issue(.timeGap, "0.76 s at 0.99 s")]
    let text = report(recording).text(style: TerminalStyle(width: 120))
    #expect(text.contains("200 over 2.74 s · 100 Hz measured · even"))
    #expect(text.contains("1; the longest 0.76 s at 0.99 s"))
    #expect(text.contains("2 × press, 1 × stop"))
    #expect(text.contains("! time_gap: \(IssueCode.timeGap.sentence) (0.76 s at 0.99 s)"))
    #expect(text.contains("delimited · delimiter comma"))
    #expect(text.hasSuffix("Run next\n  palpate analyze x.csv\n"))
  }

  @Test func recordingsWithoutSamplesAreToldAsSuch() {
    var recording = Recording(
      format: "labbench", channels: [], timeBase: .even(start: 0, rate: Hertz(20), measured: false), sampleCount: 0)
    recording.programme = Programme(kind: .none)
    let text = report(recording).text(style: TerminalStyle())
    #expect(text.contains("listed, but not recorded"))
    #expect(text.contains("samples     none"))
  }

  @Test func listsWithSentencesBecomeParagraphs() {
    let rows = [["a", "5 s", String(repeating: "word ", count: 20), "own design"]]
    let report = CatalogueReport(title: "T", columns: ["setting", "default", "meaning", "source"], rows: rows)
    let text = report.text(style: TerminalStyle(width: 60))
    #expect(text.contains("a  (default 5 s, source own design)"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
    #expect(report.csv.hasPrefix("setting,default,meaning,source\na,5 s,"))
  }
}
