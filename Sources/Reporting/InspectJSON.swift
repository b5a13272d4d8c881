// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

extension InspectReport {
  /// The report as JSON, schema `palpate.inspect/1`.
  public func json(version: String) -> JSONValue {
    .object([
      "schema": .text("palpate.inspect/1"), "version": .text(version), "file": .text(file), "sha256": .text(sha256),
      "next": .array(next.map { .text($0) }), "recordings": .array(recordings.map(json)),
    ])
  }

  private func json(_ member: Member) -> JSONValue {
    let report = member.report
    return .object([
      "name": .text(report.name), "format": .text(report.format),
      "dialect": .array(member.dialect.map { .text($0) }), "samples": .integer(report.sampleCount),
      "duration": JSONValue(report.timing.duration), "rate": JSONValue(report.timing.rate),
      "rate_measured": .bool(report.timing.measured), "jitter": JSONValue(report.timing.jitter),
      "jitter_99_percent": JSONValue(report.timing.worstJitter),
      "gaps": .array(
        report.timing.gaps.map { .object(["start": JSONValue($0.start), "end": JSONValue($0.end)]) }),
      "programme": member.programme.map { .text($0.kind.rawValue) } ?? .null,
      "channels": .array(zip(report.channels, member.summaries).map(json)),
      "events": .array(
        report.events.map {
          .object(["kind": .text($0.kind), "start": JSONValue($0.start), "end": JSONValue($0.end)])
        }),
      "issues": .array(
        report.issues.map {
          .object(["code": .text($0.code.rawValue), "detail": .text($0.detail), "count": .integer($0.count)])
        }),
      "analyses": .array(member.analyses.map { .text($0) }),
      "not_applicable": .array(
        report.notApplicable.map { .object(["analysis": .text($0.analysis), "reason": .text($0.reason)]) }),
    ])
  }

  private func json(_ channel: ChannelReport, _ summary: ChannelSummary) -> JSONValue {
    .object([
      "name": .text(channel.name), "kind": .text(channel.kind.rawValue), "role": .text(channel.role.rawValue),
      "unit": .text(channel.unit), "lowest": JSONValue(summary.minimum), "highest": JSONValue(summary.maximum),
      "step": JSONValue(summary.step), "missing": .integer(summary.missing),
      "longest_at_maximum": .integer(summary.longestAtMaximum), "clipped": JSONValue(summary.clipped),
    ])
  }
}
