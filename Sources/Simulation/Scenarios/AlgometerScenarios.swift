// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension Scenario {
  func algometerSession(_ seed: UInt64) -> AlgometerSession {
    var session = AlgometerSession(seed: seed)
    // A gauge of 0.1 kPa with a little noise and tremor; the clean session has neither.
    if self != .clean {
      session.noise = Pressure(0.5)
      session.tremor = Pressure(1)
      session.resolution = 0.1
    }
    if let fault = plantedFault {
      session.samplingRate = Hertz(50)
      session.faults = [self == .truncation ? 2 : 1: [fault]]
    }
    configure(&session)
    return session
  }

  private func configure(_ session: inout AlgometerSession) {
    switch self {
    case .noisy: session.noise = Pressure(2)
    case .sites:
      session.thresholds = [410, 390, 400, 520, 480, 500].map(Pressure.init)
      session.sites = Array(repeating: "upper_trapezius", count: 3) + Array(repeating: "tibialis_anterior", count: 3)
      session.samplingRate = Hertz(50)
    case .force, .decimalComma, .negative, .gaugeLines: force(&session)
    case .lag: session.sensorLag = Seconds(0.05)
    case .drift: session.drift = 8
    case .lowDrift: session.drift = 3
    case .tremor: session.tremor = Pressure(6)
    case .quantised: session.resolution = 1
    case .twelveBit:
      session.bits = 12
      session.fullScale = Pressure(2000)
      session.resolution = 0
    case .fast: session.rate = PressureRate(98)
    case .slow: session.rate = PressureRate(30)
    case .at10Hz: session.samplingRate = Hertz(10)
    case .at20Hz, .utf16: session.samplingRate = Hertz(20)
    case .at50Hz: session.samplingRate = Hertz(50)
    case .at500Hz: session.samplingRate = Hertz(500)
    case .at1000Hz: session.samplingRate = Hertz(1000)
    case .jitter: session.jitter = Seconds(0.002)
    case .millisecondStamps:
      session.jitter = Seconds(0.002)
      session.millisecondStamps = true
    case .zeroSuppressed:
      session.zeroSuppressed = true
      session.fullScale = Pressure(1000)
    case .limit, .rail:
      session.thresholds = [380, 520, 400].map(Pressure.init)
      session.samplingRate = Hertz(50)
      if self == .rail { session.rail = Pressure(480) }
    default: configureMarker(&session)
    }
  }

  private func configureMarker(_ session: inout AlgometerSession) {
    switch self {
    case .invertedMarker: session.marker = .level(.low)
    case .pulseMarker: session.marker = .pulse(0.04)
    case .counterMarker: session.marker = .counter
    case .eventMarker: session.marker = .event
    case .noButton: session.marker = .none
    default: break
    }
  }

  private func force(_ session: inout AlgometerSession) {
    session.unit = .newton
    session.area = Area(1)
    session.resolution = 0.01
    session.negative = self == .negative
    guard self == .gaugeLines else { return }
    session.unit = Unit(symbol: "kgf", dimension: .force, factor: 9.80665)
    session.marker = .none
    session.samplingRate = Hertz(20)
  }

  /// The fault of scenarios that have one; it goes into the second trial, truncation into the last.
  public var plantedFault: AlgometerFault? {
    switch self {
    case .missingMarker: .missingMarker
    case .stuckMarker: .stuckMarker()
    case .doublePress: .doublePress()
    case .latePress: .latePress()
    case .hesitation: .hesitation()
    case .plateau: .plateau()
    case .reversal: .reversal()
    case .jab: .jab()
    case .nonlinear: .nonlinear()
    case .rateOut: .rate()
    case .bounce: .bounce()
    case .tap: .tap()
    case .abortedRamp: .abortedRamp()
    case .overshoot: .overshoot()
    case .limit: .limit(level: 480)
    case .truncation: .truncation()
    case .held: .held()
    case .gap: .gap()
    default: nil
    }
  }
}
