// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A session of cuff algometry: ramps, a pulse train and a conditioned ramp, one recording a test, with truth.
public struct CuffSession: Sendable {
  public enum Test: Sendable, Hashable {
    case ramp(CuffRamp, name: String)
    case pulses(PulseTrain, name: String)
    case conditionedRamp(ConditionedRamp, name: String)
    /// Planned, but nothing was recorded.
    case none(name: String)
  }

  public var seed: UInt64
  public var name = "RUN 01"
  public var samplingRate = Hertz(20)
  /// Step of the pressure in kPa; 0 = none. The default is five counts of a 12-bit converter of 100 kPa.
  public var quantum = 500.0 / 4095
  /// Highest pressure the sensor shows.
  public var rail: Pressure? = Pressure(98.5104)
  /// Steps of the rating over its 10 cm; 0 = none.
  public var ratingSteps = 255
  /// Decimals kept in the recorded numbers; nil = all.
  public var decimals: Int? = 4
  /// Standard deviation of white noise of the pressure.
  public var noise = Pressure(0)
  public var tests: [Test] = [
    .ramp(CuffRamp(), name: "SR01"),
    .ramp(CuffRamp(cuff: 2), name: "SR02"),
    .pulses(PulseTrain(), name: "TS"),
    .conditionedRamp(ConditionedRamp(), name: "CPM"),
  ]

  public init(seed: UInt64 = 1) { self.seed = seed }

  /// Nothing rounded: every reading can be right to the last bit.
  public static func exact(seed: UInt64 = 1) -> CuffSession {
    var session = CuffSession(seed: seed)
    session.quantum = 0
    session.rail = nil
    session.ratingSteps = 0
    session.decimals = nil
    return session
  }

  var isComplete: Bool {
    tests.allSatisfy { if case .none = $0 { false } else { true } }
  }

  public func run() -> SimulatedSession {
    var truth = Truth(kind: "cuff", seed: seed)
    var recordings: [Recording] = []
    for (index, test) in tests.enumerated() {
      let recorder = CuffRecorder(session: self, stream: UInt64(index) + 1)
      switch test {
      case .ramp(let ramp, let name):
        recordings.append(recorder.record(ramp, member: member(name)))
        truth.tests.append(ramp.truth(self, member: member(name)))
      case .conditionedRamp(let conditioned, let name):
        recordings.append(recorder.record(conditioned, member: member(name)))
        truth.tests.append(conditioned.truth(self, member: member(name)))
      case .pulses(let train, let name):
        recordings.append(recorder.record(train, member: member(name)))
        truth.tests.append(train.truth(self, member: member(name)))
      case .none(let name): recordings.append(recorder.nothing(member: member(name)))
      }
    }
    if !isComplete { truth.expectedFlags.append(.sessionIncomplete) }
    truth.modulation = modulation(truth.tests)
    return SimulatedSession(recordings: recordings, truth: truth)
  }

  private func member(_ test: String) -> String { tests.count == 1 ? "" : "\(name)/\(test)" }

  /// Conditioned minus unconditioned ramp of the same cuff.
  private func modulation(_ tests: [CuffTestTruth]) -> ModulationTruth? {
    guard let conditioned = tests.first(where: { $0.kind == "conditioned_ramp" }),
      let base = tests.first(where: { $0.kind == "ramp" && $0.channel == conditioned.channel })
    else { return nil }
    func difference(_ path: KeyPath<CuffTestTruth, Double?>) -> Double? {
      guard let a = conditioned[keyPath: path], let b = base[keyPath: path] else { return nil }
      return a - b
    }
    return ModulationTruth(detection: difference(\.detection), tolerance: difference(\.tolerance))
  }
}
