// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What a cuff recording holds, where the file does not say so.
public enum CuffTest: String, Sendable, Hashable, CaseIterable {
  /// Decided from the shape: three or more pulses make a train, anything else is a ramp.
  case auto
  case ramp, pulses
  case conditionedRamp = "conditioned_ramp"
}

/// What ends a ramp when the file does not say so.
public enum ToleranceRule: String, Sendable, Hashable, CaseIterable {
  /// The stop button ends the ramp (three anchors).
  case stopButton = "stop_button"
  /// The rating reaches the end of the scale (two anchors).
  case endOfScale = "end_of_scale"
}

/// Settings of `cuff`.
public struct CuffParameters: AnalysisParameters {
  public var test = CuffTest.auto
  public var rateTarget: PressureRate? = PressureRate(1)
  public var rateTolerance = Percent(10)
  public var ratingCriterion: Rating?
  public var ratingPersistence = Seconds(0.5)
  public var ratingHysteresis = Rating(0.2)
  public var toleranceRule = ToleranceRule.stopButton
  public var ratingEnd = Rating(9.95)
  public var limit: Pressure?
  public var limitTolerance = Percent(5)
  public var contactThreshold = Pressure(1)
  public var stimulusTolerance = Percent(10)
  public var staticPressure = Pressure(5)
  public var residualTolerance = Pressure(2)
  public var earlyPulses = 3
  public var latePulses = 3

  public init() {}

  public static let table: [Parameter<CuffParameters>] = [
    .choice("test", \.test, "What the recording holds, where the file does not say.", .ownDesign("from the shape")),
    .quantity(
      "rate_target", \.rateTarget, within: 0.001...100, "Nominal ramp rate.",
      .published(.cparDocumentation, locator: "ramp 1 kPa/s to 100 kPa", verified: true)),
    .quantity(
      "rate_tolerance", \.rateTolerance, within: 0.1...100, "Share of the target within which a rate complies.",
      .ownDesign("±10 % for cuffs")),
    .quantity(
      "rating_criterion", \.ratingCriterion, within: 0.01...10,
      "Rating at which pain counts as detected; the file's own criterion first, then 1 cm.",
      .published(.cparDocumentation, locator: "pain detection at 1 cm, three anchors", verified: true)),
    .quantity(
      "rating_persistence", \.ratingPersistence, within: 0...10,
      "How long the rating must stay at or above the criterion.", .ownDesign("0.5 s rejects touches of the slider")),
    .quantity(
      "rating_hysteresis", \.ratingHysteresis, within: 0...5,
      "How far below the criterion the rating may dip without ending the stay.", .ownDesign("0.2 cm")),
    .choice(
      "tolerance_rule", \.toleranceRule, "What marks tolerance.",
      .published(.cparDocumentation, locator: "stop button with three anchors", verified: true)),
    .quantity(
      "rating_end", \.ratingEnd, within: 1...10, "Rating that counts as the end of the scale.",
      .ownDesign("9.95 cm: one step of an 8-bit slider below 10 cm")),
    .quantity(
      "limit", \.limit, within: 1...1000, "Pressure at which the device stops by itself; the file's own first.",
      .ownDesign("no limit is assumed")),
    .quantity(
      "limit_tolerance", \.limitTolerance, within: 0...50,
      "A ramp that ends this close to its limit was ended by the programme.",
      .ownDesign("nominal limits are never quite reached; delivered ramps end 2–3 % below")),
    .quantity(
      "contact_threshold", \.contactThreshold, within: 0.01...50,
      "Least rise above the baseline that counts as inflation.", .ownDesign("1 kPa for cuffs")),
    .quantity(
      "stimulus_tolerance", \.stimulusTolerance, within: 0.1...100,
      "A pulse whose plateau is this far below nominal was not delivered.", .ownDesign("±10 % as for ramps")),
    .quantity(
      "static_pressure", \.staticPressure, within: 0...100, "Pressure the cuff should keep between pulses.",
      .published(.cparDocumentation, locator: "temporal summation: 5 kPa between pulses", verified: false)),
    .quantity(
      "residual_tolerance", \.residualTolerance, within: 0...100,
      "Residual above the static pressure that raises `residual`.", .ownDesign("2 kPa, some 16 sensor steps")),
    .count(
      "early_pulses", \.earlyPulses, within: 1...20, "Number of first pulses in the early mean.",
      .published(.cparDocumentation, locator: "VAS-I: stimuli 1–3 (1–4 in use too)", verified: true)),
    .count(
      "late_pulses", \.latePulses, within: 1...20, "Number of last pulses in the late mean.",
      .published(.cparDocumentation, locator: "VAS-III: stimuli 8–10", verified: true)),
  ]
}

extension Parameter {
  static func count(
    _ key: String, _ path: WritableKeyPath<P, Int> & Sendable, within range: ClosedRange<Int>, _ sentence: String,
    _ origin: Origin
  ) -> Parameter {
    Parameter(
      key, sentence, origin, show: { String($0[keyPath: path]) },
      set: { (p, text) throws(ParameterError) in
        guard let number = Int(text), range.contains(number) else {
          throw ParameterError(
            key: key, found: text, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        p[keyPath: path] = number
      })
  }
}
