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

  @Test func railsClippingAndMissingSamplesAreTold() {
    let samples = Array(repeating: 0.0, count: 40) + [0.5, .nan, 1.25] + Array(repeating: 2.0, count: 5)
    let recording = Recording(
      format: "delimited", channels: [channel(samples, range: -5...2)],
      timeBase: .even(start: 0, rate: Hertz(10), measured: true), sampleCount: samples.count)
    let text = report(recording).text(style: TerminalStyle(width: 160))
    #expect(text.contains("5 samples at 2, some in runs: a rail?; 5 samples at the end of the declared range"))
    #expect(text.contains("missing"))
    #expect(report(recording).json(version: "1").line.contains(#""rail_high":{"count":5,"value":2}"#))
  }

  @Test func channelsWithoutSamplesAreTold() {
    let recording = Recording(
      format: "delimited", channels: [channel([.nan, .nan])],
      timeBase: .even(start: 0, rate: Hertz(10), measured: true), sampleCount: 2)
    #expect(report(recording).text(style: TerminalStyle(width: 160)).contains("no samples"))
  }

  /// Stamps of the smallest numbers there are: one over their interval is no number.
  @Test func stampsTooCloseForARateAreReportedWithoutOne() {
    let least = Double.leastNonzeroMagnitude
    let recording = Recording(
      format: "delimited", channels: [channel([1, 2, 3])], timeBase: .stamped([0, least, 2 * least]), sampleCount: 3)
    let text = report(recording).text(style: TerminalStyle(width: 160))
    #expect(text.contains("samples     3 over") && !text.contains("Hz"))
    #expect(report(recording).json(version: "1").line.contains(#""rate":null"#))
    let outcomes = OutcomeReport.text(
      [RecordingReport(name: "x.csv", sha256: "00", recording: recording)], style: TerminalStyle(width: 160))
    #expect(!outcomes.contains("Hz"))
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
