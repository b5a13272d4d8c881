// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension SpectrumReport {
  // MARK: Lines

  /// The table for a terminal: each channel with how its spectrum was made, and its lines.
  public func text(style: TerminalStyle) -> String {
    var out = ""
    for channel in channels {
      if !out.isEmpty { out += "\n" }
      out += style.bold(TerminalText.printable("\(channel.name) (\(channel.unit)): \(scaling.title)")) + "\n"
      for remark in channel.remarks {
        for line in TerminalText.wrapped(remark, to: style.width - 2) { out += style.faint("  " + line) + "\n" }
      }
      if let withoutPeaks {
        out += "  \(withoutPeaks)\n"
      } else if channel.peaks.isEmpty {
        out += "  no line stands out of the noise\n"
      } else {
        out += table(channel).text(style, indent: 2)
      }
    }
    return out
  }

  private func table(_ channel: Channel) -> ColumnTable {
    let value = Self.unit(channel.unit, scaling)
    var table = ColumnTable([
      ("frequency Hz", .point), ("95 %", .left), ("amplitude \(channel.unit)", .point), ("95 %", .left),
      ("width Hz", .point), ("S/N dB", .point), ("\(scaling.rawValue) at bin \(value)", .point), ("95 %", .left),
      ("false alarm", .left),
    ])
    for peak in channel.peaks {
      table.rows.append(
        .init(cells: [
          Self.digits(peak.frequency, peak.frequencyInterval), Self.interval(peak.frequencyInterval),
          FigureText.rounded(peak.amplitude), Self.interval(peak.amplitudeInterval),
          peak.width.map { FigureText.rounded($0) } ?? "",
          peak.signalToNoise.map { FigureText.rounded($0, decimals: 1) } ?? "",
          peak.value.map { FigureText.rounded($0) } ?? "", Self.interval(peak.valueInterval),
          peak.falseAlarm < 1e-6 ? "< 1e-6" : FigureText.rounded(peak.falseAlarm),
        ]))
    }
    return table
  }

  /// As many digits as the interval bears.
  private static func digits(_ value: Double, _ interval: ClosedRange<Double>?) -> String {
    guard let interval else { return FigureText.rounded(value) }
    return FigureText.rounded(value, decimals: decimals(interval))
  }

  private static func decimals(_ interval: ClosedRange<Double>) -> Int {
    var (width, decimals) = ((interval.upperBound - interval.lowerBound) / 2, 1)
    while width < 1, width > 0, decimals < 7 {
      width *= 10
      decimals += 1
    }
    return decimals
  }

  private static func interval(_ interval: ClosedRange<Double>?) -> String {
    guard let interval else { return "" }
    let decimals = max(decimals(interval), min(FigureText.decimals(interval.lowerBound), 3))
    // Tiny values have no use for fixed digits.
    if interval.upperBound < 1e-3 {
      return "\(FigureText.rounded(interval.lowerBound)) – \(FigureText.rounded(interval.upperBound))"
    }
    return FigureText.rounded(interval.lowerBound, decimals: decimals) + " – "
      + FigureText.rounded(interval.upperBound, decimals: decimals)
  }

  private static let columns = [
    "recording", "channel", "frequency", "frequency_low", "frequency_high", "amplitude", "amplitude_low",
    "amplitude_high", "unit", "width", "signal_to_noise", "value", "value_low", "value_high", "value_unit", "level",
    "false_alarm", "scaling", "method",
  ]

  /// The lines of all channels, one a row.
  public var peaksCSV: String {
    var out = Self.columns.joined(separator: ",") + "\n"
    for channel in channels {
      for peak in channel.peaks {
        let numbers = [
          peak.frequency, peak.frequencyInterval?.lowerBound, peak.frequencyInterval?.upperBound, peak.amplitude,
          peak.amplitudeInterval?.lowerBound, peak.amplitudeInterval?.upperBound,
        ].map(Self.cell)
        let others = [
          peak.width, peak.signalToNoise, peak.value, peak.valueInterval?.lowerBound, peak.valueInterval?.upperBound,
        ].map(Self.cell)
        let names = [recording, channel.name].map { CSV.quoted(CSV.safe($0)) }
        let tail = [Self.cell(Self.level), Self.cell(peak.falseAlarm), scaling.rawValue, method]
        let units = [channel.unit, Self.unit(channel.unit, scaling)].map { CSV.quoted(CSV.safe($0)) }
        out += (names + numbers + [units[0]] + others + [units[1]] + tail).joined(separator: ",") + "\n"
      }
    }
    return out
  }

  private static func cell(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? DecimalText.shortest($0) : nil } ?? ""
  }

  // MARK: Spectra

  /// The whole spectrum: a row a frequency (and frame), three columns a channel.
  public var spectrumCSV: String {
    var header = (times.isEmpty ? [] : ["Time (s)"]) + ["Frequency (Hz)"]
    for channel in channels {
      let unit = Self.unit(channel.unit, scaling)
      header.append("\(channel.name) \(scaling.title) (\(unit))")
      if !channel.low.isEmpty {
        header.append("\(channel.name) lower 95 % (\(unit))")
        header.append("\(channel.name) upper 95 % (\(unit))")
      }
    }
    var out = header.map { CSV.quoted(CSV.safe($0)) }.joined(separator: ",") + "\n"
    for frame in 0..<max(times.count, 1) {
      for (bin, frequency) in frequencies.enumerated() {
        let index = frame * frequencies.count + bin
        if !times.isEmpty { out += DecimalText.shortest(times[frame]) + "," }
        out += DecimalText.shortest(frequency)
        for channel in channels {
          out += "," + Self.cell(channel.values[index])
          if !channel.low.isEmpty { out += "," + Self.cell(channel.low[index]) + "," + Self.cell(channel.high[index]) }
        }
        out += "\n"
      }
    }
    return out
  }

  /// Lines, and the whole spectra where they are asked for.
  public func json(version: String, whole: Bool) -> JSONValue {
    var document: [String: JSONValue] = [
      "schema": .text("palpate.spectrum/1"), "version": .text(version), "recording": .text(recording),
      "method": .text(method), "scaling": .text(scaling.rawValue), "level": .number(Self.level),
      "channels": .array(channels.map { json($0, whole: whole) }),
    ]
    if let withoutPeaks { document["without_peaks"] = .text(withoutPeaks) }
    if whole {
      document["frequencies"] = .array(frequencies.map { .number($0) })
      if !times.isEmpty { document["times"] = .array(times.map { .number($0) }) }
    }
    return .object(document)
  }

  private func json(_ channel: Channel, whole: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .text(channel.name), "unit": .text(channel.unit),
      "value_unit": .text(Self.unit(channel.unit, scaling)), "root_mean_square": JSONValue(channel.rootMeanSquare),
      "remarks": .array(channel.remarks.map { .text($0) }),
      "peaks": .array(
        channel.peaks.map { peak in
          .object([
            "frequency": .number(peak.frequency), "frequency_low": JSONValue(peak.frequencyInterval?.lowerBound),
            "frequency_high": JSONValue(peak.frequencyInterval?.upperBound), "amplitude": .number(peak.amplitude),
            "amplitude_low": JSONValue(peak.amplitudeInterval?.lowerBound),
            "amplitude_high": JSONValue(peak.amplitudeInterval?.upperBound), "width": JSONValue(peak.width),
            "signal_to_noise": JSONValue(peak.signalToNoise), "value": JSONValue(peak.value),
            "value_low": JSONValue(peak.valueInterval?.lowerBound),
            "value_high": JSONValue(peak.valueInterval?.upperBound), "false_alarm": .number(peak.falseAlarm),
          ])
        }),
    ]
    if whole {
      members["values"] = .array(channel.values.map { JSONValue($0) })
      if !channel.low.isEmpty {
        members["low"] = .array(channel.low.map { JSONValue($0) })
        members["high"] = .array(channel.high.map { JSONValue($0) })
      }
    }
    return .object(members)
  }
}
