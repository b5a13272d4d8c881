// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings

/// A session of ramps: pressure over time, the contacts, and the thresholds read from them.
public enum TrialFigure {
  public struct Load: Sendable {
    public var channel: String
    /// s, one a value.
    public var times: [Double]
    /// kPa.
    public var pressure: [Double]
    /// Indexes of values that follow a gap in time.
    public var breaks: [Int]

    public init(channel: String, times: [Double], pressure: [Double], breaks: [Int]) {
      self.channel = channel
      self.times = times
      self.pressure = pressure
      self.breaks = breaks
    }
  }

  public static func figure(_ report: RecordingReport, _ loads: [Load]) -> Figure {
    let outcomes = report.findings.flatMap(\.outcomes)
    let events = report.findings.flatMap(\.events)
    var caption: [String] = []
    let panels = loads.map { load in
      let mine = outcomes.filter { $0.channel == load.channel }
      var layers: [Figure.Layer] = []
      let contacts = events.filter { isContact($0, load.channel) }
      if !contacts.isEmpty {
        layers.append(.spans(name: contacts[0].kind, ink: .sky, contacts.map { $0.start...max($0.start, $0.end) }))
      }
      for (ink, outcome) in zip([Figure.Ink.green, .orange], mine.filter { $0.trial == nil && isThreshold($0) }) {
        guard let value = outcome.value else { continue }
        layers.append(.level(name: words(outcome.name), ink: ink, value))
        caption.append(sentence(outcome, of: loads.count > 1 ? load.channel : nil))
      }
      layers.append(
        .trace(
          .init(
            name: "", ink: .blue, curve: .init(.stamps(load.times), load.pressure, breaks: load.breaks), thickness: 1.2)
        ))
      let marks = mine.filter { $0.name == "pressure_pain_threshold" }.compactMap { outcome -> Figure.Mark? in
        let time = mine.first { $0.name == "threshold_time" && $0.trial == outcome.trial }?.value
        guard outcome.trial != nil, let value = outcome.value, let time else { return nil }
        return .init(place: time, value: value, text: "\(FigureText.plain(value)) kPa")
      }
      if !marks.isEmpty { layers.append(.marks(name: "threshold of a trial", ink: .vermilion, marks)) }
      return Figure.Panel(
        vertical: .init("\(load.channel) (kPa)"), layers: layers, height: loads.count == 1 ? 260 : 160)
    }
    return Figure(
      title: report.name, caption: caption.isEmpty ? "" : caption.joined(separator: ". ") + ".",
      horizontal: .init("Time (s)"), panels: panels)
  }

  private static func isContact(_ event: Event, _ channel: String) -> Bool {
    ["contact", "ramp", "pulse"].contains(event.kind) && event.attributes["channel"] ?? channel == channel
  }

  private static func isThreshold(_ outcome: Outcome) -> Bool {
    outcome.unit == "kPa" && outcome.component.isEmpty
      && ["pressure_pain_threshold", "pain_detection_threshold", "pain_tolerance_threshold"].contains(outcome.name)
  }

  private static func words(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }

  /// Such as `Pressure pain threshold 411.9 kPa (95 % interval 380.5 to 443.3 kPa, n = 3)`.
  private static func sentence(_ outcome: Outcome, of channel: String?) -> String {
    var text = words(outcome.name)
    text = text.prefix(1).uppercased() + text.dropFirst()
    if let channel { text += " of \(channel)" }
    if let value = outcome.value { text += " \(FigureText.plain(value)) kPa" }
    var details: [String] = []
    if let low = outcome.low, let high = outcome.high, let level = outcome.level {
      let percent = FigureText.plain(level * 100)
      details.append("\(percent) % interval \(FigureText.plain(low)) to \(FigureText.plain(high)) kPa")
    }
    if let count = outcome.count { details.append("n = \(count)") }
    details += outcome.flags.sorted().map(\.rawValue)
    return text + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
  }
}
