// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Spectrum of how the strength of a band rises and falls: impacts that ring at a resonance appear at their own rate.
public struct EnvelopeSpectrum: Sendable {
  /// The whole band up to half the rate when nil.
  public let band: (from: Hertz, to: Hertz)?
  public let welch: Welch

  public init(band: (from: Hertz, to: Hertz)? = nil, welch: Welch) {
    self.band = band
    self.welch = welch
  }

  /// Density of the envelope. Each stretch without missing samples has its envelope for itself.
  public func density(
    of samples: [Double], sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> (spectrum: Spectrum<Density>, segments: SegmentPlan) {
    try welch.density(
      of: envelope(of: samples, sampleRate: sampleRate, breaks: breaks), sampleRate: sampleRate, breaks: breaks)
  }

  /// |x + i·H(x)| of the band, by the transform of each stretch without missing samples. The band is cut off sharply, as
  /// a circle: the ends of a stretch (about one over the bandwidth) see each other.
  public func envelope(
    of samples: [Double], sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> [Double] {
    try checkRate(sampleRate)
    let half = sampleRate.value / 2
    let low = band?.from.value ?? 0
    let high = band?.to.value ?? half
    guard low >= 0, low < high, high <= half else { throw .band(from: low, to: high, in: 0...half) }
    var envelope = [Double](repeating: .nan, count: samples.count)
    for run in try SampleRuns(samples.span, breaks: breaks).ranges {
      let count = run.count
      var real = try RealFFT.make(count: count)
      do {
        let bins = try real.forward(Array(samples[run]))
        var complex = try ComplexFFT(count: count)
        var analytic = [Complex](repeating: .zero, count: count)
        for k in bins.indices {
          let frequency = Double(k) * sampleRate.value / Double(count)
          guard frequency >= low, frequency <= high else { continue }
          analytic[k] = k == 0 || 2 * k == count ? bins[k] : bins[k] * 2
        }
        for (index, value) in try complex.inverse(analytic).enumerated() {
          envelope[run.lowerBound + index] = value.magnitude
        }
      } catch { throw .fft(error) }
    }
    guard envelope.indices.allSatisfy({ envelope[$0].isFinite || samples[$0].isNaN }) else { throw .overflow }
    return envelope
  }
}
