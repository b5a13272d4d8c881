// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// The rate of one steady segment, or why there is none.
struct RateReading: Sendable {
  /// Over the whole segment, at the rate of the strikes; nil when refused.
  private(set) var fit: HarmonicFit?
  /// A dozen periods each; nil when there are too few or they cannot be followed.
  private(set) var parts: BlockFits?
  /// Those, where the rate changes or the phase wanders.
  private(set) var blocks: BlockFits?
  /// Hz; nil when refused.
  private(set) var frequency: Double?
  /// Half width of the 95 % interval in Hz, the clock included.
  private(set) var halfWidth = 0.0
  /// Standard uncertainty in Hz, the clock included.
  private(set) var uncertainty = 0.0
  /// Standard uncertainty of the clock, relative.
  private(set) var clockShare = 0.0
  private(set) var flags: Set<IssueCode> = []
  private(set) var issues: [Issue] = []
  /// The rate found and those that fit as well: `alias 0`, `alias 1` …, or `octave 0`, `octave 1`.
  private(set) var alternatives: [(component: String, frequency: Double)] = []
  private(set) var isDoubled = false
  /// Odd over even harmonics of the period found.
  private(set) var oddShare: Double?

  /// Difference of criteria that decides.
  private static let margin = 10.0
  /// Periods that make a segment short, and too short.
  private static let fewPeriods = 8.0
  private static let leastPeriods = 4.0

  init(
    _ samples: HarmonicSamples, samplingRate: Double, rounding: StampRounding? = nil, isNominal: Bool, segment: Int,
    _ parameters: PercussionParameters
  ) {
    let band = parameters.band
    let found: FundamentalSearch.Result
    do throws(HarmonicError) {
      guard let result = try FundamentalSearch(band: band).find(in: samples), result.evidence > Self.margin else {
        refuse(.noPeriod, "segment \(segment): nothing in it repeats")
        return
      }
      found = result
      let strike = try StrikeRate(found.fit, of: samples, limit: parameters.doublingLimit.value / 100)
      oddShare = strike.oddShare
      isDoubled = strike.isDoubled
      fit = strike.fit
    } catch {
      refuse(.noPeriod, "segment \(segment): \(error)")
      return
    }
    guard let fit else { return }
    let frequency = fit.frequency.value
    guard band.contains(fit.frequency) else {
      refuse(
        .outsideBand,
        "segment \(segment): the strongest period is that of \(Self.text(frequency)) Hz, outside "
          + "\(parameters.searchLow.text) to \(parameters.searchHigh.text); set search_low and search_high")
      return
    }
    let periods = frequency * samples.duration
    if periods < Self.leastPeriods {
      refuse(.short, "segment \(segment): \(Self.text(periods)) periods, expected at least 4")
      return
    }
    if periods < Self.fewPeriods { flags.insert(.short) }
    if isDoubled { flags.insert(.periodDoubling) }
    if let harmonic = fit.ruling, harmonic > 2, band.contains(Hertz(Double(harmonic) * frequency)) {
      let other = Double(harmonic) * frequency
      alternatives = [("multiple 0", frequency), ("multiple 1", other)]
      refuse(
        .octaveAmbiguous,
        "segment \(segment): nearly all of it is one line at \(Self.text(other)) Hz, though it repeats only at "
          + "\(Self.text(frequency)) Hz")
      return
    }
    findAliases(samples, samplingRate, rounding, band, segment)
    findOctave(found, segment)
    guard self.fit != nil else { return }
    setInterval(samples, rounding, isNominal, segment, parameters)
    if let frequency = self.frequency { guardMains(frequency) }
  }

  private static func text(_ value: Double) -> String { DecimalText.shortest((value * 1000).rounded() / 1000) }

  private mutating func refuse(_ code: IssueCode, _ detail: String) {
    fit = nil
    frequency = nil
    flags.insert(code)
    issues.append(Issue(code, detail))
  }

  /// Rates that look the same at these sampling times.
  private mutating func findAliases(
    _ samples: HarmonicSamples, _ rate: Double, _ rounding: StampRounding?, _ band: ClosedRange<Hertz>, _ segment: Int
  ) {
    guard let fit, rate > 0 else { return }
    let frequency = fit.frequency.value
    guard let own = (try? HarmonicFit(samples, near: fit.frequency, order: 1)) ?? nil else { return }
    var rivals: [HarmonicFit] = []
    for multiple in 1...max(1, Int((2 * band.upperBound.value / rate).rounded(.up))) {
      for other in [Double(multiple) * rate - frequency, Double(multiple) * rate + frequency]
      where band.contains(Hertz(other)) && abs(other - frequency) > 2 / samples.duration {
        if let rival = Self.nearest(samples, other) { rivals.append(rival) }
      }
    }
    if rate < 4 * frequency { flags.insert(.aliasPossible) }
    // Uneven stamps tell aliases apart where they scatter enough. What rounding scatters tells nothing: it speaks for the
    // lowest rate, which suffers least from it.
    let isBlind = rounding.map { samples.stamps.clockScatter < $0.quantum } ?? false
    let best = isBlind ? own : rivals.reduce(own) { $1.criterion < $0.criterion ? $1 : $0 }
    var chosen = own
    if best.frequency != own.frequency, best.criterion + Self.margin < own.criterion {
      rivals = rivals.filter { $0.frequency != best.frequency } + [own]
      self.fit = best
      chosen = best
      if rate < 4 * best.frequency.value { flags.insert(.aliasPossible) }
    }
    for rival in rivals where isBlind || rival.criterion < best.criterion + Self.margin {
      alternatives.append(("alias \(alternatives.count + 1)", rival.frequency.value))
    }
    guard !alternatives.isEmpty else { return }
    let found = chosen.frequency.value
    let names = ([found] + alternatives.map(\.frequency)).sorted().map { Self.text($0) + " Hz" }
    alternatives.insert(("alias 0", found), at: 0)
    refuse(
      .aliasPossible,
      "segment \(segment): at \(Self.text(rate)) samples a second these look the same: "
        + names.joined(separator: ", "))
  }

  /// The best fit about a rate. Where the clock wanders, its other is not where the mean step puts it, and a fit finds only
  /// what is within half a line of its guess.
  private static func nearest(_ samples: HarmonicSamples, _ frequency: Double) -> HarmonicFit? {
    let line = 0.5 / samples.duration
    return (-4...4).compactMap { offset in
      (try? HarmonicFit(samples, near: Hertz(frequency + Double(offset) * line), order: 1)) ?? nil
    }.min { $0.criterion < $1.criterion }
  }

  /// Half or twice the rate that fits about as well.
  private mutating func findOctave(_ found: FundamentalSearch.Result, _ segment: Int) {
    guard let fit, let rival = found.runnerUp, rival.excess < Self.margin else { return }
    let ratio = rival.frequency.value / found.fit.frequency.value
    guard abs(ratio - 2) < 0.01 || abs(ratio - 0.5) < 0.005 else { return }
    let frequency = fit.frequency.value
    alternatives += [("octave 0", frequency), ("octave 1", rival.frequency.value)]
    refuse(
      .octaveAmbiguous,
      "segment \(segment): \(Self.text(frequency)) Hz and \(Self.text(rival.frequency.value)) Hz fit equally well")
  }

  private mutating func setInterval(
    _ samples: HarmonicSamples, _ rounding: StampRounding?, _ isNominal: Bool, _ segment: Int,
    _ parameters: PercussionParameters
  ) {
    guard let fit else { return }
    parts = BlockFits(samples, like: fit)
    let white = HarmonicResidual(samples, fit).frequencyVariance
    var (value, variance, degrees) = (fit.frequency.value, white.value, white.degrees)
    if parts == nil, !white.isWhite, BlockFits.canBeFitted(samples, like: fit) {
      refuse(
        .unsteady, "segment \(segment): the rate cannot be followed from one dozen of periods to the next")
      return
    }
    if let own = parts, !white.isWhite || own.explainMore(than: fit), own.wanders {
      flags.insert(.unsteady)
      blocks = own
      (value, variance, degrees) = BlockFits.mean(of: own.fits.map(\.frequency.value))
    }
    frequency = value
    var clock = (parameters.clockError?.value ?? 0) / 100
    if parameters.clockError == nil {
      flags.insert(isNominal ? .clockNominal : .clockUnstated)
      if isNominal { clock = 0.02 }
    }
    // Rounded stamps leave the rate of the samples open, whatever the clock is worth.
    let byStamps = rounding?.rateUncertainty(over: samples.duration) ?? 0
    clockShare = (clock * clock + byStamps * byStamps).squareRoot()
    let byClock = value * clockShare
    let t = StudentT.quantile(0.975, degrees: degrees)
    let z = NormalDistribution.quantile(0.975)
    halfWidth = (t * t * variance + z * z * byClock * byClock).squareRoot()
    uncertainty = (variance + byClock * byClock).squareRoot()
  }

  /// 50 and 60 Hz and their halves, within what mains and clock allow.
  private mutating func guardMains(_ frequency: Double) {
    for line in [25.0, 30, 50, 60] where abs(frequency - line) <= 0.002 * line + 2 * uncertainty {
      flags.insert(.mains)
    }
  }
}

extension HarmonicFit {
  /// The harmonic that holds more than nine tenths of the power.
  fileprivate var ruling: Int? {
    let powers = (1...max(1, order)).map { harmonic in
      coefficients.indices.reduce(0.0) { $0 + amplitude(harmonic, channel: $1).squaredMagnitude }
    }
    guard let most = powers.max(), most > 0.9 * powers.reduce(0, +) else { return nil }
    return powers.firstIndex(of: most).map { $0 + 1 }
  }
}
