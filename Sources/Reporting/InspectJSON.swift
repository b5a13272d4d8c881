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
      "channels": .array(report.channels.indices.map { channel(member, $0) }),
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

  private func channel(_ member: Member, _ index: Int) -> JSONValue {
    let channel = member.report.channels[index]
    let quality = member.quality.channels[index]
    func rail(_ rail: ChannelQuality.Rail?) -> JSONValue {
      rail.map { .object(["value": JSONValue($0.value), "count": .integer($0.count)]) } ?? .null
    }
    return .object([
      "name": .text(channel.name), "kind": .text(channel.kind.rawValue), "role": .text(channel.role.rawValue),
      "unit": .text(channel.unit), "lowest": JSONValue(quality.minimum), "highest": JSONValue(quality.maximum),
      "step": JSONValue(quality.quantum), "missing": .integer(quality.missing), "rail_low": rail(quality.railLow),
      "rail_high": rail(quality.railHigh), "longest_flat": JSONValue(quality.longestFlat),
      "idle_drift": JSONValue(quality.idleDrift), "clipped": JSONValue(member.clipped[index]),
    ])
  }
}
