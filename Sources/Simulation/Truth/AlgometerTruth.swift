// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

extension AlgometerSession {
  func truth(_ plans: [TrialPlan], _ device: AlgometerDevice, origin: Double) -> Truth {
    var truth = Truth(kind: "ppt", seed: seed)
    truth.trials = plans.indices.map { trialTruth($0, plans[$0], device).shifted(by: -origin) }
    if zeroSuppressed {
      truth.expectedFlags += [.noBaseline, .zeroSuppressed]
      truth.toleratedFlags += [.timeGap]
    }
    truth.expectedFlags += Set(plans.flatMap(\.faults).flatMap(\.expectedRecordingFlags)).sorted()
    if abs(drift) > 5 { truth.expectedFlags.append(.drift) }
    if jitter.value > 0 || millisecondStamps { truth.toleratedFlags += [.timeJitter, .timeQuantised] }
    if marker == .none { truth.toleratedFlags.append(.noMarker) }
    if plans.contains(where: { $0.missing != nil }) { truth.toleratedFlags.append(.timeGap) }
    return truth
  }

  private func trialTruth(_ index: Int, _ plan: TrialPlan, _ device: AlgometerDevice) -> TrialTruth {
    let end = plan.release == nil ? device.end : plan.end
    let press = plan.reaction
    let railed = device.ceiling.map { ceiling in press.map { device.sensor(at: $0) * device.scale >= ceiling } ?? false
    }
    var expected = Set(plan.faults.flatMap(\.expectedFlags))
    var tolerated = Set(plan.faults.flatMap(\.toleratedFlags))
    var refused = Set(plan.faults.flatMap(\.refusedOutcomes))
    if railed == true {
      expected.formUnion([.rail, .rightCensored])
      tolerated.formUnion([.clipped, .nonlinear, .plateau, .hesitation])
      refused.insert("pressure_pain_threshold")
    }
    if marker == .none, plan.release != nil, plan.sensation != nil {
      expected.formUnion([.noMarker, .intervalCensored])
      refused.insert("pressure_pain_threshold")
    }
    if let rail = device.ceiling, device.sensor(at: plan.release ?? end) * device.scale >= rail {
      tolerated.formUnion([.rail, .clipped])
    }
    return TrialTruth(
      trial: index + 1, site: index < sites.count ? sites[index] : "", side: index < sides.count ? sides[index] : "",
      onset: plan.onset, threshold: plan.sensation.map { plan.delivered(at: $0) }, sensationTime: plan.sensation,
      pressTime: press, pressureAtPress: press.map { plan.delivered(at: $0) },
      sensorAtPress: press.map { min(device.sensor(at: $0), device.ceiling.map { $0 / device.scale } ?? .infinity) },
      releaseTime: plan.release, endTime: end, peak: peak(plan, end), rate: plan.rate, faults: plan.faults.map(\.name),
      expectedFlags: expected.sorted(), toleratedFlags: tolerated.subtracting(expected).sorted(),
      refused: refused.sorted())
  }

  private func peak(_ plan: TrialPlan, _ end: Double) -> Double {
    guard plan.tremor.amplitude > 0 else {
      return max(plan.load.value(at: plan.release ?? end), 0)
    }
    let top = plan.release ?? end
    // Tremor moves the peak by less than one of its periods.
    let span = 1 / plan.tremor.frequency
    var best = 0.0
    var t = max(plan.onset, top - span)
    while t <= min(end, top + span) {
      best = max(best, plan.delivered(at: t))
      t += 0.0005
    }
    return best
  }
}

extension TrialTruth {
  /// The same with another zero of time.
  func shifted(by delay: Double) -> TrialTruth {
    guard delay != 0 else { return self }
    var truth = self
    truth.onset += delay
    truth.endTime += delay
    truth.sensationTime = sensationTime.map { $0 + delay }
    truth.pressTime = pressTime.map { $0 + delay }
    truth.releaseTime = releaseTime.map { $0 + delay }
    return truth
  }
}
