// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Amplitudes (peak) of the sines in a record, Hann's window over all of it: to be looked at. A sine between two bins reads
/// up to 1.4 dB low; figures come from fits.
public struct AmplitudeSpectrum: Sendable {
  /// Hz from bin to bin.
  public let step: Double
  public let amplitudes: [Double]

  /// Nil for records of fewer than 16 samples or with infinite ones; missing samples count as the mean.
  public init?(_ samples: [Double], sampleRate: Hertz) {
    let present = samples.filter { !$0.isNaN }
    let moments = SampleMoments(of: present)
    guard samples.count >= 16, !present.isEmpty, moments.mean.isFinite,
      var transform = try? RealFFT(count: samples.count)
    else { return nil }
    let count = Double(samples.count)
    let windowed = samples.enumerated().map { index, sample -> Double in
      let weight = 0.5 - 0.5 * cos(2 * Double.pi * (Double(index) + 0.5) / count)
      return sample.isNaN ? 0 : (sample - moments.mean) * weight
    }
    guard let bins = try? transform.forward(windowed) else { return nil }
    step = sampleRate.value / count
    // The weights add up to half the count; a sine stands at two frequencies.
    amplitudes = bins.map { $0.magnitude * 4 / count }
  }
}
