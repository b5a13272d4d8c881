// SPDX-License-Identifier: GPL-3.0-or-later

extension CuffAlgometry {
  public static let outcomes: [OutcomeEntry] = [
    .init(
      "pain_detection_threshold", "kPa", "pressure at which the rating reaches its criterion for good", isMain: true),
    .init(
      "pain_detection_threshold_last", "kPa",
      "pressure at the last crossing of the criterion, where it crosses more than once"),
    .init("pain_tolerance_threshold", "kPa", "pressure at which the subject stopped the ramp", isMain: true),
    .init("pain_tolerance_limit", "cm", "rating at the stop", isMain: true),
    .init("ramp_rate", "kPa/s", "least-squares slope of the delivered ramp"),
    .init("ramp_rate_theil_sen", "kPa/s", "median of pairwise slopes of the delivered ramp"),
    .init("ramp_rate_ratio", "%", "delivered over nominal rate"),
    .init("ramp_rate_cv", "%", "standard deviation over mean of the slopes of windows 5 kPa long"),
    .init("rate_compliance", "%", "share of those slopes within the tolerance around the nominal rate"),
    .init("peak_pressure", "kPa", "highest delivered pressure"),
    .init("temporal_summation", "cm", "mean rating of the late minus that of the early delivered pulses", isMain: true),
    .init("pulse_pressure", "kPa", "plateau of a delivered pulse"),
    .init("pulse_pressure_ratio", "%", "delivered over nominal pulse pressure"),
    .init("pulse_residual", "kPa", "lowest pressure before a pulse"),
    .init("pulse_rating", "cm", "rating at the end of a pulse's cycle"),
    .init("conditioning_pressure", "kPa", "delivered pressure of the conditioning cuff at a reading"),
    .init(
      "conditioned_modulation_detection", "kPa",
      "conditioned minus unconditioned detection threshold; a rise is inhibition", isMain: true),
    .init("conditioned_modulation_detection_percent", "%", "the same relative to the unconditioned threshold"),
    .init(
      "conditioned_modulation_tolerance", "kPa",
      "conditioned minus unconditioned tolerance threshold; a rise is inhibition", isMain: true),
    .init("conditioned_modulation_tolerance_percent", "%", "the same relative to the unconditioned threshold"),
  ]

  private static let design = Origin.ownDesign("algometry document, sections 4.4 and 4.5")

  public static let methods: [MethodEntry] = [
    .init(
      "cuff.rating_*.first_persistent",
      "first upward crossing of the rating criterion named in the identifier that is kept up, interpolated",
      .published(.cparDocumentation, locator: "pain detection threshold", verified: true)),
    .init("cuff.rating_*.last_crossing", "last upward crossing of the criterion, interpolated", design),
    .init(
      "cuff.stop_button", "last sample before the press of the stop button, carried on along the ramp line", design),
    .init("cuff.rating_end", "pressure when the rating reaches the end of its scale", design),
    .init("cuff.end_of_ramp", "pressure where the ramp ends before its limit after a response", design),
    .init("cuff.stop_reason", "the programme ended the ramp or nobody responded: only a bound is known", design),
    .init("cuff.rating_at_stop", "last rating at or before the stop", design),
    .init("cuff.peak", "highest sample above the idle level", design),
    .init("cuff.delivered_over_nominal", "delivered over nominal, in per cent", design),
    .init(
      "ramp.local_slopes_5kPa", "least-squares slopes of centred windows in which the nominal ramp rises 5 kPa", design),
    .init(
      "cuff.pulse.plateau_median",
      "median of the second half of the time between the half-height crossings, half height taken between local "
        + "residual and plateau", design),
    .init("cuff.pulse.residual", "lowest sample of the off phase before the pulse", design),
    .init("cuff.rating_end_of_cycle", "last rating before the next pulse leaves its residual", design),
    .init(
      "cuff.late_minus_early", "mean rating of the last three minus mean of the first three delivered pulses",
      .published(.cparDocumentation, locator: "VAS-III minus VAS-I", verified: true)),
    .init("cuff.conditioning_at_reading", "last pressure of the conditioning cuff at or before the reading", design),
    .init(
      "cuff.conditioned_minus_unconditioned", "conditioned ramp minus unconditioned ramp of the same cuff",
      .published(.cparDocumentation, locator: "cPDT − PDT, cPTT − PTT", verified: false)),
    .init("cuff.not_recorded", "the file lists the test but holds no data", design),
  ]
}
