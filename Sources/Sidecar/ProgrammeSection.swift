// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension SidecarContents {
  private static let programmeKeys = [
    "kind", "nominal_rate", "limit", "nominal_pressure", "conditioning_pressure", "time_on", "time_off", "pulses",
    "rating_criterion", "stop",
  ]

  /// `[programme]`: what the device was told to do, for formats that do not say so themselves.
  mutating func readProgramme(_ section: Section) throws(SidecarError) {
    try section.allow(Self.programmeKeys)
    let kinds: [Programme.Kind] = [.ramp, .pulses, .conditionedRamp]
    guard let kind = try section.choice("kind", kinds.map { ($0.rawValue, $0) }) else {
      throw section.error(
        "kind",
        .missing(key: section.full("kind"), expected: "one of \(kinds.map(\.rawValue).joined(separator: ", "))"))
    }
    var programme = Programme(kind: kind)
    programme.nominalRate = try section.quantity("nominal_rate", within: 0.001...2000)
    programme.limit = try section.quantity("limit", within: 0.1...10000)
    programme.nominalPressure = try section.quantity("nominal_pressure", within: 0...10000)
    programme.conditioningPressure = try section.quantity("conditioning_pressure", within: 0...10000)
    programme.timeOn = try section.quantity("time_on", within: 0...86400)
    programme.timeOff = try section.quantity("time_off", within: 0...86400)
    programme.pulseCount = try section.count("pulses", within: 1...100_000)
    programme.ratingCriterion = try section.quantity("rating_criterion", within: 0...10)
    let stops: [StopReason] = [.subject, .programme, .limit]
    programme.stop = try section.choice("stop", stops.map { ($0.rawValue, $0) }) ?? .unknown
    declaration.programme = programme
  }
}
