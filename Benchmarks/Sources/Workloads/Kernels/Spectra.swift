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
    return Frames(inputs.signal, transform)
  }
}

private final class Frames: Workload {
  private let input: [Double]
  private let transform: ShortTimeFFT
  private var spectrum: ShortTimeSpectrum?
  var output: [Double] {
    (spectrum?.values.prefix(513) ?? []).map { ($0.real * $0.real + $0.imaginary * $0.imaginary).squareRoot() }
  }

  init(_ input: [Double], _ transform: ShortTimeFFT) { (self.input, self.transform) = (input, transform) }

  func run() {
    guard var old = spectrum else { return runFresh() }
    spectrum = nil
    let samples = input
    do {
      try transform.transform(samples.span, sampleRate: Hertz(1000), into: &old)
      spectrum = old
    } catch {
      // An empty result tells of it.
    }
  }

  func runFresh() {
    spectrum = nil
    spectrum = try? transform.transform(input, sampleRate: Hertz(1000))
  }
}
