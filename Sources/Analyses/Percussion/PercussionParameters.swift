// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Settings of `percussion`.
public struct PercussionParameters: AnalysisParameters {
  public var searchLow = Hertz(15)
  public var searchHigh = Hertz(60)
  public var shortestSegment = Seconds(1)
  public var doublingLimit = Percent(32)
  public var clockError: Percent?
  public var scaleError: Percent?
  public var lowPass: Hertz?
  public var lowPassOrder = 1
  public var sensorResonance: Hertz?
  public var crankRatio: Percent?
  public var mounting = SensorMounting.unstated
  public var exposureTime: Seconds?

  public init() {}

  /// The sensor's low-pass, if declared.
  var lowPassModel: LowPassModel? { lowPass.map { LowPassModel(order: lowPassOrder, cutoff: $0) } }

  public static let table: [Parameter<PercussionParameters>] = [
    .quantity(
      "search_low", \.searchLow, within: 0.5...1000, "Lowest rate looked for.",
      .published(.percussionDevices, locator: "devices at 17–53 Hz", verified: true)),
    .quantity(
      "search_high", \.searchHigh, within: 1...2000, "Highest rate looked for.",
      .published(.percussionDevices, locator: "devices at 17–53 Hz", verified: true)),
    .quantity(
      "shortest_segment", \.shortestSegment, within: 0.1...3600,
      "A stretch of one speed must last so long to be counted.",
      .ownDesign("1 s: passages from one speed to the next are shorter")),
    .quantity(
      "doubling_limit", \.doublingLimit, within: 1...90,
      "Odd harmonics below this share of the even ones mean that every other strike is weaker.",
      .ownDesign(
        "strikes of 100 and 60 % give 25 to 31 %, a head with a dominant second harmonic more than 33 %")
    ),
    .quantity(
      "clock_error", \.clockError, within: 0...20, "Standard uncertainty of the recorder's clock, relative.",
      .ownDesign("not assumed; 2 % where the rate is nominal")),
    .quantity(
      "scale_error", \.scaleError, within: 0...50, "Standard uncertainty of the sensor's scale, relative.",
      .ownDesign("not assumed; MPU-60x0: ±3 % initial tolerance")),
    .quantity(
      "low_pass", \.lowPass, within: 0.1...100_000,
      "Cut-off (−3 dB) of the sensor's low-pass; harmonics are corrected.",
      .ownDesign("none unless declared")),
    .count(
      "low_pass_order", \.lowPassOrder, within: 1...8, "Order of that low-pass, taken as Butterworth.",
      .ownDesign("first order, as most analogue sensor outputs")),
    .quantity(
      "sensor_resonance", \.sensorResonance, within: 1...1_000_000,
      "Resonance of the mounted sensor; figures that reach a fifth of it are refused.",
      .ownDesign("flat within 4 % up to a fifth of an undamped resonance")),
    .quantity(
      "crank_ratio", \.crankRatio, within: 0...90,
      "Crank over connecting rod, in per cent: the distortion a free crank would have.",
      .ownDesign("not assumed; the second harmonic of a crank is that share of the first")),
    .choice(
      "mounting", \.mounting, "Where the accelerometer sits: exposure of the hand is given for the handle only.",
      .published(.iso5349, locator: "clause 4.2: at the gripping zone", verified: false)),
    .quantity(
      "exposure_time", \.exposureTime, within: 1...86400, "Time a day for which the hand holds the device.",
      .ownDesign("no daily exposure unless declared")),
  ]
}

extension Reference {
  public static let percussionDevices = Reference(
    id: "ijspt2021", citation: "Int J Sports Phys Ther 2021, article 23530 (percussive massage devices)")
  public static let riley2008 = Reference(
    id: "riley2008", citation: "Riley WJ. Handbook of Frequency Stability Analysis. NIST SP 1065, 2008")
  public static let iso5349 = Reference(
    id: "iso5349", citation: "ISO 5349-1:2001 (hand-transmitted vibration) with ISO 8041-1:2017 (weighting Wh)")
  public static let directive2002 = Reference(
    id: "2002/44/EC", citation: "Directive 2002/44/EC (exposure action value 2.5 and limit value 5 m/s²)")
  public static let iec61672 = Reference(
    id: "iec61672", citation: "IEC 61672-1:2013 (sound level meters), IEC 61260-1:2014 (fractional octaves)")
  public static let stoica1997 = Reference(
    id: "stoica", citation: "Stoica P, Moses R. Spectral Analysis of Signals, 2005, §4.3 (nonlinear least squares)")
  public static let schwarz1978 = Reference(
    id: "schwarz1978", citation: "Schwarz G. Ann Stat 1978;6:461 (criterion for the number of parameters)")
}

extension PercussionParameters {
  /// Where rates are looked for.
  var band: ClosedRange<Hertz> { searchLow...max(searchLow, searchHigh) }
}
