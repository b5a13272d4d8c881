// SPDX-License-Identifier: GPL-3.0-or-later

/// Filters of `palpate filter` for `palpate list filters`; a test holds it to the options of the command.
enum FilterCatalogue {
  struct Entry: Sendable {
    let name: String
    /// The options as they are typed.
    let options: String
    let meaning: String
    let source: String
  }

  private static let oppenheim = "Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., §7.2 and appendix B"

  static let all: [Entry] = [
    Entry(
      name: "butterworth", options: "--lowpass|--highpass|--bandpass|--bandstop [--order 4]",
      meaning: "Flat passband; −3.01 dB at the edges. The default family.", source: oppenheim),
    Entry(
      name: "chebyshev1", options: "--family chebyshev1 --ripple 0.5dB",
      meaning: "Steeper for a passband that ripples; the edge is where the loss first exceeds the ripple.",
      source: oppenheim),
    Entry(
      name: "chebyshev2", options: "--family chebyshev2 --attenuation 40dB",
      meaning: "Flat passband, rippled stopband; the edge is where the attenuation is first reached.",
      source: oppenheim),
    Entry(
      name: "bessel", options: "--family bessel",
      meaning: "Nearly the same delay for all frequencies that pass: shapes are kept, edges are soft.",
      source: "Thomson 1949, Proc IEE 96:487"),
    Entry(
      name: "elliptic", options: "--family elliptic --ripple 0.5dB --attenuation 40dB",
      meaning: "The steepest of an order, rippled in both bands.",
      source: "Orfanidis 2006, Lecture notes on elliptic filter design"),
    Entry(
      name: "zero_phase", options: "--zero-phase [--cutoff-corrected]",
      meaning: "Any recursive filter run forwards and backwards: no delay, twice the order and the loss. Corrected, "
        + "both passes together lose 3.01 dB at the edge (Butterworth low-pass and high-pass).",
      source: "Gustafsson 1996, IEEE Trans Signal Process 44:988; "
        + "Robertson & Dowling 2003, J Electromyogr Kinesiol 13:569"),
    Entry(
      name: "notch", options: "--notch 50Hz --q 30",
      meaning: "One frequency removed; q is the frequency divided by the width at −3.01 dB. Repeatable.",
      source: "Orfanidis, Introduction to Signal Processing (1996), ch. 11"),
    Entry(
      name: "fir", options: "--lowpass 10Hz --fir 101 [--fir-window hamming]",
      meaning: "Linear phase by a windowed ideal response, centred: no delay; half the taps are lost at either end.",
      source: "Oppenheim & Schafer, 3rd ed., §7.5"),
    Entry(
      name: "savitzky_golay", options: "--savitzky-golay 51 [--polynomial 3] [--derivative 1]",
      meaning: "A polynomial fitted to every window, or its derivative.",
      source: "Savitzky & Golay 1964, Anal Chem 36:1627"),
    Entry(
      name: "median", options: "--median 5",
      meaning: "Running median: spikes go, steps stay. The window shrinks at ends.",
      source: "Tukey 1977, Exploratory Data Analysis, ch. 7"),
    Entry(
      name: "hampel", options: "--hampel 7 [--threshold 3]",
      meaning: "Samples farther from the median beside them than the threshold, in robust standard deviations, are "
        + "replaced by it; all others stay as they are.",
      source: "Pearson 2002, IEEE Trans Control Syst Technol 10:55"),
    Entry(
      name: "moving_mean", options: "--moving-mean 21",
      meaning: "Mean of the samples around each. The window shrinks at ends.",
      source: "Oppenheim & Schafer, 3rd ed., §2.1"),
    Entry(
      name: "moving_rms", options: "--moving-rms 21",
      meaning: "Root of the mean square of the samples around each. The window shrinks at ends.",
      source: "Bendat & Piersol, Random Data, 4th ed., ch. 1"),
    Entry(
      name: "detrend", options: "--detrend constant|linear",
      meaning: "Mean or least-squares line taken off each stretch between gaps.",
      source: "Bendat & Piersol, Random Data, 4th ed., ch. 10"),
    Entry(
      name: "envelope", options: "--envelope 15Hz..60Hz|whole",
      meaning: "Magnitude of the analytic signal of a band.", source: "Oppenheim & Schafer, 3rd ed., §12.4"),
  ]
}
