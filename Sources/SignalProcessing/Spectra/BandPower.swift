// SPDX-License-Identifier: GPL-3.0-or-later

extension Spectrum<Density> {
  /// Mean square of the signal between two frequencies, in unit².
  ///
  /// Each bin stands for the band half a bin to either side (at 0 Hz and, for even lengths, half the rate: to the inner
  /// side only), and a band's edge takes its share of a bin. Bands that touch add up exactly, and all of them give the
  /// mean square of the signal; the trapezoidal rule does neither.
  ///
  /// - Parameters:
  ///   - from: 0 or more.
  ///   - to: Above `from`, at most half the sampling rate.
  public func power(from: Hertz, to: Hertz) throws(SpectrumError) -> Double {
    try parts(from: from, to: to).reduce(0, +)
  }

  /// What each bin gives to the power of a band.
  func parts(from: Hertz, to: Hertz) throws(SpectrumError) -> [Double] {
    let half = sampleRate.value / 2
    guard from.value >= 0, from.value < to.value, to.value <= half else {
      throw .band(from: from.value, to: to.value, in: 0...half)
    }
    let width = sampleRate.value / Double(transformLength)
    return values.enumerated().map { bin, value in
      let centre = Double(bin) * width
      let low = max(centre - width / 2, 0)
      let high = min(centre + width / 2, half)
      let share = min(high, to.value) - max(low, from.value)
      // An unpaired bin holds its power in half the width.
      return share > 0 ? value * share * (isUnpaired(bin) ? width / (high - low) : 1) : 0
    }
  }

  /// The frequency below which a share of the power lies, by linear growth inside a bin; nil without power.
  ///
  /// - Parameter share: 0.5 for the median frequency, 0.95 for the spectral edge; 0 < `share` < 1.
  public func frequency(below share: Double) throws(SpectrumError) -> Hertz? {
    guard share > 0, share < 1 else { throw .level(share) }
    let total = values.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
    let width = sampleRate.value / Double(transformLength)
    let half = sampleRate.value / 2
    var sum = 0.0
    for (bin, value) in values.enumerated() {
      if sum + value >= share * total, value > 0 {
        let low = max((Double(bin) - 0.5) * width, 0)
        let high = min((Double(bin) + 0.5) * width, half)
        return Hertz(low + (high - low) * min((share * total - sum) / value, 1))
      }
      sum += value
    }
    return Hertz(half)
  }
}
