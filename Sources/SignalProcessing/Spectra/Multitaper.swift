// SPDX-License-Identifier: GPL-3.0-or-later

/// Densities averaged over orthogonal tapers of the same samples (Thomson 1982, Proc IEEE 70:1055): less leakage and
/// less scatter from a short record than overlapping segments give, at a bandwidth chosen beforehand.
public struct Multitaper: Sendable, Hashable {
  public let tapers: SlepianTapers
  public let detrend: SegmentTrend

  /// Samples in a segment.
  public var count: Int { tapers.tapers[0].count }

  /// - Parameters:
  ///   - count: Samples in a segment; longer signals are cut into segments side by side.
  ///   - timeBandwidth: Half the bandwidth in bins.
  ///   - number: Number of tapers; 2·timeBandwidth − 1 rounded down (at least 1) when nil.
  public init(
    count: Int, timeBandwidth: Double = 4, number: Int? = nil, detrend: SegmentTrend = .constant
  ) throws(SpectrumError) {
    guard timeBandwidth > 0, timeBandwidth < Double(max(count, 1)) / 2 else {
      throw .bandwidth(timeBandwidth, in: 0...(Double(max(count, 1)) / 2))
    }
    let number = number ?? max(1, Int(2 * timeBandwidth) - 1)
    tapers = try SlepianTapers(count: count, timeBandwidth: timeBandwidth, number: number)
    self.detrend = detrend
  }

  /// The band over which power is spread: a line shows as a plateau this wide.
  public func bandwidth(sampleRate: Hertz) -> Hertz {
    Hertz(2 * tapers.timeBandwidth * sampleRate.value / Double(count))
  }

  /// Estimates the power spectral density, all tapers with equal weight.
  ///
  /// - Parameters:
  ///   - samples: NaN is missing; no segment touches a missing sample.
  ///   - breaks: Indexes of samples that follow a gap in time.
  /// - Returns: The density, whose effective averages are tapers × segments, and where its segments lie.
  public func density(
    of samples: [Double], sampleRate: Hertz, breaks: [Int] = []
  ) throws(SpectrumError) -> (spectrum: Spectrum<Density>, segments: SegmentPlan) {
    try checkRate(sampleRate)
    let plan = try SegmentPlan(samples.span, breaks: breaks, length: count, hop: count)
    var fft = try RealFFT.make(count: count)
    var sums = [Double](repeating: 0, count: fft.binCount)
    for start in plan.starts {
      for taper in tapers.tapers {
        fft.transform(samples.span, from: start, window: taper.span, detrend: detrend)
        fft.addPower(to: &sums)
      }
    }
    let averages = Double(plan.starts.count * tapers.tapers.count)
    let scale = 1 / (sampleRate.value * averages)
    for k in sums.indices {
      sums[k] *= k == 0 || 2 * k == count ? scale : 2 * scale
      guard sums[k].isFinite else { throw .overflow }
    }
    let spectrum = Spectrum<Density>(
      values: sums, sampleRate: sampleRate, transformLength: count, noiseBandwidth: noiseBandwidth(sampleRate),
      segmentCount: plan.starts.count * tapers.tapers.count, effectiveAverages: averages)
    return (spectrum, plan)
  }

  /// From what a sine at the centre of a bin gives, averaged over the tapers.
  func noiseBandwidth(_ sampleRate: Hertz) -> Hertz {
    let response = tapers.tapers.reduce(0) { total, taper in
      let sum = taper.reduce(0, +)
      return total + sum * sum
    }
    return Hertz(sampleRate.value * Double(tapers.tapers.count) / response)
  }
}
