// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// One contact worked out in full before anything is sampled.
struct TrialPlan: Sendable {
  /// Load without tremor, from the tap before the trial to the end of unloading.
  var load = Profile()
  var onset = 0.0
  var rate = 0.0
  /// When the delivered pressure reached the threshold; nil when it never did.
  var sensation: Double?
  /// When the subject presses, also when the press is not recorded.
  var reaction: Double?
  /// Presses as recorded.
  var presses: [Double] = []
  /// Stretches in which the button is down although nothing is reported.
  var stuck: ClosedRange<Double>?
  /// Begin of unloading; nil when the file ends on the ramp.
  var release: Double?
  var end = 0.0
  var frozen: ClosedRange<Double>?
  var missing: Range<Double>?
  var fileEnd: Double?
  var tremor: Tremor
  let faults: [AlgometerFault]

  /// - Parameter begin: Start of the trial's slot in s.
  init(_ session: AlgometerSession, trial: Int, begin: Double) {
    var random = RandomStream(seed: session.seed, stream: UInt64(trial) + 1000)
    let offset = random.uniform() / session.samplingRate.value
    let subject = random.normal(
      mean: session.subjectDelay.value, deviation: session.subjectDelaySD.value, least: session.leastDelay.value)
    let operatorDelay = random.normal(
      mean: session.operatorDelay.value, deviation: session.operatorDelaySD.value, least: session.leastDelay.value)
    tremor = Tremor(
      amplitude: session.tremor.value, frequency: session.tremorFrequency.value, phase: random.uniform())
    faults = session.faults[trial] ?? []
    onset = begin + session.idle.value + offset
    let threshold = session.thresholds[trial].value
    let ramp = RampBuilder(onset: onset, rate: session.rate.value, threshold: threshold, delay: subject, faults: faults)
    rate = ramp.rate
    load = ramp.profile
    unload(session, threshold: threshold, subject: subject, operatorDelay: operatorDelay)
    disturb(threshold: threshold)
  }

  /// Finds sensation, press and release, and ends the ramp.
  private mutating func unload(
    _ session: AlgometerSession, threshold: Double, subject: Double, operatorDelay: Double
  ) {
    var unloading = session.unloadingRate?.value ?? max(10 * rate, 2 * threshold)
    var stop: Double?
    for fault in faults {
      switch fault {
      case .abortedRamp(let share):
        stop = load.rise(to: share * threshold, from: onset)
        unloading = rate
      case .limit(let level): stop = load.rise(to: level, from: onset)
      case .truncation(let share): fileEnd = load.rise(to: share * threshold, from: onset)
      default: break
      }
    }
    let felt = tremor.rise(of: load, to: threshold, from: onset)
    if let stop, felt.map({ stop < $0 }) ?? true {
      release = stop
    } else if let felt, fileEnd == nil {
      sensation = felt
      release = felt + subject + operatorDelay
      presses = [felt + subject]
      for fault in faults { unloading = move(fault, felt + subject, operatorDelay) ?? unloading }
      reaction = presses[0]
    }
    guard let release else { return }
    let top = load.value(at: release)
    load.cut(at: release)
    load.append(at: release, top, slope: -unloading)
    end = release + top / unloading
    load.append(at: end, 0)
  }

  /// Changes press and release as a fault asks; gives another unloading rate where it needs one.
  private mutating func move(_ fault: AlgometerFault, _ press: Double, _ operatorDelay: Double) -> Double? {
    switch fault {
    case .doublePress(let gap):
      presses.append(press + gap)
      release = press + gap + operatorDelay
    case .latePress(let delay):
      release = press
      presses = [press + delay]
      return 0.4 * load.value(at: press) / delay
    case .overshoot(let delay): release = press + delay
    default: break
    }
    return nil
  }

  private mutating func disturb(threshold: Double) {
    for fault in faults {
      switch fault {
      case .stuckMarker(let lead):
        stuck = (onset - lead)...(end + 0.5)
        presses = []
      case .missingMarker: presses = []
      case .held(let duration):
        if let press = presses.first { frozen = press...(press + duration) }
      case .gap(let share, let duration):
        if let begin = load.rise(to: share * threshold, from: onset) { missing = begin..<(begin + duration) }
      default: break
      }
    }
  }

  /// Pressure on the skin, tremor included.
  func delivered(at t: Double) -> Double { tremor.delivered(load.value(at: t), at: t) }
}
