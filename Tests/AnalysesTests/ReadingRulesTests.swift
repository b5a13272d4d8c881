// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Simulation
import Testing

/// Bias and spread of the reading rules, and coverage of the release interval, on the simulation of the algometry
/// document: threshold 400 kPa, delays 0.30 ± 0.07 s and 0.28 ± 0.08 s, tremor 6 kPa at 1.3 Hz, noise 2 kPa, 100 Hz.
@Suite struct ReadingRulesTests {
  static let rates = [10.0, 30, 50, 100]

  static func session(rate: Double, seed: UInt64, marker: MarkerForm) -> AlgometerSession {
    var session = AlgometerSession(seed: seed)
    session.thresholds = [Pressure](repeating: Pressure(400), count: 10)
    session.rate = PressureRate(rate)
    session.tremor = Pressure(6)
    session.noise = Pressure(2)
    session.marker = marker
    return session
  }

  struct Rule {
    let name: String
    var errors: [Double] = []

    var bias: Double { errors.reduce(0, +) / Double(errors.count) }
    var spread: Double {
      let centre = bias
      return (errors.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(errors.count - 1)).squareRoot()
    }
    var standardError: Double { spread / Double(errors.count).squareRoot() }
  }

  /// Errors against the pressure at sensation, by rule, over `sessions` sessions of ten trials.
  static func errors(rate: Double, sessions: Int) throws -> [String: Rule] {
    var rules: [String: Rule] = [:]
    func add(_ name: String, _ error: Double) { rules[name, default: Rule(name: name)].errors.append(error) }
    for seed in 1...UInt64(sessions) {
      let marked = try Analysed(session(rate: rate, seed: seed, marker: .level(.high))) {
        $0.reactionCorrection = true
      }
      let bare = try Analysed(session(rate: rate, seed: seed, marker: .none))
      for trial in marked.truth {
        let truth = try #require(trial.threshold)
        for (rule, name) in [
          ("peak hold", "peak_pressure"), ("at button", "pressure_pain_threshold"),
          ("ramp line", "threshold_ramp_line"), ("minus delay", "reaction_corrected_threshold"),
        ] {
          if let value = marked.row(name, trial: trial.trial)?.value { add(rule, value - truth) }
        }
        if let row = bare.row("threshold_release", trial: trial.trial), let value = row.value {
          add("release", value - truth)
          if let low = row.low, let high = row.high { add("covered", low <= truth && truth <= high ? 1 : 0) }
        }
      }
    }
    return rules
  }

  @Test(arguments: rates) func biasAndSpread(rate: Double) throws {
    let rules = try Self.errors(rate: rate, sessions: 100)
    func text(_ name: String) -> String {
      guard let rule = rules[name] else { return "–" }
      return "\((rule.bias * 10).rounded() / 10) (\((rule.spread * 10).rounded() / 10))"
    }
    let cells = ["peak hold", "at button", "ramp line", "release", "minus delay"].map(text)
    print("reading rules | \(rate) | " + cells.joined(separator: " | ") + " | n \(rules["at button"]?.errors.count ?? 0)")
    let covered = try #require(rules["covered"])
    print("release interval | \(rate) kPa/s | covers \(100 * covered.bias) % of \(covered.errors.count)")
    #expect(covered.errors.count >= 950)
    #expect(covered.bias >= 0.93)
  }
}
