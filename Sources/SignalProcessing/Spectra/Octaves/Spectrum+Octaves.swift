// SPDX-License-Identifier: GPL-3.0-or-later

extension Spectrum<Density> {
  /// Fewer bins than this in a band do not keep the limits of class 1.
  public static var leastOctaveBins: Double { 16 }

  /// Mean square of the signal in each band, exact bands cut out of the spectrum: bins at an edge are shared.
  ///
  /// The fast way, for figures of whole records: a band passes all of a tone inside and nothing outside, but for what the
  /// window spreads. With a Hann or four-term Blackman–Harris window it keeps the limits of IEC 61260-1:2014, class 1,
  /// which are made for filters; ``OctaveFilterBank`` is such a filter.
  ///
  /// - Returns: Nil for a band of fewer than ``leastOctaveBins`` bins, or one that reaches beyond half of the rate.
  public func meanSquares(of bands: [OctaveBand]) -> [Double?] {
    let width = sampleRate.value / Double(transformLength)
    let half = sampleRate.value / 2
    return bands.map { band in
      let (low, high) = (band.low.value, band.high.value)
      guard high <= half, high - low >= Self.leastOctaveBins * width else { return nil }
      let first = max(Int((low / width - 0.5).rounded(.down)), 0)
      let last = min(Int((high / width + 0.5).rounded(.up)), values.count - 1)
      var sum = 0.0
      for bin in first...max(first, last) {
        // A bin stands for the band half a bin to either side, at half of the rate to the inner side only.
        let centre = Double(bin) * width
        let top = min(centre + width / 2, half)
        let bottom = max(centre - width / 2, 0)
        let share = min(top, high) - max(bottom, low)
        if share > 0 { sum += values[bin] * share * (isUnpaired(bin) ? width / (top - bottom) : 1) }
      }
      return sum
    }
  }
}
