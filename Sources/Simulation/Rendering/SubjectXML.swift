// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The tests of one session as a Nocitech-like `.subx` file.
public enum SubjectXML {
  public static func bytes(_ recordings: [Recording], subject: String = "S01") -> [UInt8] {
    var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<subject id=\"\(subject)\">\n  <sessions>\n"
    text += "    <session id=\"\(recordings.first?.session ?? "")\">\n      <results>\n"
    for recording in recordings { write(recording, to: &text) }
    text += "      </results>\n    </session>\n  </sessions>\n</subject>\n"
    return Array(text.utf8)
  }

  private static func write(_ recording: Recording, to text: inout String) {
    let programme = recording.programme ?? Programme(kind: .none)
    let name = recording.member.split(separator: "/").last.map(String.init) ?? "T01"
    let element = element(programme.kind)
    var attributes = [("ID", name), ("name", name)]
    if let criterion = programme.ratingCriterion { attributes.append(("vas-pdt", number(criterion.value))) }
    if element == "stimulus-response" { attributes.append(("conditioned", "false")) }
    if let pressure = programme.nominalPressure {
      attributes.append(("nominal-stimulating-pressure", number(pressure.value)))
    }
    if let on = programme.timeOn { attributes.append(("t-on", number(on.value))) }
    if let off = programme.timeOff { attributes.append(("t-off", number(off.value))) }
    if let count = programme.pulseCount { attributes.append(("number-of-stimuli", String(count))) }
    if let pressure = programme.conditioningPressure {
      attributes.append(("nominal-cond-pressure", number(pressure.value)))
    }
    text += "        <\(element)" + attributes.map { " \($0)=\"\($1)\"" }.joined()
    guard recording.sampleCount > 0 else {
      text += " />\n"
      return
    }
    text += ">\n          <data>\n"
    let stimulus = recording.channels.first { $0.kind == .pressure && $0.role == .stimulus }?.samples
    let conditioning = recording.channels.first { $0.role == .conditioning }?.samples
    let rating = recording.channels(.rating).first?.samples
    for i in 0..<recording.sampleCount {
      let s = number(stimulus?[i] ?? 0)
      let c = number(conditioning?[i] ?? 0)
      text += "            <p s=\"\(s)\" c=\"\(c)\" vas=\"\(number(rating?[i] ?? 0))\" />\n"
    }
    text += "          </data>\n        </\(element)>\n"
  }

  private static func number(_ value: Double) -> String { DecimalText.shortest(value) }

  private static func element(_ kind: Programme.Kind) -> String {
    switch kind {
    case .ramp: "stimulus-response"
    case .pulses: "temporal-summation"
    case .conditionedRamp: "conditioned-pain-modulation"
    case .none: "null-result"
    }
  }
}
