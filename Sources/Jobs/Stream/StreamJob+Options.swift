// SPDX-License-Identifier: GPL-3.0-or-later

extension StreamJob {
  /// Refuses options that have no meaning for the analysis: one without effect would be a misunderstanding.
  func checkOptions() throws(Failure) {
    var given: [(name: String, fits: [StreamAnalysis])] = []
    if feedback != nil { given.append(("--feedback", [.ppt])) }
    if spectrum.segment != nil { given.append(("--segment", [.spectrum])) }
    if spectrum.averages != nil { given.append(("--averages", [.spectrum])) }
    if description.area != nil { given.append(("--area", [.ppt, .contact])) }
    given += filter.given.map { ($0, [.filter]) }
    given += description.settings.map {
      ($0.option, Self.contactSettings.contains($0.key) ? [.ppt, .contact] : [.ppt])
    }
    guard let odd = given.first(where: { !$0.fits.contains(analysis) }) else { return }
    let words = odd.fits.map { "--analysis \($0.rawValue)" }.joined(separator: " or ")
    throw Failure(.usage, odd.name, "goes with \(words), not with --analysis \(analysis.rawValue)")
  }

  /// Settings of ppt by which contacts are found.
  private static let contactSettings: Set<String> = ["contact_threshold", "drift_limit"]
}

extension FilterOptions {
  /// The options that were given, as they are typed.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--lowpass", lowpass != nil), ("--highpass", highpass != nil), ("--bandpass", bandpass != nil),
      ("--bandstop", bandstop != nil), ("--notch", !notch.isEmpty), ("--q", quality != nil),
      ("--order", order != nil), ("--family", family != nil), ("--ripple", ripple != nil),
      ("--attenuation", attenuation != nil), ("--zero-phase", zeroPhase), ("--cutoff-corrected", cutoffCorrected),
      ("--start", start != nil), ("--fir", fir != nil), ("--fir-window", firWindow != nil),
      ("--savitzky-golay", savitzkyGolay != nil), ("--polynomial", polynomial != nil),
      ("--derivative", derivative != nil), ("--median", median != nil), ("--hampel", hampel != nil),
      ("--threshold", threshold != nil), ("--moving-mean", movingMean != nil), ("--moving-rms", movingRMS != nil),
      ("--detrend", detrend != nil), ("--envelope", envelope != nil),
    ]
    return all.filter(\.1).map(\.0)
  }
}
