// SPDX-License-Identifier: GPL-3.0-or-later

extension IssueCode {
  public var severity: Severity { entry.severity }

  /// One sentence for a reader of the outcome table.
  public var sentence: String { entry.sentence }

  private var entry: (severity: Severity, sentence: String) {
    switch self {
    case .encodingGuess: (.note, "the text is not UTF-8; its encoding was inferred")
    case .decimalComma: (.note, "numbers are written with a decimal comma")
    case .delimiterGuess: (.note, "the delimiter was inferred from the rows")
    case .notANumber: (.warning, "a cell of a numeric column holds text; it counts as missing")
    case .missingSamples: (.note, "some samples are missing (blank, n/a or NaN)")
    case .raggedRow: (.warning, "a row has another number of cells than the header")
    case .repeatedHeader: (.note, "the header is repeated inside the file")
    case .truncatedFile: (.warning, "the file ends inside a record; the incomplete record was left out")
    case .personalField: (.note, "a field that names a person was found and dropped")
    case .sessionIncomplete: (.warning, "the session of this recording was not completed")
    case .testNotRecorded: (.refusal, "the file lists this test but holds no data for it")
    case .storedThresholdIgnored:
      (.note, "the threshold stored in the file is not used; it is worked out from the curve")
    case .unitUnknown: (.refusal, "the unit is missing or unknown, so no figure is made of it")
    case .unitAmbiguous: (.refusal, "the unit can mean several (mass or force, g or m/s2); declare which")
    case .areaMissing: (.refusal, "force was recorded but no contact area is declared, so no pressure is given")
    case .signUndeclared: (.refusal, "loads are negative and no sign rule is declared")
    case .kgAsKgf: (.note, "a mass unit was taken as force, as asked")
    case .timeMissing: (.note, "there is no time column; time is sample number over the declared rate")
    case .rateNominal: (.note, "the sampling rate is nominal, not measured from stamps")
    case .rateUnused: (.warning, "a sampling rate was declared, but the file tells its own time, which is used")
    case .timeBackward: (.warning, "time stamps jump backwards; the samples before the clock catches up were left out")
    case .timeDuplicate: (.note, "time stamps repeat")
    case .timeConflict: (.warning, "one time stamp carries different values; the first is used")
    case .timeQuantised: (.note, "time stamps are rounded to a coarse step")
    case .timeJitter: (.note, "time stamps are uneven")
    case .timeGap: (.warning, "samples are missing between time stamps")
    case .clipped: (.warning, "samples sit at the end of the sensor's range")
    case .rail: (.warning, "the signal is flat at its maximum: the sensor's rail")
    case .zeroSuppressed: (.note, "the device leaves out samples near zero")
    case .noBaseline: (.warning, "no idle stretch before or after the contact; baseline taken as zero")
    case .drift: (.warning, "the idle baseline drifts")
    case .gap: (.refusal, "samples are missing inside the contact")
    case .tap: (.note, "a contact shorter than 0.3 s is not a trial")
    case .bounce: (.note, "the probe left the skin for less than 0.2 s; the contact was joined")
    case .notARamp: (.refusal, "the contact does not have the shape of a ramp")
    case .nonlinear:
      (.warning, "the ramp is not straight: two slope estimates differ by over 10 %, or it bends by over 5 %")
    case .rateOut: (.warning, "the mean rate is outside the tolerance around its target")
    case .targetMissing: (.refusal, "no target rate is declared")
    case .hesitation: (.warning, "the ramp nearly stopped for at least 0.3 s")
    case .plateau: (.warning, "the ramp stood still for at least 1 s")
    case .reversal: (.warning, "the load fell back during the ramp")
    case .jab: (.warning, "the load rose at over twice the rate just before the event")
    case .overshoot: (.warning, "the load went on rising after the event")
    case .noContact: (.refusal, "no contact was found")
    case .contactTooLong: (.refusal, "the contact lasts longer than a live stream can keep; it was dropped")
    case .noMarker: (.warning, "no button press was recorded in this contact")
    case .markerPolarity:
      (.warning, "the button was taken as down in most of the idle time: its idle level was learnt wrongly, declare it")
    case .markerStuck: (.warning, "the button was down before or at the start of the contact")
    case .doublePress: (.warning, "the button was pressed more than once; the first press counts")
    case .latePress: (.warning, "the button was pressed after the load had peaked")
    case .ambiguousRelease: (.refusal, "the unloading is not abrupt, so it is not taken as the subject's stop")
    case .truncated: (.warning, "the recording ends under load")
    case .held: (.note, "the device froze its reading; the frozen value is the reading")
    case .vasOffset: (.warning, "the rating is not at zero at the start")
    case .vasRecross: (.warning, "the rating crosses the criterion more than once")
    case .noResponse: (.refusal, "the subject gave no response")
    case .rightCensored: (.warning, "the value lies above the highest load reached")
    case .leftCensored: (.warning, "the value lies below the lowest load that can be read")
    case .intervalCensored: (.note, "the value lies between the two bounds")
    case .fewTrials: (.refusal, "fewer accepted trials than the trial rule asks for")
    case .variable: (.warning, "trials vary: CV above 20 % or largest over smallest above 1.5")
    case .trend: (.warning, "trials rise or fall steadily")
    case .excluded: (.note, "excluded by a manual edit")
    case .manualEdit: (.note, "changed by a manual edit; the original is kept beside it")
    case .missingSuspect: (.refusal, "the value is zero throughout, which may be a code for missing")
    case .stimulusLow: (.warning, "the delivered pressure is below nominal")
    case .residual: (.warning, "the pressure does not fall back to its static level between pulses")
    case .noBaselineTest: (.refusal, "the unconditioned ramp that belongs to this test is missing")
    case .aliasPossible: (.refusal, "the sampling is too slow to tell this figure from others")
    case .octaveAmbiguous: (.refusal, "half or twice the rate fits as well")
    case .periodDoubling: (.note, "every other strike is weaker; the rate is that of the strikes")
    case .noPeriod: (.refusal, "no period stands out of the noise")
    case .outsideBand: (.refusal, "the strongest period lies outside the rates looked for")
    case .short: (.warning, "the segment holds few periods")
    case .unsteady: (.warning, "the rate wanders more than noise explains; the interval is widened")
    case .mains: (.warning, "the rate is that of the mains, or half of it")
    case .clockNominal: (.warning, "time rests on a nominal sampling rate; its error is assumed")
    case .clockUnstated: (.note, "the error of the recorder's clock is not declared and not in the interval")
    case .scaleUnstated: (.note, "the error of the sensor's scale is not declared and not in the interval")
    case .heldSamples: (.warning, "many samples repeat the one before: the sensor is slower than the file")
    case .lowPass: (.note, "harmonics were corrected for the declared low-pass of the sensor")
    case .sensorResonance: (.refusal, "the figure reaches the resonance of the sensor")
    case .singleAxis: (.note, "one axis was recorded; motion across it is not seen")
    case .bandIncomplete: (.warning, "the sampling does not cover the whole band; the figure is a lower bound")
    case .uncalibrated: (.note, "the chain is not calibrated; the figure is relative or informative")
    case .claimMissed:
      (
        .warning,
        "the claim of the maker lies outside the interval, and outside what an undeclared clock or scale could explain"
      )
    case .noCoherence: (.refusal, "the two sensors do not go together at this line")
    case .clocksUnaligned: (.refusal, "the recordings of two recorders could not be put on one clock")
    case .extrapolated: (.warning, "the figure lies beyond what could be followed; a fitted line is carried on to it")
    case .fewPairs: (.refusal, "fewer pairs than an interval of their difference needs")
    case .levelsUnmatched:
      (.refusal, "devices show different numbers of speed levels and none is declared, so that levels cannot be paired")
    case .rankOpen: (.note, "intervals overlap, so the place among the devices is a range")
    case .overflow: (.refusal, "a recorded number is too large to compute with")
    }
  }
}

/// One thing worth telling about a recording.
public struct Issue: Sendable, Hashable {
  public let code: IssueCode
  /// What was found and where, such as `line 12: 'see notes'`; empty when the sentence says it all.
  public let detail: String
  /// Number of occurrences.
  public let count: Int

  public init(_ code: IssueCode, _ detail: String = "", count: Int = 1) {
    self.code = code
    self.detail = detail
    self.count = count
  }
}
