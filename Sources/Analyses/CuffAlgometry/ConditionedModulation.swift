// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Conditioned minus unconditioned threshold; a rise is inhibition and positive.
enum ConditionedModulation {
  /// Rows of one conditioned ramp, against the unconditioned ramp of the same cuff; nil base = there is none.
  static func rows(conditioned: [Outcome], base: [Outcome]?, channel: String) -> [Outcome] {
    var rows: [Outcome] = []
    for (part, threshold) in [("detection", "pain_detection_threshold"), ("tolerance", "pain_tolerance_threshold")] {
      let test = conditioned.first { $0.name == threshold && $0.channel == channel }
      let reference = base?.first { $0.name == threshold && $0.channel == channel }
      for isPercent in [false, true] {
        var row = Outcome(
          "conditioned_modulation_\(part)" + (isPercent ? "_percent" : ""), value: nil, unit: isPercent ? "%" : "kPa",
          method: "cuff.conditioned_minus_unconditioned", channel: channel)
        fill(&row, test: test, reference: reference, hasBase: base != nil, isPercent: isPercent)
        rows.append(row)
      }
    }
    return rows
  }

  private static func fill(
    _ row: inout Outcome, test: Outcome?, reference: Outcome?, hasBase: Bool, isPercent: Bool
  ) {
    guard hasBase else {
      row.flags = [.noBaselineTest]
      return
    }
    guard let test, let reference else {
      row.flags = [.noResponse]
      return
    }
    func scaled(_ difference: Double, _ base: Double) -> Double { isPercent ? 100 * difference / base : difference }
    switch (test.value, reference.value) {
    case (let value?, let base?): row.value = scaled(value - base, base)
    case (nil, let base?):
      row.flags = test.flags
      // The conditioned threshold is at least its bound, so the change is at least this.
      if let low = test.low { row.low = scaled(low - base, base) }
    case (let value?, nil):
      row.flags = reference.flags.subtracting([.rightCensored])
      if let low = reference.low {
        row.high = scaled(value - low, low)
        row.flags.insert(.leftCensored)
      }
    case (nil, nil):
      // Two bounds say nothing about their difference.
      row.flags = test.flags.union(reference.flags)
    }
    if row.value == nil, row.flags.isEmpty { row.flags = [.noResponse] }
  }
}
