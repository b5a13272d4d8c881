// SPDX-License-Identifier: GPL-3.0-or-later

extension Percussion {
  public static let outcomes: [OutcomeEntry] = [
    .init("percussion_frequency", "Hz", "strokes a second of a steady segment", isMain: true),
    .init("percussion_rate", "1/min", "strokes a minute (PPM)", isMain: true),
    .init("rate_deviation", "%", "measured minus claimed rate, of the claimed", isMain: true),
    .init("frequency_alternative", "Hz", "another rate that the samples cannot tell from the first"),
    .init("alternate_strikes", "%", "odd over even harmonics of the pattern of alternating strikes"),
    .init("cycle_jitter", "%", "standard deviation of the period over its mean, noise taken off", isMain: true),
    .init("rate_drift", "1/min2", "change of the rate (1/min) a minute"),
    .init("warm_up_time", "s", "time constant with which the rate settles, where it does"),
    .init("allan_deviation", "1", "overlapping Allan deviation of the fractional rate; component = averaging time"),
    .init("stroke_length", "mm", "peak to peak of the displacement along the axis of motion", isMain: true),
    .init("stroke_deviation", "%", "measured minus claimed stroke, of the claimed", isMain: true),
    .init("velocity_peak", "m/s", "largest speed along the axis of motion"),
    .init("axis_share", "%", "share of the displacement's mean square that is along the axis of motion"),
    .init("acceleration_rms", "m/s2", "root mean square of the acceleration along the axis, without its mean"),
    .init("acceleration_peak", "m/s2", "median over cycles of the largest acceleration along the axis", isMain: true),
    .init("crest_factor", "1", "peak over root mean square"),
    .init("kurtosis", "1", "fourth moment over squared variance; 1.5 for a sine"),
    .init(
      "contact_time", "ms", "width of the blow at a tenth of its height, in the mean cycle; only where one stands out"),
    .init("jerk_peak", "m/s3", "largest rate of change of the acceleration, from the harmonics"),
    .init("harmonic_distortion", "%", "root of the harmonics' power over the fundamental", isMain: true),
    .init("distortion_excess", "%", "distortion beyond that of a free crank of the declared ratio"),
    .init(
      "hand_arm_vibration", "m/s2", "frequency-weighted (Wh) acceleration of the handle; component = axis", isMain: true
    ),
    .init("daily_exposure", "m/s2", "A(8) for the declared time a day; informative", isMain: true),
    .init("time_to_action_value", "h", "time a day until A(8) reaches 2.5 m/s2; informative"),
    .init("time_to_limit_value", "h", "time a day until A(8) reaches 5 m/s2; informative"),
    .init("sound_level", "dB", "level of the sound; component = LAeq, LCeq, LZeq, LAFmax, LCpeak", isMain: true),
    .init("band_level", "dB", "level in a third octave; component = its nominal frequency"),
    .init("rate_under_load", "1/min/N", "change of the rate with the pressing force, where it falls", isMain: true),
    .init("free_rate", "1/min", "rate without load, from the line of rate against force"),
    .init("knee_force", "N", "force up to which a regulated motor holds its rate"),
    .init("force_at_loss", "N", "force at which a share of the rate is lost; component = the share"),
    .init("stall_force", "N", "force at which the device stands; a bound where it never did", isMain: true),
    .init("work_per_stroke", "J", "work of the head on the force gauge in a stroke"),
    .init("power", "W", "work of the head on the force gauge in a second"),
    .init(
      "transmissibility", "dB", "from the first accelerometer to this one at a harmonic; component = harmonic",
      isMain: true),
    .init("coherence", "1", "squared coherence of both sensors at that harmonic"),
    .init("clock_ratio", "1", "seconds of the device's recorder in a second of the receiver's"),
    .init("clock_offset", "s", "time of the receiver's first sample in the recording of the device"),
    .init("harmonic_amplitude", "m/s2", "peak value of a harmonic of the acceleration along the axis"),
  ]

  private static let design = Origin.ownDesign("percussion document, section 4")

  public static let methods: [MethodEntry] = [
    .init(
      "percussion.harmonic_nls",
      "least squares of harmonics on the true stamps, candidates and order chosen by Schwarz's criterion",
      .published(.stoica1997, locator: "§4.3", verified: true)),
    .init(
      "percussion.cycle_phases", "lead of each cycle against the fitted wave, differences of neighbours, less noise",
      design),
    .init(
      "percussion.block_rates.theil_sen", "median of pairwise slopes of the rates of blocks of twelve periods",
      .published(.theil1950, locator: "median of pairwise slopes", verified: true)),
    .init(
      "percussion.exponential_approach",
      "rates of blocks fitted by f∞ + D·exp(−t/τ); given where D and τ are determined",
      design),
    .init(
      "percussion.overlapping_allan", "overlapping Allan deviation of rates over single seconds",
      .published(.riley2008, locator: "§5.2.4", verified: true)),
    .init(
      "percussion.alternative", "rates whose lines fall on the same ones at these stamps, or half and twice", design),
    .init("percussion.odd_over_even_harmonics", "amplitude of odd over even harmonics of the whole pattern", design),
    .init("percussion.measured_over_claimed", "measured over claimed, minus one", design),
    .init("percussion.harmonic_displacement", "harmonics along the axis of motion, divided by their ω²", design),
    .init("percussion.principal_axis", "first eigenvector of the displacement's harmonics over the axes", design),
    .init("percussion.harmonics_over_fundamental", "THD_F of the acceleration, the noise's power taken off", design),
    .init(
      "percussion.cycle_maxima", "median over cycles of the largest deviation from the mean, four times oversampled",
      design),
    .init("percussion.cycle_maxima.samples", "the same from the samples themselves, where stamps are uneven", design),
    .init(
      "percussion.mean_cycle_width", "samples averaged by phase; from crossing to crossing of a tenth of the height",
      design),
    .init(
      "percussion.load_line", "rates of frames against mean force: straight fall, or a level with a knee (F test, 1 %)",
      design),
    .init("percussion.line_transfer", "H1 at the harmonics over blocks of twelve periods", design),
    .init(
      "percussion.clock_alignment",
      "correlation of the activity of two recorders; ratio by the phase of the strongest line over the longest segment",
      design),
    .init(
      "percussion.force_times_velocity", "half the real part of force times conjugate velocity, over the harmonics",
      design
    ),
    .init("percussion.rms", "root mean square about the mean, noise included", design),
    .init("percussion.peak_over_rms", "cycle maxima over root mean square", design),
    .init(
      "percussion.wh_transform", "exact response of Wh over the transform of the segment, root of the sum of squares",
      .published(.iso5349, locator: "Annex A; response of ISO 8041-1", verified: true)),
    .init(
      "percussion.wh_harmonics", "Wh over the fitted harmonics, where stamps are uneven",
      .published(.iso5349, locator: "Annex A; response of ISO 8041-1", verified: true)),
    .init(
      "percussion.daily_exposure", "vibration total times the root of the time over 8 h",
      .published(.iso5349, locator: "A(8)", verified: true)),
    .init(
      "percussion.time_to_value", "8 h times the squared ratio of value to vibration total",
      .published(.directive2002, locator: "article 3", verified: true)),
    .init(
      "percussion.sound", "weighted levels over the whole record, re 20 µPa or re full scale",
      .published(.iec61672, locator: "Annex E, closed form", verified: true)),
    .init(
      "percussion.third_octaves", "band-pass filters of class 1",
      .published(.iec61672, locator: "IEC 61260-1, Table 1", verified: true)),
    .init("percussion.fourth_moment", "fourth moment about the mean over squared variance", design),
  ]
}
