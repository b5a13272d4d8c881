// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

@testable import RecordingFormats

struct ColumnTests {
  private func channel(_ header: String, _ declaration: Declaration = Declaration()) throws -> Channel {
    try #require(try read("Time (s);\(header)\n0;1\n1;2\n", declaration).first?.channels.first)
  }

  @Test(arguments: [
    ("Force (kg)", ChannelKind.force), ("Pressure [kg/cm2]", .pressure), ("Force (g)", .force), ("x (g)", .other),
  ])
  func massesAreRefusedUntilDeclaredAsForces(header: String, kind: ChannelKind) throws {
    let open = try channel(header)
    #expect(open.kind == kind && open.unit == nil && open.unitIssue == .unitAmbiguous)
  }

  @Test func massesTakenAsForcesAreFlagged() throws {
    var declaration = Declaration()
    declaration.description.massIsForce = true
    let force = try channel("Force (kg)", declaration)
    #expect(force.unit?.factor == 9.80665 && force.unitIssue == .kgAsKgf)
    #expect(try channel("Pressure (kg/cm2)", declaration).unit?.factor == 98.0665)
    #expect(try channel("Kraft (g)", declaration).unit?.symbol == "gf")
    let recording = try #require(try read("Time (s);Force (kg)\n0;1\n1;2\n", declaration).first)
    #expect(recording.has(.kgAsKgf) && !recording.has(.unitAmbiguous))
  }

  @Test func gravityIsAUnitOfAcceleration() throws {
    #expect(try channel("Acceleration x (g)").unit?.factor == 9.80665)
    #expect(try channel("acc_g").unit?.dimension == .acceleration)
  }

  @Test(arguments: ["Force", "Force (furlong)", "Pressure"])
  func missingAndUnknownUnitsAreFlagged(header: String) throws {
    let recording = try #require(try read("Time (s);\(header)\n0;1\n1;2\n").first)
    #expect(recording.channels[0].unit == nil && recording.has(.unitUnknown))
  }

  @Test(arguments: [("VAS (cm)", 1.0), ("VAS (mm)", 0.1), ("Rating (0-10)", 1), ("NRS (0-10)", 1), ("pain [cm]", 1)])
  func ratings(header: String, factor: Double) throws {
    let rating = try channel(header)
    #expect(rating.kind == .rating && rating.unit?.dimension == .rating && rating.unit?.factor == factor)
  }

  @Test func theUnitDecidesBetweenForceAndPressure() throws {
    #expect(try channel("Load (kPa)").kind == .pressure)
    #expect(try channel("CH1 (N)").kind == .force)
    #expect(try channel("X (m/s^2)").kind == .acceleration)
  }

  @Test func labelsBecomeSpans() throws {
    let text = """
      Time (s),Force (N),Site,Side,trial
      0,1,neck,left,1
      1,2,neck,left,1
      2,3,,left,2
      3,4,"back, low",right,2

      """
    let recording = try #require(try read(text).first)
    #expect(recording.channels.map(\.name) == ["Force"])
    #expect(recording.label("site", at: 1) == "neck" && recording.label("site", at: 2) == nil)
    #expect(recording.label("site", at: 3) == "back, low")
    #expect(recording.label("side", at: 2) == "left" && recording.label("trial", at: 3) == "2")
    #expect(recording.labels.count == 6)
  }

  @Test func namesOfPersonsAreDropped() throws {
    let text = "Time (s),Force (N),Name,Operator,PatientID\n0,1,Jo Doe,Al,7\n1,2,Jo Doe,Al,7\n"
    let recording = try #require(try read(text).first)
    #expect(recording.channels.count == 1 && recording.labels.isEmpty)
    #expect(recording.count(.personalField) == 3)
    #expect(!"\(recording)".contains("Doe"))
  }

  @Test func eventsAndMarkersInWords() throws {
    let text = "Time (s),Force (N),event,Button\n0,1,,off\n0.5,2,press,on\n1,3,,on\n1.5,2,Stop,off\n"
    let recording = try #require(try read(text).first)
    #expect(recording.events == [Event(kind: "press", start: 0.5), Event(kind: "stop", start: 1.5)])
    #expect(recording.channel("Button")?.samples == [0, 1, 1, 0])
    #expect(recording.channel("event") == nil && !recording.has(.notANumber))
  }

  @Test func aNumericEventColumnIsAMarker() throws {
    #expect(try channel("event").kind == .marker)
  }

  @Test func missingCellsAndTexts() throws {
    let text = "Time (s);Force (N)\n0;1\n1;NaN\n2;n/a\n3;\n4;-\n5;*\n6;see notes\n7;'8\n8;inf\n9;\u{2212}9\n10;10\n"
    let recording = try #require(try read(text).first)
    let samples = recording.channels[0].samples
    #expect(samples.indices.filter { samples[$0].isNaN } == [1, 2, 3, 4, 5, 6, 8])
    #expect(samples[7] == 8 && samples[9] == -9)
    #expect(recording.count(.missingSamples) == 5 && recording.count(.notANumber) == 2)
    #expect(recording.issues.contains { $0.detail.contains("line 8: 'see notes'") })
  }

  @Test(arguments: ["\u{FF11}\u{FF12}", "\u{661}\u{662}", "\u{966}"])
  func otherDigitsAreRejectedWithTheirLine(digits: String) {
    #expect(
      failure("Time (s);Force (N)\n0;1\n1;\(digits)\n2;3\n") == .foreignDigits(text: digits, at: TextPosition(line: 3)))
  }

  @Test func headerlessTablesNeedADeclaration() throws {
    let text = "0,328\n1,330\n1,319\n2,306\n"
    guard case .noTime(_, false) = failure(text) else {
      Testing.Issue.record("a headerless table was read")
      return
    }
    let millisecond = SignalProcessing.Unit(symbol: "ms", dimension: .time, factor: 0.001)
    let recording = try #require(try read(text, .columns([("1", nil, millisecond), ("2", .force, .newton)])).first)
    #expect(recording.stamps == [0, 0.001, 0.002] && recording.has(.timeConflict))
    #expect(recording.channels[0].samples == [328, 330, 306])
  }

  @Test func noTimeColumnNeedsARate() throws {
    let text = "Force (N);Button\n1;0\n2;1\n3;0\n"
    #expect(failure(text)?.description.contains("--sample-rate 100Hz") == true)
    let recording = try #require(try read(text, .rate(100)).first)
    #expect(recording.timeBase == .even(start: 0, rate: Hertz(100), measured: false))
    #expect(recording.has(.timeMissing) && recording.has(.rateNominal))
  }

  @Test func aTimeColumnNeedsAUnit() {
    #expect(failure("Time;Force (N)\n0;1\n1;2\n") == .timeUnitMissing(column: "Time"))
    #expect(failure("timestamp;Force (N)\n0;1\n10;2\n") == .timeUnitMissing(column: "timestamp"))
    #expect(failure("millis;Force (N)\n0;1\n10;2\n") == nil)
  }

  @Test func unknownColumnsAreNamed() {
    #expect(
      failure("Time (s);Force (N)\n0;1\n1;2\n", .columns([("F", .force, .newton)]))
        == .declaration(.unknownChannel("F", available: ["Time", "Force"])))
  }

  @Test func aHeaderThatDoesNotFitTheRowsIsRefused() {
    guard case .malformed = failure("Time (s);Force (N)\n1;0;1\n2;1;2\n3;2;3\n") else {
      Testing.Issue.record("the names were shifted against the columns")
      return
    }
  }

  @Test func aRateInACommentIsUsedAndFlagged() throws {
    let recording = try #require(try read("# Sampling Rate (Hz):= 1000.00\n# Labels:= EMG\n2034\n2011\n2004\n").first)
    #expect(recording.timeBase == .even(start: 0, rate: Hertz(1000), measured: false) && recording.has(.rateNominal))
  }

  @Test func namesAreWithoutUnitsAndUnique() throws {
    let text = "time_s;force_N;Force (kgf);Force;force_N;;Load [N]\n0;1;2;3;4;5;6\n1;2;3;4;5;6;7\n"
    let recording = try #require(try read(text).first)
    #expect(recording.channels.map(\.name) == ["force_N", "Force (kgf)", "Force", "force_N #2", "column 6", "Load"])
    #expect(recording.channels.map(\.header) == ["force_N", "Force (kgf)", "Force", "force_N", "", "Load [N]"])
    let declared = try read(text, .columns([("Load [N]", .force, nil), ("time_s", nil, .second)]))
    #expect(declared.first?.channels.count == 6)
  }

  /// Each part of a table in which the clock starts anew has its own labels, presses and odd cells.
  @Test func partsOfATableStandForThemselves() throws {
    let header = "Time (s),Force (N),Button,Site\n"
    let parts = ["a,on", "b,off", "b,on"].map { part -> String in
      let words = part.split(separator: ",")
      return header
        + (0..<4).map { "\($0),\($0 == 2 && words[0] == "a" ? "see note" : "\($0)"),\(words[1]),\(words[0])\n" }
        .joined()
    }
    let recordings = try read(parts.joined())
    #expect(recordings.map(\.sampleCount) == [4, 4, 4])
    #expect(recordings.map { $0.labels.map(\.text) } == [["a"], ["b"], ["b"]])
    #expect(recordings.map { $0.channel("Button")?.samples } == [1, 0, 1].map { [$0, $0, $0, $0] })
    #expect(recordings.map { $0.count(.notANumber) } == [1, 0, 0])
    #expect(recordings.map { $0.count(.missingSamples) } == [0, 0, 0])
  }

  /// Nine thousand parts with words in each are read, more than ten thousand are refused.
  @Test func manyPartsAreReadUpToALimit() throws {
    let part = "Time (s),Force (N),Button\n0,1,on\n1,2,off\n2,3,on\n"
    #expect(try read(String(repeating: part, count: 9000)).count == 9000)
    guard case .tooLarge? = failure(String(repeating: part, count: 10_001)) else {
      Testing.Issue.record("more recordings than the limit")
      return
    }
  }
}
