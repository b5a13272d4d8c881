// SPDX-License-Identifier: GPL-3.0-or-later

/// Spectra with their intervals of confidence and their lines.
public enum SpectrumFigure {
  /// - Parameter range: Frequencies shown; nil = all but 0 Hz.
  public static func figure(_ report: SpectrumReport, range: ClosedRange<Double>?) -> Figure {
    let frequencies = report.frequencies
    let isLogarithmic = range == nil && spansDecades(report)
    var panels: [Figure.Panel] = []
    for channel in report.channels {
      let places = Figure.Places.stamps(frequencies)
      var layers: [Figure.Layer] = []
      if !channel.low.isEmpty {
        layers.append(
          .band(
            name: "95 % interval", ink: .sky, low: .init(places, shown(channel.low, frequencies, range)),
            high: .init(places, shown(channel.high, frequencies, range))))
      }
      layers.append(
        .trace(
          .init(
            name: report.scaling.title, ink: .blue,
            curve: .init(places, shown(channel.values, frequencies, range)), thickness: 1)))
      let marks = channel.peaks.sorted { $0.amplitude > $1.amplitude }.prefix(12).compactMap { peak -> Figure.Mark? in
        if let range, !range.contains(peak.frequency) { return nil }
        let text = "\(FigureText.plain(peak.frequency)) Hz"
        return peak.value.map { .init(place: peak.frequency, value: $0, text: text) }
      }
      if !marks.isEmpty {
        layers.append(.marks(name: "lines (false alarm below 1 %)", ink: .vermilion, Array(marks)))
      }
      let unit = SpectrumReport.unit(channel.unit, report.scaling)
      let height = report.channels.count == 1 ? 290.0 : report.channels.count == 2 ? 200 : 150
      panels.append(
        .init(vertical: .init("\(channel.name) (\(raised(unit)))", scale: .logarithmic), layers: layers, height: height)
      )
    }
    let last = frequencies.last ?? 1
    let first = frequencies.first { $0 > 0 } ?? last / 2
    var horizontal = Figure.Axis("Frequency (Hz)", scale: isLogarithmic ? .logarithmic : .linear)
    horizontal.range = range ?? (isLogarithmic ? first...max(last, first * 2) : 0...last)
    let caption =
      report.channels.count == 1
      ? report.channels[0].remarks : report.channels.map { "\($0.name): \($0.remarks.first ?? "")" }
    return Figure(
      title: "\(report.recording): \(report.scaling.title)", caption: caption.joined(separator: "; ") + ".",
      horizontal: horizontal, panels: panels)
  }

  /// What lies outside the frequencies shown would set the height of the axis; so would 0 Hz, whose mean is removed.
  private static func shown(_ values: [Double], _ frequencies: [Double], _ range: ClosedRange<Double>?) -> [Double] {
    zip(values, frequencies).map { value, frequency in
      frequency > 0 && range?.contains(frequency) ?? true ? value : .nan
    }
  }

  /// Whether half of the power lies in the lowest twentieth of many bins, where a linear axis shows nothing.
  private static func spansDecades(_ report: SpectrumReport) -> Bool {
    guard report.frequencies.count >= 200 else { return false }
    return report.channels.allSatisfy { channel in
      let power = report.scaling == .amplitude ? channel.values.map { $0 * $0 } : channel.values
      let total = power.dropFirst().reduce(0, +)
      let low = power[1..<(power.count / 20)].reduce(0, +)
      return low > total / 2
    }
  }

  /// Powers of a unit as they are printed: `m²/s⁴/Hz`.
  static func raised(_ unit: String) -> String {
    var out = ""
    var isAfterLetter = false
    for character in unit {
      if let digit = character.wholeNumberValue, isAfterLetter {
        out += FigureTicks.superscript(digit)
      } else {
        out.append(character)
        isAfterLetter = character.isLetter || character == "%" || character == ")"
      }
    }
    return out
  }
}
