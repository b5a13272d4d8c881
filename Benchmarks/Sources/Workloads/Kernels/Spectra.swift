// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension WorkloadEntry {
  static let welch = WorkloadEntry("welch_4096") { inputs in
    let welch = try Welch(window: Window(.hann, count: 4096))
    return Figures(inputs.signal) { x in try welch.density(of: x, sampleRate: Hertz(1000)).spectrum.values }
  }

  /// Magnitudes of the first frame are kept for comparison.
  static let shortTimeFFT = WorkloadEntry("short_time_fft_1024") { inputs in
    let transform = try ShortTimeFFT(window: Window(.hann, count: 1024), hop: 512)
    return Figures(inputs.signal) { x in
      let spectrum = try transform.transform(x, sampleRate: Hertz(1000))
      return spectrum.values.prefix(513).map { ($0.real * $0.real + $0.imaginary * $0.imaginary).squareRoot() }
    }
  }
}
