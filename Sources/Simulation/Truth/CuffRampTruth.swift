// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

extension CuffRamp {
  func truth(_ session: CuffSession, member: String, kind: String = "ramp") -> CuffTestTruth {
    let stopped = isStoppedBySubject
    var truth = CuffTestTruth(
      member: member, kind: kind, channel: "cuff \(cuff)", rate: rate, rampStart: start.value,
      criterion: criterion.value, detection: detectionTime.map { pressure(at: $0) }, detectionTime: detectionTime,
      tolerance: stopped ? pressure(at: stopTime) : nil, toleranceTime: stopped ? stopTime : nil,
      limitRating: stopped ? rating(at: stopTime) : nil, stop: stopped ? .subject : .programme,
      peak: pressure(at: stopTime))
    if !stopped { truth.expectedFlags.append(.rightCensored) }
    if response == nil { truth.toleratedFlags.append(.noResponse) }
    if !touches.isEmpty { truth.expectedFlags.append(.vasRecross) }
    if ratingOffset.value > 0 { truth.expectedFlags.append(.vasOffset) }
    truth.toleratedFlags += [.storedThresholdIgnored]
    if abs(deliveredShare - 1) > 0.1 { truth.expectedFlags.append(.rateOut) }
    // The other cuff's channel is analysed by itself and has its own rate.
    if let share = otherCuffShare, abs(share * deliveredShare - 1) > 0.1 { truth.toleratedFlags.append(.rateOut) }
    truth.expectedFlags.sort()
    return truth
  }
}

extension ConditionedRamp {
  func truth(_ session: CuffSession, member: String) -> CuffTestTruth {
    var truth = ramp.truth(session, member: member, kind: "conditioned_ramp")
    truth.conditioningPressure = conditioning(at: ramp.stopTime)
    return truth
  }
}

extension PulseTrain {
  func truth(_ session: CuffSession, member: String) -> CuffTestTruth {
    let starts = starts()
    let recorder = CuffRecorder(session: session, stream: 0)
    var truth = CuffTestTruth(
      member: member, kind: "pulses", channel: "cuff \(cuff)", peak: 0)
    truth.pulses = (0..<count).map { i in
      PulseTruth(
        start: Double(i) * period, plateau: top(i, starts[i]), residual: starts[i],
        rating: recorder.shownRating(rating(i)))
    }
    // The overshoot has its top within the first half of a pulse; 0.1 ms is finer than any figure asks for.
    for i in 0..<count {
      for k in 0...5000 { truth.peak = max(truth.peak, on(i, starts[i], after: Double(k) * 0.0002 * timeOn.value)) }
    }
    let ratings = truth.pulses.map(\.rating)
    if count >= 6 {
      let late = ratings.suffix(3).reduce(0, +) / 3
      truth.temporalSummation = late - ratings.prefix(3).reduce(0, +) / 3
    }
    flag(&truth, session)
    return truth
  }

  private func flag(_ truth: inout CuffTestTruth, _ session: CuffSession) {
    let ratio = (truth.pulses.map(\.plateau).min() ?? 0) / nominalPressure.value
    if ratio < 0.88 {
      truth.expectedFlags.append(.stimulusLow)
    } else if ratio < 0.92 {
      truth.toleratedFlags = [.stimulusLow]
    }
    let residual = truth.pulses.dropFirst().map(\.residual).max() ?? 0
    if residual > 7.5 {
      truth.expectedFlags.append(.residual)
    } else if residual > 6.5 {
      truth.toleratedFlags.append(.residual)
    }
    if let rail = session.rail, truth.peak > rail.value {
      truth.expectedFlags.append(.clipped)
      truth.toleratedFlags.append(.rail)
    }
    truth.expectedFlags.sort()
  }
}
