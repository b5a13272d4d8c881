// SPDX-License-Identifier: GPL-3.0-or-later

/// Peak amplitude of what repeats so many times a turn, against that number, the order.
///
/// The flat top reads the amplitude of a lone order to 0.01 dB wherever it lies and needs 3.7 / ``revolutions`` between
/// two orders; Hann reads up to 1.42 dB low between its bins and needs less than half of that.
public struct OrderSpectrum: Sendable {
  /// At the orders 0, 1/``revolutions``, 2/``revolutions``, …, up to half the samples in a turn. Root mean square over
  /// the segments; right for lines, not for noise.
  public let amplitudes: [Double]
  /// Turns in a segment.
  public let revolutions: Int
  public let window: Window.Shape
  /// Segments averaged, half overlapped.
  public let segmentCount: Int
  /// Width of the window's main lobe at −3 dB, in orders: what the spectrum resolves, not the spacing of its values.
  public let resolution: Double
  /// Orders of white noise that pass with the power of one value.
  public let noiseBandwidth: Double

  /// Spacing of the values in orders.
  public var orderStep: Double { 1 / Double(revolutions) }

  /// - Parameters:
  ///   - revolutions: Turns in a segment, 1 or more; whole orders then lie on values.
  ///   - window: ``Window/Shape/flatTop`` for amplitudes, ``Window/Shape/hann`` to tell orders apart.
  /// - Throws: ``OrderError/spectrum(_:)`` when no segment without missing angles fits.
  public init(
    of signal: AngularSignal, revolutions: Int = 32, window shape: Window.Shape = .flatTop
  ) throws(OrderError) {
    guard revolutions >= 1, revolutions <= RealFFT.longest / signal.samplesPerRevolution else {
      throw .setting("revolutions", Double(revolutions), expected: "1 or more")
    }
    let rate = Hertz(Double(signal.samplesPerRevolution))
    do {
      let window = try Window(shape, count: revolutions * signal.samplesPerRevolution)
      let spectrum = try Welch(window: window, detrend: .none).density(of: signal.samples, sampleRate: rate).spectrum
      amplitudes = spectrum.peakAmplitude.values
      segmentCount = spectrum.segmentCount
      noiseBandwidth = spectrum.noiseBandwidth.value
      resolution = 2 * Self.halfPowerBin(window) / Double(revolutions)
    } catch {
      throw .spectrum(error)
    }
    self.revolutions = revolutions
    self.window = shape
  }

  /// The value next to an order; nil beyond half the samples in a turn.
  public func amplitude(nearOrder order: Double) -> Double? {
    let place = (order * Double(revolutions)).rounded()
    return place >= 0 && place < Double(amplitudes.count) ? amplitudes[Int(place)] : nil
  }

  /// Where the window's response is 1/√2, in bins; found on 1024 samples of its shape where it is longer.
  private static func halfPowerBin(_ window: Window) -> Double {
    var model = window
    if window.count > 1024, let short = try? Window(window.shape, count: 1024) { model = short }
    var (low, high) = (0.0, 4.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if model.response(atBin: middle) > 0.5.squareRoot() { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
