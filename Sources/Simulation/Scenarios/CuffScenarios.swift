// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension Scenario {
  func cuffSession(_ seed: UInt64) -> CuffSession {
    var session = CuffSession(seed: seed)
    session.noise = Pressure(0.05)
    var ramp = CuffRamp()
    ramp.stopButton = true
    ramp.deflation = Seconds(2)
    switch self {
    case .cuffNoResponse: ramp.response = nil
    case .cuffRecross:
      ramp.touches = [RatingTouch(pressure: Pressure(15), height: Rating(2), duration: Seconds(0.3))]
    case .cuffOffset: ramp.ratingOffset = Rating(0.6)
    case .cuffTwoCuffs: ramp.otherCuffShare = 0.9
    case .cuffPulses, .cuffPulsesRail, .cuffResidual, .cuffFading:
      session.tests = [.pulses(train, name: "TS")]
      return session
    case .cuffRun: return session
    case .cuffIncomplete:
      session.tests = Array(session.tests.prefix(2)) + [.none(name: "TS"), .none(name: "CPM")]
      return session
    default: break
    }
    session.tests = [.ramp(ramp, name: "SR01")]
    return session
  }

  private var train: PulseTrain {
    var train = PulseTrain()
    switch self {
    case .cuffPulsesRail:
      train.nominalPressure = Pressure(97)
      train.overshoot = Pressure(40)
      train.overshootSettling = Seconds(0.25)
    case .cuffResidual:
      train.creep = 0.7
      train.emptying = Seconds(0.25)
    case .cuffFading: train.fade = 0.02
    default: break
    }
    return train
  }
}
