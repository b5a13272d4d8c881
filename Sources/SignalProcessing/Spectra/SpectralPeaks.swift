// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A line of a spectrum, located between the bins.
public struct SpectralPeak: Sendable, Hashable {
  public let frequency: Hertz
  /// Standard error from the noise beside the line; the clock's error comes on top.
  public let frequencyError: Hertz
  /// Peak value of the sine, corrected for its place between the bins.
  public let amplitude: Double
  public let amplitudeError: Double
  public let bin: Int
  /// Density of the noise beside the line, unit²/Hz.
  public let noiseDensity: Double
  /// Probability that noise alone makes such a peak in any of the bins searched.
  public let falseAlarm: Double
}

/// Finds lines in a density and says how sure they are.
///
/// A line is a bin that stands out of the noise beside it by more than noise does anywhere in the spectrum but with the
/// stated probability. The noise is not known but estimated from some tens of bins (``SpectralBackground``), so that the
/// ratio follows an F distribution, and the probabilities of all bins searched are added up as if they were independent.
///
/// The place between two bins follows from the ratio of the peak to its larger neighbour, solved on the window's own
/// transform (the method of Grandke 1983, IEEE Trans Instrum Meas 32:350, for any window). It holds for lines that stand
/// alone: two lines within a main lobe are one peak. Steady lines; a line that wanders is broadened and reads too low.
public struct SpectralPeaks: Sendable {
  public let window: Window
  /// Peaks less sure than this are dropped.
  public let falseAlarm: Double
  /// Bins to either side that tell the noise.
  public let neighbourhood: Int
  /// The strongest so many are looked at.
  public let limit: Int

  /// The window, or for long ones 4096 samples of its shape: responses differ by less than 1e-6, and cost stays bounded.
  private let model: Window

  /// - Parameters:
  ///   - window: That of the spectra.
  ///   - neighbourhood: 10…1000; at least ten bins must be left beside a peak's main lobe.
  ///   - limit: 1…1000.
  public init(
    window: Window, falseAlarm: Double = 0.01, neighbourhood: Int = 40, limit: Int = 100
  ) throws(SpectrumError) {
    guard falseAlarm > 0, falseAlarm < 1 else { throw .level(falseAlarm) }
    guard (10...1000).contains(neighbourhood) else { throw .setting("neighbourhood", neighbourhood, in: 10...1000) }
    guard (1...1000).contains(limit) else { throw .setting("limit", limit, in: 1...1000) }
    self.window = window
    self.falseAlarm = falseAlarm
    self.neighbourhood = neighbourhood
    self.limit = limit
    model =
      window.count <= 4096 ? window : try Window(window.shape, count: 4096, symmetry: window.symmetry)
  }

  /// - Parameters:
  ///   - spectrum: Made with ``window``.
  ///   - segments: Where its segments lie, for the error of averages.
  /// - Returns: Peaks in the order of their frequencies, without the main lobes at 0 Hz and half the rate.
  public func find(
    in spectrum: Spectrum<Density>, segments: SegmentPlan
  ) throws(SpectrumError) -> [SpectralPeak] {
    guard spectrum.transformLength == window.count else { throw .lengths(spectrum.transformLength, window.count) }
    let values = spectrum.values
    let lobe = Int((model.mainLobeHalfWidth ?? 1).rounded(.up))
    guard values.count > 2 * lobe + 2 else { return [] }
    let searched = lobe..<(values.count - lobe)
    let degrees = 2 * spectrum.effectiveAverages
    let background = SpectralBackground(
      values, degrees: degrees, window: model, lobe: lobe, neighbourhood: neighbourhood)
    let trials = Double(searched.count)
    let maxima = searched.filter { values[$0] > values[$0 - 1] && values[$0] >= values[$0 + 1] }
    let strongest = maxima.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(limit).sorted()
    var peaks: [SpectralPeak] = []
    for bin in strongest {
      // Most maxima are far from being lines: for these the rough estimate, taken for certain, will do.
      let rough = background.plain(beside: bin)
      guard rough > 0, ChiSquare.exceedance(degrees * values[bin] / rough, degrees: degrees) * trials < 1,
        let level = background.level(at: bin)
      else { continue }
      let single = background.exceedance(of: values[bin], over: level)
      let alarm = -expm1(trials * log1p(-min(single, 1 - 0x1p-53)))
      guard alarm <= falseAlarm else { continue }
      peaks.append(peak(bin, spectrum, segments, noise: level.density, alarm: alarm))
    }
    return withoutSideLobes(peaks)
  }

  private func peak(
    _ bin: Int, _ spectrum: Spectrum<Density>, _ segments: SegmentPlan, noise: Double, alarm: Double
  ) -> SpectralPeak {
    let values = spectrum.values
    let side = values[bin + 1] >= values[bin - 1] ? 1 : -1
    let ratio = (values[bin + side] / values[bin]).squareRoot()
    // |W(1 − δ)|/|W(δ)| grows from δ = 0 to 1 at δ = 0.5.
    var (low, high) = (0.0, 0.5)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if model.response(atBin: 1 - middle) < ratio * model.response(atBin: middle) {
        low = middle
      } else {
        high = middle
      }
    }
    let offset = (low + high) / 2
    let gain = model.response(atBin: offset)
    let amplitude = (2 * values[bin] * spectrum.noiseBandwidth.value).squareRoot() / gain
    let weights = LineWeights(window, offset: offset)
    let scale = (noise * spectrum.sampleRate.value).squareRoot() / amplitude
    let width = spectrum.binWidth.value
    return SpectralPeak(
      frequency: Hertz((Double(bin) + Double(side) * offset) * width),
      frequencyError: Hertz(scale * LineWeights.deviation(weights.offset, segments) * width), amplitude: amplitude,
      amplitudeError: amplitude * scale * LineWeights.deviation(weights.amplitude, segments), bin: bin,
      noiseDensity: noise, falseAlarm: alarm)
  }

  /// Drops peaks that the side lobes of stronger ones explain, with twice their height at that distance.
  private func withoutSideLobes(_ peaks: [SpectralPeak]) -> [SpectralPeak] {
    peaks.filter { peak in
      var leakage = 0.0
      for other in peaks where other.amplitude > peak.amplitude {
        let distance = Double(min(abs(other.bin - peak.bin), model.count / 2))
        // Between two nulls there is a maximum.
        let highest = [-0.5, -0.25, 0, 0.25, 0.5].map { model.response(atBin: distance + $0) }.max() ?? 0
        leakage += 2 * other.amplitude * highest
      }
      return peak.amplitude > leakage
    }
  }
}
