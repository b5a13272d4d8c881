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
    // Each line costs another search; what the work allows is searched, at least for a few.
    let limit = Int(min(100, max(5, Self.mostWork / (count * Double(present)))))
    let found: StampedLines
    do throws(SpectrumError) {
      found = try StampedLines(
        result, stamps: stamps, samples: samples, falseAlarm: Self.falseAlarm, limit: limit)
    } catch {
      throw Failure(.dataInvalid, name, error.description)
    }
    channel.peaks = found.lines.map { line in
      var peak = SpectrumReport.Peak(
        frequency: line.frequency.value, amplitude: line.amplitude, falseAlarm: line.falseAlarm)
      let nearest = ((line.frequency.value - low) / (high - low) * (count - 1)).rounded()
      peak.value = values[min(max(Int(nearest), 0), values.count - 1)]
      return peak
    }
    channel.remarks = [
      "Lomb–Scargle with floating mean, \(result.sampleCount) samples on their own stamps over "
        + "\(FigureText.plain(duration)) s, \(frequencies.count) frequencies from \(FigureText.plain(low)) to "
        + "\(FigureText.plain(high)) Hz; each line was fitted and taken off before the next was looked for"
    ]
    if found.isCutShort {
      channel.remarks.append("the \(AnalyzeJob.plural(found.lines.count, "line")) found first; there may be more")
    }
    return Estimate(channel: channel, frequencies: frequencies)
  }
}
