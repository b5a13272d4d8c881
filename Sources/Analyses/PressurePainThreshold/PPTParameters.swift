// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Which trials make the figure of a series.
public enum TrialRule: String, Sendable, Hashable, CaseIterable {
  /// Mean of the first three accepted trials.
  case mean3
  /// Mean of the last two of the first three accepted trials.
  case meanLast2 = "mean_last2"
  /// Mean of all accepted trials but the first.
  case dropFirst = "drop_first"
  /// Mean of the first two accepted trials.
  case mean2
  /// Median of the first three accepted trials.
  case median3
  /// Mean of the two closest of the first three accepted trials.
  case twoClosest = "two_closest"
  /// The first accepted trial.
  case first
  /// Mean of all accepted trials.
  case meanAll = "mean_all"
}

/// What a second press, or letting go, means.
public enum SecondEvent: String, Sendable, Hashable, CaseIterable {
  /// A second press is a mistake: the first counts, `double_press` is raised.
  case mistake
  /// The first press is the threshold, the second the tolerance.
  case tolerance
  /// The press is the threshold, the release of the button the tolerance.
  case releaseIsTolerance = "release_is_tolerance"
}

/// How trials that give only a bound enter the figure of a series.
public enum CensoringRule: String, Sendable, Hashable, CaseIterable {
  /// A bound replaces the value and the figure is a bound itself.
  case bound
  /// Trials that give only a bound are left out.
  case exclude
}

/// Settings of `ppt`.
public struct PPTParameters: AnalysisParameters {
  public var rateTarget: PressureRate?
  public var rateTolerance = Percent(20)
  public var trialRule = TrialRule.mean3
  public var censoring = CensoringRule.bound
  public var limit: Pressure?
  public var secondEvent = SecondEvent.mistake
  public var subjectDelay = Seconds(0.30)
  public var subjectDelaySD = Seconds(0.07)
  public var operatorDelay = Seconds(0.28)
  public var operatorDelaySD = Seconds(0.08)
  public var reactionCorrection = false
  public var deviceHolds = false
  public var ratingCriterion = Rating(1)
  public var contactThreshold = Pressure(5)
  public var driftLimit = PressureRate(5.0 / 60)

  public init() {}

  public static let table: [Parameter<PPTParameters>] = [
    .quantity(
      "rate_target", \.rateTarget, within: 0.01...2000,
      "Rate the operator aims at; DFNS asks for 50 kPa/s. Not assumed when not given.",
      .ownDesign("a target is declared, never guessed")),
    .quantity(
      "rate_tolerance", \.rateTolerance, within: 1...100,
      "Share of the target within which the local rate counts as compliant.",
      .ownDesign("±20–25 % is common for hand-held gauges")),
    .choice(
      "trial_rule", \.trialRule, "Which trials make the figure of a series.",
      .published(.rolke2006, locator: "PPT: arithmetic mean of three ascending ramps", verified: true)),
    .choice(
      "censoring", \.censoring, "How a trial that gives only a bound enters the series.",
      .ownDesign("a bound stays visible as a bound")),
    .quantity(
      "limit", \.limit, within: 1...10000,
      "Pressure at which the operator or device stops; entered by the operator.",
      .ownDesign("no limit is assumed")),
    .choice(
      "second_event", \.secondEvent, "What a second press, or letting go, means.",
      .ownDesign("a second press is a mistake unless the protocol says otherwise")),
    .quantity(
      "subject_delay", \.subjectDelay, within: 0...5, "Mean delay from sensation to press or word.",
      .ownDesign("simulation of the algometry document: 0.30 ± 0.07 s")),
    .quantity(
      "subject_delay_sd", \.subjectDelaySD, within: 0...2, "Standard deviation of the subject's delay.",
      .ownDesign("simulation of the algometry document: 0.30 ± 0.07 s")),
    .quantity(
      "operator_delay", \.operatorDelay, within: 0...5, "Mean delay from the subject's word to unloading.",
      .ownDesign("simulation of the algometry document: 0.28 ± 0.08 s")),
    .quantity(
      "operator_delay_sd", \.operatorDelaySD, within: 0...2, "Standard deviation of the operator's delay.",
      .ownDesign("simulation of the algometry document: 0.28 ± 0.08 s")),
    .flag(
      "reaction_correction", \.reactionCorrection,
      "Adds reaction_corrected_threshold: reading minus rate x subject delay. Norms rest on uncorrected readings.",
      .ownDesign("off: norms rest on uncorrected readings")),
    .flag(
      "device_holds", \.deviceHolds,
      "The device freezes its reading at the threshold and records no button: a flat top is the reading.",
      .ownDesign("off: without a button a flat top may be the sensor's rail")),
    .quantity(
      "rating_criterion", \.ratingCriterion, within: 0.01...10, "Rating at which pain counts as detected.",
      .published(.cparDocumentation, locator: "pain detection at 1 cm (0.1 cm is in use too)", verified: true)),
    .quantity(
      "contact_threshold", \.contactThreshold, within: 0.01...500,
      "Least rise above the idle baseline that can start a contact.",
      .ownDesign("5 kPa, above the noise of hand-held gauges")),
    .quantity(
      "drift_limit", \.driftLimit, within: 0.0001...100, "Idle drift above which `drift` is raised.",
      .ownDesign("5 kPa/min, the upper end seen in simulations of gauges")),
  ]
}
