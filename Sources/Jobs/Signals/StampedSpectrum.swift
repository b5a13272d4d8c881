// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Reporting
import SignalProcessing

extension Double {
  var logarithm10: Double { log10(self) }
}

extension SpectrumPlan {
  /// Work that a search may take: samples times frequencies.
  private static let mostWork = 2e9
  /// Frequencies between two that are independent.
  private static let oversampling = 4.0

  /// The spectrum of stamped samples, even or not, by sines fitted to them.
  func stamped(
    _ samples: [Double], stamps: [Double], name: String, unit: String
  ) throws(Failure) -> Estimate {
    guard let first = stamps.first, let last = stamps.last, last > first, last - first < .infinity else {
      throw Failure(.dataInvalid, name, "expected stamps that advance")
    }
    let duration = last - first
    let present = samples.count { !$0.isNaN }
    let low = range?.lowerBound ?? 1 / duration
    let high = range?.upperBound ?? Double(present - 1) / (2 * duration)
    guard high > low else {
      throw Failure(.dataInvalid, name, "expected at least 4 samples over more than one period, found \(present)")
    }
    let count = ((high - low) * duration * Self.oversampling).rounded(.up) + 1
    guard count * Double(present) <= Self.mostWork else {
      let most = low + (high - low) * Self.mostWork / count / Double(present) / 2
      let part = "--range \(FigureText.plain(low))Hz..\(FigureText.plain(most))Hz"
      throw Failure(
        .usage, "--method lomb-scargle",
        "\(present) samples at \(FigureText.plain(count)) frequencies take too long; search a part, such as \(part)")
    }
    let frequencies = (0..<Int(count)).map { low + (high - low) * Double($0) / (count - 1) }
    let result: LombScargle
    do throws(SpectrumError) {
      result = try LombScargle(stamps: stamps, samples: samples, frequencies: frequencies.map { Hertz($0) })
    } catch {
      throw Failure(.dataInvalid, name, error.description)
    }
    let values = result.lines.map { scaling == .power ? $0.amplitude * $0.amplitude / 2 : $0.amplitude }
    var channel = SpectrumReport.Channel(name: name, unit: unit, values: values)
    channel.peaks = peaks(result, frequencies, values, band: high - low)
    channel.remarks = [
      "Lomb–Scargle with floating mean, \(result.sampleCount) samples on their own stamps over "
        + "\(FigureText.plain(duration)) s, \(frequencies.count) frequencies from \(FigureText.plain(low)) to "
        + "\(FigureText.plain(high)) Hz; lines are located to \(FigureText.plain(1 / duration / Self.oversampling)) Hz"
    ]
    return Estimate(channel: channel, frequencies: frequencies)
  }

  /// Maxima that noise makes nowhere in the band but once in a hundred times, and no side lobe of a larger one.
  private func peaks(
    _ result: LombScargle, _ frequencies: [Double], _ values: [Double], band: Double
  ) -> [SpectrumReport.Peak] {
    let lines = result.lines
    var found: [SpectrumReport.Peak] = []
    let maxima = lines.indices.filter { index in
      (index == 0 || lines[index].power > lines[index - 1].power)
        && (index + 1 == lines.count || lines[index].power >= lines[index + 1].power)
    }
    let duration = result.duration.value
    for index in maxima.sorted(by: { lines[$0].power > lines[$1].power }).prefix(100) {
      let alarm = result.falseAlarm(power: lines[index].power, bandwidth: Hertz(band))
      guard alarm <= Self.falseAlarm else { break }
      // Beside a line of a record of finite length stand its side lobes, of 1/(π distance × duration) its height.
      let shadow = found.reduce(0) { sum, peak in
        sum + 1.5 * peak.amplitude / max(1, .pi * abs(peak.frequency - frequencies[index]) * duration)
      }
      if lines[index].amplitude <= shadow { continue }
      var peak = SpectrumReport.Peak(
        frequency: frequencies[index], amplitude: lines[index].amplitude, falseAlarm: alarm)
      peak.value = values[index]
      found.append(peak)
    }
    return found.sorted { $0.frequency < $1.frequency }
  }
}
