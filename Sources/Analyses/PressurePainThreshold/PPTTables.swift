// SPDX-License-Identifier: GPL-3.0-or-later

extension PressurePainThreshold {
  public static let outcomes: [OutcomeEntry] = [
    .init(
      "pressure_pain_threshold", "kPa", "pressure at the subject's event, uncorrected for reaction time", isMain: true),
    .init(
      "pressure_pain_tolerance", "kPa", "pressure at the second press or the button's release, where declared",
      isMain: true),
    .init("threshold_release", "kPa", "bounds of the threshold from the release, without a button", isMain: true),
    .init("release_pressure", "kPa", "pressure where unloading began"),
    .init("threshold_ramp_line", "kPa", "straight line through the ramp, at the time of the press"),
    .init(
      "reaction_corrected_threshold", "kPa", "reading minus rate times the subject's delay; only when asked for",
      isMain: true),
    .init("peak_pressure", "kPa", "highest pressure of the contact"),
    .init("ramp_rate", "kPa/s", "least-squares slope of the ramp"),
    .init("ramp_rate_theil_sen", "kPa/s", "median of pairwise slopes of the ramp"),
    .init("ramp_rate_cv", "%", "standard deviation over mean of the slopes of 0.5 s windows"),
    .init("rate_compliance", "%", "share of those slopes within the tolerance around the target"),
    .init("contact_onset", "s", "where the ramp line meets the idle baseline, from the start of the recording"),
    .init("threshold_time", "s", "time of the event, from the start of the recording"),
    .init("trials_rejected", "1", "trials of the series that gave no figure or were excluded"),
  ]

  private static let design = Origin.ownDesign("algometry document, section 4")

  public static let methods: [MethodEntry] = [
    .init(
      "ppt.button.interpolated",
      "load interpolated linearly at the press (midpoint of the samples around it when the button is sampled), minus "
        + "the line between the idle medians before and after the contact", design),
    .init("ppt.button.held", "value at which the device froze its reading when the button was pressed", design),
    .init(
      "ppt.freeze", "value at which the device froze its reading; no button recorded, device_holds declared", design),
    .init("ppt.rating.first_persistent", "load at the first crossing of the rating criterion that lasts 0.5 s", design),
    .init("ppt.button.ramp_line", "least-squares line of the ramp, at the time of the press", design),
    .init(
      "ppt.button.minus_rate_times_delay", "reading minus ramp rate times the declared mean delay of the subject",
      design),
    .init("ppt.second_press.interpolated", "load interpolated at the second press", design),
    .init("ppt.button_release.interpolated", "load interpolated where the button is let go", design),
    .init("ppt.release.change_point", "corner of two least-squares lines where the load leaves its top", design),
    .init(
      "ppt.release.delay_quantiles",
      "bounds of the threshold: running maximum of the load at the release minus the 97.5 and 2.5 % quantiles of the "
        + "declared delays, widened by noise", design),
    .init("ppt.peak", "highest sample above the idle baseline", design),
    .init("ppt.onset.back_extrapolated", "ramp line at the idle baseline", design),
    .init("ramp.least_squares", "from 20 % of the reading to 0.1 s before the event", design),
    .init(
      "ramp.theil_sen", "same window; means of equal blocks above 400 samples",
      .published(.theil1950, locator: "median of pairwise slopes", verified: true)),
    .init("ramp.local_slopes_0.5s", "least-squares slopes of centred 0.5 s windows inside the ramp window", design),
    .init("manual", "value entered by hand; reason and author stand with the edit", design),
    .init(
      "series.mean3", "mean of the first three accepted trials; interval by Student's t",
      .published(.rolke2006, locator: "PPT: arithmetic mean of three ascending ramps", verified: true)),
    .init("series.mean_last2", "mean of the second and third accepted trial", design),
    .init("series.drop_first", "mean of all accepted trials but the first", design),
    .init("series.mean2", "mean of the first two accepted trials", design),
    .init("series.median3", "median of the first three accepted trials; no interval", design),
    .init("series.two_closest", "mean of the two closest of the first three accepted trials", design),
    .init("series.first", "the first accepted trial", design),
    .init("series.mean_all", "mean of all accepted trials", design),
  ]
}
