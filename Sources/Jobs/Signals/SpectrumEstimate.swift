// SPDX-License-Identifier: GPL-3.0-or-later
import Reporting
import SignalProcessing

extension SpectrumPlan {
  /// The spectrum of one channel, and its frequencies.
  struct Estimate {
    var channel: SpectrumReport.Channel
    var frequencies: [Double]
    /// First samples of the frames of a short-time spectrum, and the length of one.
    var frames: [Int] = []
    var frameLength = 0
  }

  static let falseAlarm = 0.01
  /// Normal quantile of ``SpectrumReport/level``.
  private static let quantile = 1.959963984540054

  func estimate(
    _ samples: [Double], name: String, unit: String, rate: Hertz, breaks: [Int]
  ) throws(SpectrumError) -> Estimate {
    switch method {
    case .welch, .periodogram: try averaged(samples, name, unit, rate, breaks)
    case .multitaper: try tapered(samples, name, unit, rate, breaks)
    case .stft: try shortTime(samples, name, unit, rate, breaks)
    // Has its stamps, and its own entry.
    case .lombScargle: throw .oneAverage
    }
  }

  private func longest(_ samples: [Double], _ breaks: [Int]) -> Int {
    var (longest, run) = (0, 0)
    let gaps = Set(breaks)
    for index in samples.indices {
      if gaps.contains(index) { run = 0 }
      run = samples[index].isNaN ? 0 : run + 1
      longest = max(longest, run)
    }
    return longest
  }

  // MARK: Welch and periodogram

  private func averaged(
    _ samples: [Double], _ name: String, _ unit: String, _ rate: Hertz, _ breaks: [Int]
  ) throws(SpectrumError) -> Estimate {
    let length =
      method == .periodogram ? samples.count : segmentLength(longest: longest(samples, breaks), rate: rate)
    let window = try Window(shape, count: length)
    let hop = method == .periodogram ? length : max(1, length - Int(Double(length) * overlap))
    let welch = try Welch(window: window, hop: hop, detrend: detrend.trend)
    let (density, segments) = try welch.density(of: samples, sampleRate: rate, breaks: breaks)
    var estimate = try scaled(density, name, unit)
    let peaks = try SpectralPeaks(window: window, falseAlarm: Self.falseAlarm).find(in: density, segments: segments)
    estimate.channel.peaks = peaks.map { peak($0, density, estimate.channel) }
    var how = "\(method == .welch ? "Welch" : "Periodogram"), \(shapeName) window of \(length) samples"
    how += " (\(FigureText.plain(Double(length) / rate.value)) s)"
    if method == .welch {
      how +=
        ", overlap \(FigureText.plain(Double(length - hop) / Double(length))), "
        + "\(AnalyzeJob.plural(segments.starts.count, "segment")), "
        + "\(FigureText.plain(density.effectiveAverages)) effective averages"
    }
    how += ", \(detrend.title)"
    estimate.channel.remarks.insert(how, at: 0)
    if segments.unusedSamples > 0 {
      estimate.channel.remarks.append(
        "\(AnalyzeJob.plural(segments.unusedSamples, "sample")) of \(samples.count) in no segment")
    }
    return estimate
  }

  private func peak(
    _ found: SpectralPeak, _ density: Spectrum<Density>, _ channel: SpectrumReport.Channel
  ) -> SpectrumReport.Peak {
    var peak = SpectrumReport.Peak(
      frequency: found.frequency.value, amplitude: found.amplitude, falseAlarm: found.falseAlarm)
    let (df, da) = (Self.quantile * found.frequencyError.value, Self.quantile * found.amplitudeError)
    if df.isFinite { peak.frequencyInterval = (peak.frequency - df)...(peak.frequency + df) }
    if da.isFinite { peak.amplitudeInterval = max(0, peak.amplitude - da)...(peak.amplitude + da) }
    peak.width = Self.halfPowerWidth(density, found.bin)
    let noise = found.noiseDensity * density.noiseBandwidth.value
    if noise > 0 { peak.signalToNoise = Self.decibels(found.amplitude * found.amplitude / 2 / noise) }
    peak.value = channel.values[found.bin]
    peak.valueInterval = channel.low[found.bin]...channel.high[found.bin]
    return peak
  }

  /// Between the points where the density, straight from bin to bin, has fallen to half of the peak's; nil where it
  /// does not fall before the end.
  private static func halfPowerWidth(_ density: Spectrum<Density>, _ bin: Int) -> Double? {
    let values = density.values
    let half = values[bin] / 2
    func crossing(_ step: Int) -> Double? {
      var inside = bin
      while values.indices.contains(inside + step), values[inside + step] > half { inside += step }
      guard values.indices.contains(inside + step) else { return nil }
      let (a, b) = (values[inside], values[inside + step])
      return Double(inside) + Double(step) * (a - half) / (a - b)
    }
    guard let low = crossing(-1), let high = crossing(1) else { return nil }
    return (high - low) * density.binWidth.value
  }

  private static func decibels(_ ratio: Double) -> Double? {
    let value = 10 * ratio.logarithm10
    return value.isFinite ? value : nil
  }

  /// Values in the scaling asked for, with the chi-square interval of each bin.
  private func scaled(_ density: Spectrum<Density>, _ name: String, _ unit: String) throws(SpectrumError) -> Estimate {
    var values: [Double]
    switch scaling {
    case .density: values = density.values
    case .power: values = density.meanSquare.values
    case .amplitude: values = density.peakAmplitude.values
    }
    var channel = SpectrumReport.Channel(name: name, unit: unit, values: values)
    for bin in density.values.indices {
      // The interval's ends are multiples of the estimate; an amplitude goes with the root.
      let interval = try density.interval(ofBin: bin, level: SpectrumReport.level)
      let value = density.values[bin]
      let (low, high) = value > 0 ? (interval.lowerBound / value, interval.upperBound / value) : (0, 0)
      channel.low.append(values[bin] * (scaling == .amplitude ? low.squareRoot() : low))
      channel.high.append(values[bin] * (scaling == .amplitude ? high.squareRoot() : high))
    }
    let power = density.values.reduce(0, +) * density.binWidth.value
    channel.rootMeanSquare = power.squareRoot()
    channel.remarks = [
      "resolution (noise bandwidth) \(FigureText.plain(density.noiseBandwidth.value)) Hz; "
        + "root mean square \(FigureText.plain(power.squareRoot())) \(unit)"
    ]
    return Estimate(channel: channel, frequencies: density.frequencies.map(\.value))
  }

  // MARK: Multitaper

  private func tapered(
    _ samples: [Double], _ name: String, _ unit: String, _ rate: Hertz, _ breaks: [Int]
  ) throws(SpectrumError) -> Estimate {
    let length = segment.map { $0.samples(rate) } ?? min(longest(samples, breaks), 65536)
    let method = try Multitaper(
      count: length, timeBandwidth: timeBandwidth, number: tapers, detrend: detrend.trend)
    let (density, segments) = try method.density(of: samples, sampleRate: rate, breaks: breaks)
    var estimate = try scaled(density, name, unit)
    let count = method.tapers.tapers.count
    estimate.channel.remarks.insert(
      "Multitaper, \(AnalyzeJob.plural(count, "taper")) of time-bandwidth \(FigureText.plain(timeBandwidth)), "
        + "\(AnalyzeJob.plural(segments.starts.count, "segment")) of \(length) samples, \(detrend.title); "
        + "a line is a plateau \(FigureText.plain(method.bandwidth(sampleRate: rate).value)) Hz wide", at: 0)
    if segments.unusedSamples > 0 {
      estimate.channel.remarks.append(
        "\(AnalyzeJob.plural(segments.unusedSamples, "sample")) of \(samples.count) in no segment")
    }
    return estimate
  }

  // MARK: Short-time

  private func shortTime(
    _ samples: [Double], _ name: String, _ unit: String, _ rate: Hertz, _ breaks: [Int]
  ) throws(SpectrumError) -> Estimate {
    let length = segmentLength(longest: longest(samples, breaks), rate: rate)
    let window = try Window(shape, count: length)
    let hop = max(1, length - Int(Double(length) * overlap))
    let spectrum = try ShortTimeFFT(window: window, hop: hop).transform(samples, sampleRate: rate, breaks: breaks)
    var values: [Double] = []
    values.reserveCapacity(spectrum.frames.count * spectrum.binCount)
    var noiseBandwidth = 0.0
    for frame in spectrum.frames.indices {
      let density = spectrum.density(ofFrame: frame)
      noiseBandwidth = density.noiseBandwidth.value
      switch scaling {
      case .density: values += density.values
      case .power: values += density.meanSquare.values
      case .amplitude: values += density.peakAmplitude.values
      }
    }
    var channel = SpectrumReport.Channel(name: name, unit: unit, values: values)
    channel.remarks = [
      "Short-time Fourier transform, \(shapeName) window of \(length) samples "
        + "(\(FigureText.plain(Double(length) / rate.value)) s), \(AnalyzeJob.plural(spectrum.frames.count, "frame")) "
        + "every \(FigureText.plain(Double(hop) / rate.value)) s, nothing removed",
      "resolution (noise bandwidth) \(FigureText.plain(noiseBandwidth)) Hz",
    ]
    return Estimate(
      channel: channel, frequencies: (0..<spectrum.binCount).map { spectrum.frequency(ofBin: $0).value },
      frames: spectrum.frames.map(\.start), frameLength: length)
  }
}
