// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

extension Truth {
  /// The truth as JSON: keys sorted, shortest decimals, `null` where there is nothing.
  public var json: String {
    if let gun {
      return JSONText(sorted: [
        "schema": .string("palpate.truth/1"), "kind": .string(kind), "seed": .string(String(seed)),
        "expected_flags": .flags(expectedFlags), "tolerated_flags": .flags(toleratedFlags), "gun": gun.json,
      ]).pretty
    }
    return JSONText(sorted: [
      "schema": .string("palpate.truth/1"),
      "kind": .string(kind),
      "seed": .string(String(seed)),
      "expected_flags": .flags(expectedFlags),
      "tolerated_flags": .flags(toleratedFlags),
      "trials": .array(trials.map(\.json)),
      "tests": .array(tests.map(\.json)),
      "modulation": modulation.map {
        JSONText(sorted: ["detection": JSONText($0.detection), "tolerance": JSONText($0.tolerance)])
      } ?? .null,
    ]).pretty
  }
}

extension TrialTruth {
  var json: JSONText {
    JSONText(sorted: [
      "trial": .number(Double(trial)), "site": .string(site), "side": .string(side), "onset": .number(onset),
      "threshold": JSONText(threshold), "sensation_time": JSONText(sensationTime), "press_time": JSONText(pressTime),
      "pressure_at_press": JSONText(pressureAtPress), "sensor_at_press": JSONText(sensorAtPress),
      "release_time": JSONText(releaseTime), "end_time": .number(endTime), "peak": .number(peak),
      "rate": .number(rate), "faults": .strings(faults), "expected_flags": .flags(expectedFlags),
      "tolerated_flags": .flags(toleratedFlags), "refused": .strings(refused),
    ])
  }
}

extension CuffTestTruth {
  var json: JSONText {
    JSONText(sorted: [
      "member": .string(member), "kind": .string(kind), "channel": .string(channel), "rate": JSONText(rate),
      "ramp_start": JSONText(rampStart), "criterion": JSONText(criterion), "detection": JSONText(detection),
      "detection_time": JSONText(detectionTime), "tolerance": JSONText(tolerance),
      "tolerance_time": JSONText(toleranceTime), "limit_rating": JSONText(limitRating),
      "stop": stop.map { .string($0.rawValue) } ?? .null, "peak": .number(peak),
      "pulses": .array(pulses.map(\.json)), "temporal_summation": JSONText(temporalSummation),
      "conditioning_pressure": JSONText(conditioningPressure), "expected_flags": .flags(expectedFlags),
      "tolerated_flags": .flags(toleratedFlags),
    ])
  }
}

extension PulseTruth {
  var json: JSONText {
    JSONText(sorted: [
      "start": .number(start), "plateau": .number(plateau), "residual": .number(residual), "rating": .number(rating),
    ])
  }
}

extension JSONText {
  static func flags(_ flags: [IssueCode]) -> JSONText { .strings(flags.map(\.rawValue)) }
}
