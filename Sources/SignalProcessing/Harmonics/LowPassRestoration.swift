// SPDX-License-Identifier: GPL-3.0-or-later

extension HarmonicSamples {
  /// The samples with their harmonics as strong as before a sensor's low-pass; noise and what has no harmonics stay.
  ///
  /// - Parameters:
  ///   - parts: All of the samples, one part after the other, and their fits.
  /// - Returns: Nil when the parts are not all of the samples, or when a tenth of what the correction changes (cut-offs are
  ///   nominal) is more than a quarter of what comes out.
  public func restored(_ parts: [(HarmonicSamples, HarmonicFit)], from lowPass: LowPassModel) -> HarmonicSamples? {
    guard parts.reduce(0, { $0 + $1.0.count }) == count else { return nil }
    var all = [[Double]](repeating: [], count: channels)
    var (power, doubt) = (0.0, 0.0)
    for (part, fit) in parts {
      for channel in 0..<channels {
        var lost = [Double](repeating: 0, count: 2 * fit.order + 1)
        for harmonic in 1...fit.order {
          let gain = lowPass.response(at: Hertz(Double(harmonic) * fit.frequency.value))
          let seen = fit.amplitude(harmonic, channel: channel)
          let whole = seen * gain.conjugate / gain.squaredMagnitude
          lost[2 * harmonic - 1] = whole.real - seen.real
          lost[2 * harmonic] = seen.imaginary - whole.imaginary
          let change = 0.1 * (1 / gain.magnitude - 1)
          power += whole.squaredMagnitude
          doubt += change * change * whole.squaredMagnitude
        }
        let added = HarmonicSum(lost).values(frequency: fit.frequency.value, times: part.times)
        for index in 0..<part.count {
          all[channel].append(means[channel] + part.value(index, channel: channel) + added[index])
        }
      }
    }
    guard doubt <= power / 16 else { return nil }
    return try? HarmonicSamples(stamps: stamps, channels: all)
  }
}
