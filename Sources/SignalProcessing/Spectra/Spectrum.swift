// SPDX-License-Identifier: GPL-3.0-or-later

/// How the values of a spectrum relate to the signal; part of the type, so that they cannot be taken for each other.
public protocol SpectrumScaling: Sendable {}

/// Power spectral density: unit²/Hz, one-sided; its sum times the bin width is the mean square of the signal.
public enum Density: SpectrumScaling {}

/// Mean square of the sine at each frequency: unit², c·|X|²/(Σw)².
public enum MeanSquare: SpectrumScaling {}

/// Peak value of the sine at each frequency: unit, c·|X|/Σw.
public enum PeakAmplitude: SpectrumScaling {}

/// A one-sided spectrum on even frequencies from 0 to half the sampling rate.
public struct Spectrum<Scaling: SpectrumScaling>: Sendable {
  public let values: [Double]
  public let sampleRate: Hertz
  /// Length of the transform; frequency k is k·sampleRate/transformLength.
  public let transformLength: Int
  /// Bandwidth of white noise that passes with the same power as through one bin's window.
  public let noiseBandwidth: Hertz
  /// Number of segments (or tapers) averaged.
  public let segmentCount: Int
  /// Independent averages that would scatter as much.
  public let effectiveAverages: Double

  public var binWidth: Hertz { Hertz(sampleRate.value / Double(transformLength)) }

  public func frequency(ofBin bin: Int) -> Hertz {
    Hertz(Double(bin) * sampleRate.value / Double(transformLength))
  }

  public var frequencies: [Hertz] { values.indices.map { frequency(ofBin: $0) } }

  /// Whether the bin has no partner at a negative frequency: 0 Hz, and half the rate for even lengths.
  func isUnpaired(_ bin: Int) -> Bool { bin == 0 || 2 * bin == transformLength }

  /// Chi-square degrees of freedom of a bin: two for each independent average, one at 0 Hz and half the rate.
  public func degreesOfFreedom(ofBin bin: Int) -> Double {
    isUnpaired(bin) ? effectiveAverages : 2 * effectiveAverages
  }

  fileprivate func scaled<New: SpectrumScaling>(_: New.Type, _ scale: (Int, Double) -> Double) -> Spectrum<New> {
    Spectrum<New>(
      values: values.enumerated().map { scale($0.offset, $0.element) }, sampleRate: sampleRate,
      transformLength: transformLength, noiseBandwidth: noiseBandwidth, segmentCount: segmentCount,
      effectiveAverages: effectiveAverages)
  }
}

extension Spectrum<Density> {
  /// The same estimate as mean squares of sines: density × noise bandwidth.
  public var meanSquare: Spectrum<MeanSquare> { scaled(MeanSquare.self) { $1 * noiseBandwidth.value } }

  /// The same estimate as peak values of sines; right for sines, not for noise.
  public var peakAmplitude: Spectrum<PeakAmplitude> { meanSquare.peakAmplitude }

  /// Interval that covers the true density with a probability, for Gaussian noise whose density is level over the
  /// window's main lobe: νG/χ²(ν) (Welch 1967; Bendat & Piersol, *Random Data*, 4th ed., §8.5.4).
  ///
  /// - Parameter level: Such as 0.95.
  public func interval(ofBin bin: Int, level: Double) throws(SpectrumError) -> ClosedRange<Double> {
    try chiSquareInterval(values[bin], degrees: degreesOfFreedom(ofBin: bin), level: level)
  }
}

extension Spectrum<MeanSquare> {
  public var peakAmplitude: Spectrum<PeakAmplitude> {
    scaled(PeakAmplitude.self) { (isUnpaired($0) ? $1 : 2 * $1).squareRoot() }
  }
}
