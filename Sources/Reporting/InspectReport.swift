// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What a file holds, as `palpate inspect` tells it.
public struct InspectReport: Sendable {
  public var file: String
  public var sha256: String
  public var recordings: [Member]
  /// The exact commands to run next, already quoted for a shell.
  public var next: [String]

  public struct Member: Sendable {
    public var report: RecordingReport
    public var dialect: [String]
    public var programme: Programme?
    public var quality: Quality
    /// Samples of each channel at or beyond the ends of its declared range; nil without one.
    public var clipped: [Int?]
    /// Analyses that apply.
    public var analyses: [String]

    public init(report: RecordingReport, recording: Recording, analyses: [String]) {
      self.report = report
      dialect = recording.dialect
      programme = recording.programme
      quality = Quality(of: recording)
      clipped = recording.channels.map { channel in
        channel.calibration.range.map { range in
          channel.samples.count { $0 <= range.lowerBound || $0 >= range.upperBound }
        }
      }
      self.analyses = analyses
    }
  }

  public init(file: String, sha256: String, recordings: [Member], next: [String]) {
    self.file = file
    self.sha256 = sha256
    self.recordings = recordings
    self.next = next
  }

  // MARK: For people

  public func text(style: TerminalStyle) -> String {
    var out = style.bold(TerminalText.printable(file)) + "\n"
    let formats = Set(recordings.map(\.report.format)).sorted().joined(separator: ", ")
    let dialect = recordings.first?.dialect ?? []
    out += "  format      \(([formats] + dialect).map(TerminalText.printable).joined(separator: " · "))\n"
    out += "  recordings  \(recordings.count)\n"
    out += "  sha256      \(sha256)\n"
    // What holds for every recording is told once.
    let sets = recordings.map { Set($0.report.issues) }
    let shared = sets.count > 1 ? sets.dropFirst().reduce(sets[0]) { $0.intersection($1) } : []
    if let first = recordings.first { out += issues(first.report.issues.filter(shared.contains), style) }
    for member in recordings { out += "\n" + text(member, style, without: shared) }
    out += "\n" + style.bold("Run next") + "\n"
    for command in next { out += "  \(command)\n" }
    return out
  }

  private func text(_ member: Member, _ style: TerminalStyle, without shared: Set<Issue>) -> String {
    let report = member.report
    var out = style.bold(TerminalText.printable(report.name)) + "\n"
    func line(_ title: String, _ text: String) {
      guard !text.isEmpty else { return }
      for (index, part) in TerminalText.wrapped(TerminalText.printable(text), to: style.width - 14).enumerated() {
        out += "  " + TerminalText.padded(index == 0 ? title : "", to: 12) + part + "\n"
      }
    }
    line("about", who(report.description))
    line("programme", programme(member.programme))
    line("samples", samples(report))
    line("gaps", gaps(report.timing))
    line("events", events(report.events))
    line("analyses", member.analyses.isEmpty ? "none applies" : member.analyses.joined(separator: ", "))
    for reason in report.notApplicable where member.analyses.isEmpty {
      line("", "\(reason.analysis): \(reason.reason)")
    }
    var table = ColumnTable([
      ("channel", .left), ("kind", .left), ("unit", .left), ("lowest", .point), ("highest", .point), ("step", .point),
      ("missing", .right), ("remarks", .left),
    ])
    for (index, channel) in report.channels.enumerated() {
      let quality = member.quality.channels[index]
      table.rows.append(
        ColumnTable.Row(cells: [
          TerminalText.printable(channel.name),
          channel.kind.rawValue + (channel.role == .conditioning ? ", conditioning" : ""),
          channel.unit.isEmpty ? (channel.kind == .marker ? "" : "none") : channel.unit,
          quality.minimum.map { FigureText.plain($0) } ?? "", quality.maximum.map { FigureText.plain($0) } ?? "",
          quality.quantum.map { FigureText.plain($0) } ?? "", quality.missing > 0 ? String(quality.missing) : "",
          remarks(channel, quality, clipped: member.clipped[index]),
        ]))
    }
    if !table.rows.isEmpty { out += table.text(style, indent: 2) }
    return out + issues(report.issues.filter { !shared.contains($0) }, style)
  }

  private func issues(_ issues: [Issue], _ style: TerminalStyle) -> String {
    var out = ""
    for issue in issues {
      let detail = issue.detail.isEmpty ? "" : " (\(issue.detail))"
      let text = TerminalText.printable("\(issue.code.rawValue): \(issue.code.sentence)\(detail)")
      for (index, part) in TerminalText.wrapped(text, to: style.width - 4).enumerated() {
        out += (index == 0 ? "  ! " : "    ") + part + "\n"
      }
    }
    return out
  }

  private func who(_ description: Description) -> String {
    let area = description.area.map { "area \($0.text)" } ?? ""
    return [
      description.subject, description.visit, description.condition, description.site, description.side,
      description.device, description.setting, description.rater, area,
    ].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private func programme(_ programme: Programme?) -> String {
    guard let programme else { return "" }
    var parts = [programme.kind == .none ? "listed, but not recorded" : programme.kind.rawValue]
    if let rate = programme.nominalRate { parts.append("\(rate.text) nominal") }
    if let pressure = programme.nominalPressure { parts.append("pulses of \(pressure.text)") }
    if let count = programme.pulseCount { parts.append("\(count) pulses") }
    if let limit = programme.limit { parts.append("limit \(limit.text)") }
    if let criterion = programme.ratingCriterion { parts.append("detection at a rating of \(criterion.text)") }
    if programme.stop != .unknown { parts.append("stopped by the \(programme.stop.rawValue)") }
    return parts.joined(separator: " · ")
  }

  private func samples(_ report: RecordingReport) -> String {
    guard report.sampleCount > 0 else { return "none" }
    let timing = report.timing
    var parts = ["\(report.sampleCount) over \(FigureText.plain(timing.duration)) s"]
    if let rate = timing.rate {
      parts.append("\(FigureText.plain(rate)) Hz \(timing.measured ? "measured" : "nominal")")
    }
    if let jitter = timing.jitter, let worst = timing.worstJitter {
      // Below a millionth of an interval only the rounding of the stamps is left.
      parts.append(
        jitter * (timing.rate ?? 0) < 1e-6
          ? "even" : "jitter \(FigureText.plain(jitter * 1000)) ms (99 % within \(FigureText.plain(worst * 1000)) ms)")
    }
    return parts.joined(separator: " · ")
  }

  private func gaps(_ timing: Timing) -> String {
    guard let longest = timing.gaps.max(by: { $0.end - $0.start < $1.end - $1.start }) else { return "" }
    return "\(timing.gaps.count); the longest \(FigureText.plain(longest.end - longest.start)) s at "
      + "\(FigureText.plain(longest.start)) s"
  }

  private func events(_ events: [Event]) -> String {
    var counts: [String: Int] = [:]
    for event in events { counts[event.kind, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
  }

  private func remarks(_ channel: ChannelReport, _ quality: ChannelQuality, clipped: Int?) -> String {
    guard let low = quality.minimum, let high = quality.maximum else { return "no samples" }
    var out: [String] = []
    if channel.kind != .marker, channel.kind != .rating {
      for rail in [quality.railLow, quality.railHigh].compactMap(\.self) {
        out.append("\(rail.count) samples at \(FigureText.plain(rail.value)), some in runs: a rail?")
      }
      if let drift = quality.idleDrift, drift.magnitude > 0.01 * (high - low) {
        out.append("idle level moves by \(FigureText.plain(drift))")
      }
    }
    if let clipped, clipped > 0 { out.append("\(clipped) samples at the end of the declared range") }
    return out.joined(separator: "; ")
  }
}
