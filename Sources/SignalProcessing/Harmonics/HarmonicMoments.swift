// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Sums over the samples from which every least-squares fit of harmonics at one frequency follows, whatever its order.
///
/// One pass over the samples; the fits of all orders then cost nothing that grows with their number.
struct HarmonicMoments: Sendable {
  let order: Int
  let channels: Int
  /// Multiplies times before they are raised to powers.
  let scale: Double
  private let sums: [Double]

  /// - Parameters:
  ///   - order: Highest harmonic, 1…``HarmonicSamples/highestOrder``.
  init(_ samples: HarmonicSamples, frequency: Double, order: Int, level: KernelLevel = .current) {
    self.order = order
    channels = samples.channels
    scale = samples.scale
    let count = palpate_harmonic_moment_count(order, channels)
    var scratch = [Double](repeating: 0, count: 8 * count)
    var sums = [Double](repeating: 0, count: count)
    unsafe palpate_harmonic_moments(
      level.code, samples.times, samples.values, samples.count, channels, samples.count, frequency, scale, order,
      &scratch, &sums)
    self.sums = sums
  }

  /// Σ s^p·exp(imωt), with s the scaled time.
  func basis(_ m: Int, power: Int) -> Complex {
    let place = 6 * abs(m) + 2 * power
    return Complex(sums[place], m < 0 ? -sums[place + 1] : sums[place + 1])
  }

  /// Σ y·s^p·exp(ihωt) of a channel.
  func product(_ channel: Int, _ h: Int, power: Int) -> Complex {
    let place = 6 * (2 * order + 1) + 4 * (channel * (order + 1) + h) + 2 * power
    return Complex(sums[place], sums[place + 1])
  }
}
