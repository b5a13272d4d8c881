// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings

/// What a stream gives, as one JSON object a line: the members of the outcome JSON, and `type`.
public enum StreamJSON {
  public static func event(_ event: Event, analysis: String) -> String {
    line("event", OutcomeJSON.event(event, analysis: analysis))
  }

  public static func issue(_ issue: Issue, analysis: String?) -> String {
    line("issue", OutcomeJSON.issue(issue, analysis: analysis))
  }

  public static func outcome(_ outcome: Outcome, analysis: String, description: Description) -> String {
    line(
      "outcome",
      OutcomeJSON.outcome(OutcomeRow(recording: "", analysis: analysis, description: description, outcome: outcome)))
  }

  /// A filtered sample: its time in s, and a value a channel, null where missing.
  public static func sample(time: Double, values: [(channel: String, value: Double)]) -> String {
    let values = Dictionary(values.map { ($0.channel, JSONValue($0.value)) }) { first, _ in first }
    return line("sample", .object(["time": JSONValue(time), "values": .object(values)]))
  }

  private static func line(_ type: String, _ value: JSONValue) -> String {
    guard case .object(var members) = value else { return "" }
    members["type"] = .text(type)
    return JSONValue.object(members).line + "\n"
  }
}
