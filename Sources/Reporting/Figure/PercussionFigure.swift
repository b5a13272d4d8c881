// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses

/// Pictures of one recording of a device.
public enum PercussionFigure {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A few periods and the harmonics fitted to them.
    case waveform
    /// Amplitudes by frequency, with the harmonics.
    case spectrum
    /// The rate over the recording.
    case track
    /// The rate against the pressing force.
    case load
  }

  /// Nil when the recording does not hold what the picture shows.
  public static func figure(_ kind: Kind, _ picture: PercussionPicture, title: String) -> Figure? {
    switch kind {
    case .waveform: picture.waveform.map { waveform($0, picture, title) }
    case .spectrum: picture.spectrum.map { spectrum($0, picture, title) }
    case .track: picture.track.map { track($0.times, $0.rates, title) }
    case .load: picture.load.map { load($0, title) }
    }
  }

  private static func vertical(_ picture: PercussionPicture) -> String { "\(picture.sensor) (\(picture.unit))" }

  private static func waveform(
    _ wave: PercussionPicture.Waveform, _ picture: PercussionPicture, _ title: String
  ) -> Figure {
    let dots = zip(wave.times, wave.samples).map { Figure.Mark(place: $0, value: $1, text: "") }
    return Figure(
      title: title, caption: "Along the axis of motion, without the mean.",
      horizontal: .init("Time (s)"),
      panels: [
        .init(
          vertical: .init(vertical(picture)),
          layers: [
            .trace(
              .init(
                name: "fitted harmonics", ink: .vermilion, curve: .init(.stamps(wave.fitTimes), wave.fit),
                thickness: 1.4)),
            .marks(name: "samples", ink: .blue, dots),
          ], height: 260)
      ])
  }

  private static func spectrum(
    _ spectrum: PercussionPicture.Spectrum, _ picture: PercussionPicture, _ title: String
  ) -> Figure {
    let lines = spectrum.lines.map {
      Figure.Mark(
        place: $0.frequency, value: $0.amplitude,
        text: $0.harmonic <= 6 ? "\(FigureText.plain($0.frequency)) Hz" : "")
    }
    let highest = spectrum.lines.map(\.amplitude).max() ?? 1
    // Three decades and a half below the strongest line is all that is of interest.
    let top = max(spectrum.amplitudes.max() ?? highest, highest)
    return Figure(
      title: title, caption: "Longest steady segment; amplitude (peak), Hann's window.",
      horizontal: .init("Frequency (Hz)"),
      panels: [
        .init(
          vertical: .init(vertical(picture), scale: .logarithmic, range: (top / 5000)...(top * 2)),
          layers: [
            .trace(
              .init(
                name: "", ink: .blue,
                curve: .init(.even(start: 0, step: spectrum.step), spectrum.amplitudes.map { max($0, top / 1e5) }))),
            .marks(name: "harmonics", ink: .vermilion, lines),
          ], height: 260)
      ])
  }

  private static func track(_ times: [Double], _ rates: [Double], _ title: String) -> Figure {
    Figure(
      title: title, horizontal: .init("Time (s)"),
      panels: [
        .init(
          vertical: .init("Rate (1/min)"),
          layers: [.trace(.init(name: "", ink: .blue, curve: .init(.stamps(times), rates), thickness: 1.4))],
          height: 260)
      ])
  }

  private static func load(_ curve: LoadCurve, _ title: String) -> Figure {
    let known = curve.points.compactMap { point in
      point.rate.map { Figure.Mark(place: point.force, value: 60 * $0, text: "") }
    }
    var layers: [Figure.Layer] = [.marks(name: "half-second frames", ink: .blue, known)]
    let standing = curve.points.filter { $0.rate == nil }.map { Figure.Mark(place: $0.force, value: 0, text: "") }
    if !standing.isEmpty { layers.append(.marks(name: "rate not found", ink: .grey, standing)) }
    if let line = curve.line, let zero = line.load(at: 0) {
      let forces = line.knee > 0 ? [0, line.knee, zero.value] : [0, zero.value]
      let rates = line.knee > 0 ? [60 * line.free, 60 * line.free, 0] : [60 * line.free, 0]
      layers.append(
        .trace(.init(name: "fit", ink: .vermilion, curve: .init(.stamps(forces), rates), thickness: 1.4)))
    }
    return Figure(
      title: title, horizontal: .init("Force (N)"),
      panels: [.init(vertical: .init("Rate (1/min)"), layers: layers, height: 260)])
  }
}

/// Devices side by side: a panel an outcome, a line an interval.
public enum ComparisonFigure {
  /// Nil when nothing was measured.
  public static func figure(_ comparison: DeviceComparison, outcome: String) -> Figure? {
    let rows = comparison.rows.filter { $0.kind == .measured && $0.outcome == outcome && $0.value != nil }
    guard let unit = rows.first?.unit else { return nil }
    var layers: [Figure.Layer] = []
    var marks: [Figure.Mark] = []
    for (index, row) in rows.enumerated() {
      let height = Double(rows.count - index)
      let words = [row.device, row.condition.speedLevel, row.condition.head, row.condition.load].filter { !$0.isEmpty }
      marks.append(.init(place: row.value ?? 0, value: height, text: words.joined(separator: " · ")))
      if let low = row.low, let high = row.high {
        layers.append(
          .trace(.init(name: "", ink: .blue, curve: .init(.stamps([low, high]), [height, height]), thickness: 2)))
      }
    }
    layers.append(.marks(name: "", ink: .vermilion, marks))
    let name = String(outcome.map { $0 == "_" ? " " : $0 })
    let ends = rows.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } }
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 1)
    let room = high > low ? 0.08 * (high - low) : max(1, high.magnitude) / 100
    var order = Figure.Axis("", range: 0...Double(rows.count + 1))
    order.hasNumbers = false
    return Figure(
      title: "Devices side by side: \(name)", caption: "Dots are figures, lines their 95 % intervals.",
      horizontal: .init("\(name) (\(unit))", range: (low - room)...(high + room)),
      panels: [
        .init(
          vertical: order, layers: layers,
          height: max(120, 22 * Double(rows.count + 1)))
      ])
  }
}
