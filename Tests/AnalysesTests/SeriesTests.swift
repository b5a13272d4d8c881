// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Simulation
import Testing

/// Trial rules, bounds in a series, sites and manual edits, on exact sessions whose readings are known.
@Suite struct SeriesTests {
  /// Stamped presses without delays: each reading equals its threshold.
  static func session(_ thresholds: [Double]) -> AlgometerSession {
    var session = AlgometerSession.exact()
    session.thresholds = thresholds.map { Pressure($0) }
    session.marker = .event
    session.operatorDelay = Seconds(0.3)
    return session
  }

  static func summary(_ thresholds: [Double], _ change: (inout PPTParameters) -> Void) throws -> Outcome {
    let analysed = try Analysed(session(thresholds), change)
    return try #require(
      analysed.findings.outcomes.first { $0.name == "pressure_pain_threshold" && $0.trial == nil })
  }

  @Test(arguments: [
    (TrialRule.mean3, 420.0, 3), (.meanLast2, 380, 2), (.dropFirst, 390, 3), (.mean2, 450, 2), (.median3, 400, 3),
    (.twoClosest, 380, 2), (.first, 500, 1), (.meanAll, 417.5, 4),
  ])
  func ruleGivesItsFigure(rule: TrialRule, expected: Double, count: Int) throws {
    let row = try Self.summary([500, 400, 360, 410]) { $0.trialRule = rule }
    let value = try #require(row.value)
    #expect(abs(value - expected) <= 1e-6)
    #expect(row.count == count)
    #expect(row.method == "series.\(rule.rawValue)")
  }

  /// Student's interval of 500, 400, 360: mean 420, SD 72.111, t(2) = 4.302653 (tables), half width 179.13.
  @Test func meanCarriesStudentsInterval() throws {
    let row = try Self.summary([500, 400, 360]) { _ in }
    let high = try #require(row.high)
    let expected: Double = 420 + 4.302652729911275 * 72.11102550927978 / 3.0.squareRoot()
    #expect(abs(high - expected) < 1e-5)
    #expect(row.level == 0.95)
  }

  @Test func tooFewTrialsRefuseTheFigure() throws {
    let row = try Self.summary([500, 400]) { _ in }
    #expect(row.isRefused && row.flags == [.fewTrials])
  }

  @Test func spreadAndTrendAreFlagged() throws {
    #expect(try Self.summary([500, 320, 400]) { _ in }.flags == [.variable])
    #expect(try Self.summary([400, 450, 500]) { _ in }.flags == [.trend])
    #expect(try Self.summary([400, 420, 410]) { _ in }.flags.isEmpty)
  }

  /// The limit lies below the third threshold, so the mean is a bound; excluding it leaves too few trials.
  @Test func boundMakesTheSeriesABound() throws {
    let row = try Self.summary([300, 310, 400]) { $0.limit = Pressure(390) }
    #expect(row.value == nil && row.high == nil)
    #expect(row.flags.contains(.rightCensored))
    let low = try #require(row.low)
    #expect(low > 332)
    let excluded = try Self.summary([300, 310, 400]) {
      $0.limit = Pressure(390)
      $0.censoring = .exclude
      $0.trialRule = .mean2
    }
    let value = try #require(excluded.value)
    #expect(abs(value - 305) < 1e-6)
  }

  @Test func sitesAreSummarisedApart() throws {
    var session = Self.session([300, 310, 320, 500, 510, 520])
    session.sites = ["trapezius", "trapezius", "trapezius", "tibialis", "tibialis", "tibialis"]
    let analysed = try Analysed(session)
    let rows = analysed.findings.outcomes.filter { $0.name == "pressure_pain_threshold" && $0.trial == nil }
    #expect(rows.map(\.site) == ["trapezius", "tibialis"])
    let values = rows.compactMap(\.value)
    #expect(values.count == 2 && abs(values[0] - 310) < 1e-6 && abs(values[1] - 510) < 1e-6)
  }

  /// Without a button the series is one of release readings, and its bounds are the means of theirs.
  @Test func releaseSeriesAveragesItsBounds() throws {
    var session = AlgometerSession(seed: 3)
    session.marker = .none
    let analysed = try Analysed(session)
    let rows = analysed.findings.outcomes.filter { $0.name == "threshold_release" }
    let summary = try #require(rows.first { $0.trial == nil })
    let trials = rows.filter { $0.trial != nil }
    #expect(trials.count == 3 && summary.flags == [.intervalCensored, .noMarker])
    #expect(summary.value == nil && trials.allSatisfy { $0.value == nil })
    for path in [\Outcome.low, \Outcome.high] {
      let mean = trials.compactMap { $0[keyPath: path] }.reduce(0, +) / 3
      let value = try #require(summary[keyPath: path])
      #expect(abs(value - mean) < 1e-9)
    }
  }

  @Test func editsKeepTheOriginals() throws {
    let simulated = Self.session([400, 900, 410, 420]).run()
    var recording = simulated.recordings[0]
    recording.edits = [
      Edit(trial: 2, exclude: true, reason: "operator slipped", by: "operator 2"),
      Edit(
        trial: 3, exclude: false, outcome: "pressure_pain_threshold", value: 415, reason: "read off display",
        by: "operator 2"),
    ]
    let findings = try PressurePainThreshold.analyze(recording, PPTParameters())
    let rows = findings.outcomes.filter { $0.name == "pressure_pain_threshold" }
    let summary = try #require(rows.first { $0.trial == nil })
    let mean = try #require(summary.value)
    #expect(abs(mean - 1235.0 / 3) < 1e-6)
    #expect(summary.flags.contains(.manualEdit))
    let excluded = try #require(rows.first { $0.trial == 2 })
    #expect(excluded.flags == [.excluded, .manualEdit])
    let kept = try #require(excluded.value)
    #expect(abs(kept - 900) < 1e-6)
    #expect(rows.first { $0.trial == 3 && $0.component.isEmpty }?.value == 415)
    let original = try #require(rows.first { $0.trial == 3 && $0.component == "original" }?.value)
    #expect(abs(original - 410) < 1e-6)
    #expect(findings.edits.count == 2)
    #expect(findings.edits[1].originals.first?.outcome == "pressure_pain_threshold")
    let rejected = findings.outcomes.first { $0.name == "trials_rejected" }
    #expect(rejected?.value == 1)
  }
}
