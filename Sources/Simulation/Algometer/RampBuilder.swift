// SPDX-License-Identifier: GPL-3.0-or-later

/// The loading of one trial, going on for ever: faults of the ramp are in it, the end is not.
struct RampBuilder {
  private(set) var profile = Profile()
  private(set) var rate: Double
  private let onset: Double
  private let threshold: Double

  /// - Parameter delay: Time from sensation to press, which a jab needs to know.
  init(onset: Double, rate: Double, threshold: Double, delay: Double, faults: [AlgometerFault]) {
    self.onset = onset
    self.rate = rate
    self.threshold = threshold
    for case .rate(let factor) in faults { self.rate *= factor }
    for case .tap(let duration, let lead, let height) in faults {
      profile.append(at: onset - lead, 0, slope: height / 0.02)
      profile.append(at: onset - lead + 0.02, height)
      profile.append(at: onset - lead + duration - 0.02, height, slope: -height / 0.02)
      profile.append(at: onset - lead + duration, 0)
    }
    profile.append(at: onset, 0, slope: self.rate)
    for fault in faults.sorted(by: { $0.share < $1.share }) { bend(fault, delay: delay) }
  }

  /// Changes the ramp from a share of the threshold on.
  private mutating func bend(_ fault: AlgometerFault, delay: Double) {
    switch fault {
    case .hesitation(let share, let duration, let rateShare):
      stretch(at: share * threshold, slope: rateShare * rate, duration)
    case .plateau(let share, let duration): stretch(at: share * threshold, slope: 0, duration)
    case .reversal(let share, let drop):
      stretch(at: share * threshold, slope: -drop * share * threshold / 0.2, 0.2)
    case .nonlinear(let share, let factor):
      guard let begin = time(of: share * threshold) else { return }
      let bend = (factor - 1) * rate / 0.6
      profile.append(at: begin, share * threshold, slope: rate, bend: bend)
      profile.append(at: begin + 0.3, profile.value(at: begin + 0.3), slope: factor * rate)
    case .jab(let factor, let lead):
      // Sensation comes `delay` before the press: on the jab when it is shorter than the jab, else before it.
      let level =
        delay < lead ? threshold - factor * rate * (lead - delay) : threshold + rate * (delay - lead)
      guard let begin = time(of: level) else { return }
      profile.append(at: begin, level, slope: factor * rate)
    case .bounce(let share, let duration):
      guard let begin = time(of: share * threshold) else { return }
      let after = profile.value(at: begin + duration)
      profile.append(at: begin, 0)
      profile.append(at: begin + duration, after, slope: rate)
    default: break
    }
  }

  private func time(of level: Double) -> Double? { profile.rise(to: level, from: onset) }

  private mutating func stretch(at level: Double, slope: Double, _ duration: Double) {
    guard let begin = time(of: level) else { return }
    profile.append(at: begin, level, slope: slope)
    profile.append(at: begin + duration, level + slope * duration, slope: rate)
  }
}

extension AlgometerFault {
  /// Where on the ramp it begins, as a share of the threshold; a jab is the last thing before the press.
  fileprivate var share: Double {
    switch self {
    case .hesitation(let share, _, _), .plateau(let share, _), .reversal(let share, _), .nonlinear(let share, _),
      .bounce(let share, _), .gap(let share, _):
      share
    case .jab: 2
    default: 0
    }
  }
}
