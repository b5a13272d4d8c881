// SPDX-License-Identifier: GPL-3.0-or-later

extension Figure {
  /// Draws the figure.
  public func render(_ format: Format) throws(FigureError) -> [UInt8] {
    let layout = try FigureLayout(self)
    var canvas = try FigureCanvas(format, width: width, height: layout.height)
    FigureDrawing(figure: self, layout: layout).draw(on: &canvas)
    return try canvas.finish()
  }
}

/// Sizes of type, in points.
enum FigureType {
  static let title = 12.5
  static let label = 10.5
  static let tick = 9.5
  static let caption = 9.0
  static let legend = 9.5
  static let mark = 9.0
}

/// Where everything stands on the page.
struct FigureLayout {
  struct Frame {
    let top: Double
    let height: Double
    let vertical: FigureScale
    let ticks: FigureTicks
    /// Whether a row for the legend stands above the panel.
    let hasLegend: Bool
  }

  let left: Double
  let plotWidth: Double
  let horizontal: FigureScale
  let ticks: FigureTicks
  let frames: [Frame]
  let caption: [String]
  let height: Double
  let title: [String]

  static let right = 18.0
  static let legendRow = 18.0
  static let panelGap = 12.0

  init(_ figure: Figure) throws(FigureError) {
    // Text is measured on a page of its own; SVG has the measures of PDF.
    let ruler = try FigureCanvas(.svg, width: figure.width, height: 100)
    let tall = figure.panels.map { panel in
      let found = Self.joined(panel.layers.map { $0.extent(panel.vertical, vertical: true) })
      return FigureScale.range(panel.vertical, found, room: 0.06)
    }
    let verticalTicks = zip(figure.panels, tall).map { panel, range in
      panel.vertical.hasNumbers
        ? FigureTicks(range, scale: panel.vertical.scale, count: max(4, Int(panel.height / 36))) : .none
    }
    let widest = verticalTicks.flatMap { $0.ticks.map { ruler.width($0.text, size: FigureType.tick) } }.max() ?? 0
    left = widest + 40
    plotWidth = figure.width - left - Self.right
    let wide = Self.joined(figure.panels.flatMap { $0.layers.map { $0.extent(figure.horizontal, vertical: false) } })
    let range = FigureScale.range(figure.horizontal, wide, room: 0)
    horizontal = FigureScale(range, figure.horizontal.scale, start: left, length: plotWidth)
    ticks = FigureTicks(range, scale: figure.horizontal.scale, count: 10)
    title = Self.wrapped(figure.title, ruler, FigureType.title, bold: true, to: figure.width - 24)
    var top = 12 + Double(title.count) * 17
    var frames: [Frame] = []
    for (index, panel) in figure.panels.enumerated() {
      let hasLegend = panel.layers.contains { !$0.name.isEmpty }
      top += hasLegend ? Self.legendRow : 4
      let scale = FigureScale(
        tall[index], panel.vertical.scale, start: top + panel.height, length: -panel.height)
      frames.append(
        Frame(top: top, height: panel.height, vertical: scale, ticks: verticalTicks[index], hasLegend: hasLegend))
      top += panel.height + Self.panelGap
    }
    self.frames = frames
    // Tick numbers and the label of the horizontal axis.
    top += 36 - Self.panelGap
    caption =
      figure.caption.isEmpty
      ? [] : Self.wrapped(figure.caption, ruler, FigureType.caption, bold: false, to: figure.width - 24)
    height = top + (caption.isEmpty ? 6 : 10 + Double(caption.count) * 12.5)
  }

  private static func joined(_ ranges: [ClosedRange<Double>?]) -> ClosedRange<Double>? {
    let found = ranges.compactMap { $0 }
    guard let low = found.map(\.lowerBound).min(), let high = found.map(\.upperBound).max() else { return nil }
    return low...high
  }

  static func wrapped(
    _ text: String, _ ruler: borrowing FigureCanvas, _ size: Double, bold: Bool, to width: Double
  ) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n") {
      var line = ""
      for word in paragraph.split(separator: " ") {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if !line.isEmpty, ruler.width(longer, size: size, bold: bold) > width {
          lines.append(line)
          line = String(word)
        } else {
          line = longer
        }
      }
      if !line.isEmpty { lines.append(line) }
    }
    return lines
  }
}

extension Figure.Layer {
  var name: String {
    switch self {
    case .trace(let trace): trace.name
    case .band(let name, _, _, _), .marks(let name, _, _), .spans(let name, _, _), .level(let name, _, _): name
    }
  }
}
