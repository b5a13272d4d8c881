// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Recordings
import Reporting
import TestSupport
import Testing

@Suite struct JSONTests {
  private func parse(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func documentFollowsItsSchema() throws {
    let reports = [Samples.report("b.csv", Samples.all), Samples.report("a.csv", Samples.all)]
    let document = try parse(OutcomeJSON.document(reports, version: "0.1.0"))
    #expect(document["schema"] as? String == "palpate.outcomes/1")
    #expect(document["version"] as? String == "0.1.0")
    let recordings = try #require(document["recordings"] as? [[String: Any]])
    #expect(recordings.map { $0["name"] as? String } == ["a.csv", "b.csv"])
    let members: Set = ["name", "sha256", "format", "channels", "issues", "events", "edits", "outcomes"]
    #expect(members.isSubset(of: Set(recordings[0].keys)))
    let outcomes = try #require(recordings[0]["outcomes"] as? [[String: Any]])
    #expect(Set(outcomes[0].keys) == Set(OutcomeRow.columns).subtracting(["recording"]))
    #expect(outcomes[0]["trial"] is NSNull)
    #expect(outcomes[2]["value"] is NSNull)
    #expect(outcomes[2]["flags"] as? String == "rail;right_censored")
    let event = try #require((recordings[0]["events"] as? [[String: Any]])?.first)
    #expect(event["start"] as? Double == 2.5)
    #expect(event["attributes"] as? [String: String] == ["source": "BTN"])
  }

  /// A program that reads events need not parse numbers out of text; names stay names, whatever they look like.
  @Test func quantitiesOfEventsAreNumbers() throws {
    let event = Event(
      kind: "ramp_feedback", start: 1, attributes: ["channel": "2", "rate": "49.5", "deviation": "overflow"])
    let attributes = try #require(try parse(StreamJSON.event(event, analysis: "ppt"))["attributes"] as? [String: Any])
    #expect(attributes["channel"] as? String == "2")
    #expect(attributes["rate"] as? Double == 49.5 && attributes["rate"] as? String == nil)
    #expect(attributes["deviation"] as? String == "overflow")
  }

  @Test func linesHoldTheSameAsTheDocument() throws {
    let reports = [Samples.report("b.csv", Samples.all), Samples.report("a.csv", [Samples.bound])]
    let recordings = try #require(
      try parse(OutcomeJSON.document(reports, version: "1"))["recordings"] as? [[String: Any]])
    let lines = OutcomeJSON.lines(reports, version: "1").split(separator: "\n")
    #expect(lines.count == 2)
    for (line, recording) in zip(lines, recordings) {
      var object = try parse(String(line))
      #expect(object.removeValue(forKey: "schema") as? String == "palpate.outcomes/1")
      #expect(object.removeValue(forKey: "version") as? String == "1")
      #expect(NSDictionary(dictionary: object) == NSDictionary(dictionary: recording))
    }
  }

  @Test func membersAreSorted() {
    let value = JSONValue.object(["b": .integer(1), "a": .null, "ä": .bool(true), "B": .text("x")])
    #expect(value.line == #"{"B":"x","a":null,"b":1,"ä":true}"#)
  }

  /// Every scalar up to the surrogates that a text can hold, through Foundation's reader and back.
  @Test func everyCharacterSurvives() throws {
    let scalars = (0..<0xD800).compactMap { Unicode.Scalar(UInt32($0)) } + ["\u{1F4A9}", "\u{10FFFF}"]
    var text = ""
    for scalar in scalars { text.unicodeScalars.append(scalar) }
    let parsed = try parse(JSONValue.object(["x": .text(text)]).document)["x"] as? String
    #expect(parsed?.unicodeScalars.elementsEqual(text.unicodeScalars) == true)
  }

  @Test func numbersReadBackToTheSameBits() throws {
    var generator = SeededGenerator(seed: 7)
    var numbers = [0.1, Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, -0.0, 1e16]
    numbers += (0..<2000).map { _ in Double(bitPattern: generator.next()) }.filter(\.isFinite)
    let text = JSONValue.array(numbers.map { JSONValue($0) }).line
    #expect(text.dropFirst().dropLast().split(separator: ",").map { Double($0) } == numbers)
    #expect(try JSONDecoder().decode([Double].self, from: Data(text.utf8)).count == numbers.count)
  }
}
