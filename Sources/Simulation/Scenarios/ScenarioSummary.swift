// SPDX-License-Identifier: GPL-3.0-or-later

extension Scenario {
  /// One clause for help: what the session shows.
  public var summary: String {
    switch self {
    case .clean: "three ramps at 50 kPa/s with a button, no noise"
    case .noisy: "noise of 2 kPa"
    case .sites: "two sites of three trials in one file"
    case .force: "force in N over 1 cm2, decimal comma"
    case .negative: "compression recorded as negative force"
    case .lag: "sensor lag of 50 ms"
    case .drift: "zero drifting by 8 kPa/min"
    case .lowDrift: "zero drifting by 3 kPa/min, within bounds"
    case .tremor: "tremor of 6 kPa at 1.3 Hz"
    case .quantised: "steps of 1 kPa"
    case .twelveBit: "12-bit converter of 2000 kPa"
    case .fast: "ramps at 98 kPa/s"
    case .slow: "ramps at 30 kPa/s"
    case .at10Hz, .at20Hz, .at50Hz, .at500Hz, .at1000Hz: "sampled at \(rawValue.dropLast(2)) Hz"
    case .jitter: "sampling instants jittered by 2 ms"
    case .millisecondStamps: "jittered instants, stamps in whole milliseconds"
    case .decimalComma: "semicolons and decimal commas"
    case .utf16: "UTF-16, tabs, decimal commas, a unit row"
    case .headerless: "no header, no time column"
    case .quoted: "quoted header, byte-order mark, CR line ends"
    case .gaugeLines: "readings with unit, one a line, no time and no button"
    case .zeroSuppressed: "samples below 2 % of full scale left out"
    case .invertedMarker: "button idle high; no fault"
    case .pulseMarker: "button as a pulse of 40 ms"
    case .counterMarker: "button as a number that counts presses"
    case .eventMarker: "press as a time-stamped event, no button channel"
    case .noButton: "no button at all"
    case .missingMarker: "no press recorded in trial 2"
    case .stuckMarker: "button down from before contact to after it in trial 2"
    case .doublePress: "a second press 0.5 s after the first in trial 2"
    case .latePress: "press 0.3 s after the peak in trial 2"
    default: faultSummary
    }
  }

  private var faultSummary: String {
    switch self {
    case .hesitation: "0.5 s at a twentieth of the rate in trial 2"
    case .plateau: "1.5 s without rise in trial 2"
    case .reversal: "load falls back by 8 % in trial 2"
    case .jab: "three times the rate before the press in trial 2"
    case .nonlinear: "rate doubles on the way in trial 2"
    case .rateOut: "trial 2 at 1.6 times the rate"
    case .bounce: "contact lost for 0.1 s early in trial 2"
    case .tap: "a tap of 0.15 s before trial 2"
    case .abortedRamp: "trial 2 given up at 40 %, slowly, without press"
    case .overshoot: "load rises for 1.2 s after the press in trial 2"
    case .limit: "operator stops trial 2 at the limit, no response"
    case .rail: "device saturates below the press in trial 2"
    case .truncation: "file ends on the third ramp"
    case .held: "device freezes its reading for 1 s in trial 2"
    case .gap: "0.3 s of samples missing in trial 2"
    case .cuffRamp: "ramp with rating and stop button"
    case .cuffNoResponse: "nobody responds, the programme ends the ramp"
    case .cuffRecross: "the slider is touched before pain begins"
    case .cuffOffset: "the slider does not start at zero"
    case .cuffTwoCuffs: "two cuffs at once, the second delivering 90 %"
    case .cuffPulses: "ten pulses with ratings that grow"
    case .cuffPulsesRail: "pulses whose overshoot is clipped by the sensor"
    case .cuffResidual: "pressure between pulses creeps up"
    case .cuffFading: "later pulses fall below nominal"
    case .cuffRun: "two ramps, pulses and a conditioned ramp"
    case .cuffIncomplete: "two ramps; the other tests were not recorded"
    default: gunSummary
    }
  }

  private var gunSummary: String {
    switch self {
    case .gunSteady: "2400 strokes a minute in free air, accelerometer of 200 g"
    case .gunLevels: "off, then levels of 30, 40 and 53 Hz, then off"
    case .gunPhone: "a phone at 200 Hz: scattered instants, lost and clipped samples"
    case .gunAlias: "53.3 Hz recorded at 100 Hz shows as 46.7 Hz"
    case .gunLogger: "whole milliseconds, repeated rows, a low-pass of 44 Hz, clipped"
    case .gunPrinter: "a printer's accelerometer with a clock that is off"
    case .gunLoad: "a brushed motor pressed until it stalls, with force"
    case .gunRegulated: "a regulated motor pressed until it collapses, with force"
    case .gunTissue: "two accelerometers with clocks of their own, one behind tissue"
    case .gunStrikes: "blows alternately at 100 and 60 %, ringing on"
    case .gunWarmUp: "warm-up, sag, wow and irregular cycles"
    case .gunSound: "sound alone, 24 bits"
    default: rawValue
    }
  }
}
