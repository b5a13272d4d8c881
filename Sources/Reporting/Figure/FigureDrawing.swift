// SPDX-License-Identifier: GPL-3.0-or-later

/// The one drawing routine: every figure of every command goes through it.
struct FigureDrawing {
  let figure: Figure
  let layout: FigureLayout

  func draw(on canvas: inout FigureCanvas) {
    canvas.set(.black)
    for (index, line) in layout.title.enumerated() {
      canvas.text(line, x: 12, y: 20 + 17 * Double(index), size: FigureType.title, bold: true)
    }
    for (panel, frame) in zip(figure.panels, layout.frames) {
      grid(frame, on: &canvas)
      canvas.clip(x: layout.left, y: frame.top, width: layout.plotWidth, height: frame.height)
      for layer in panel.layers { draw(layer, frame, on: &canvas) }
      canvas.unclip()
      for layer in panel.layers {
        if case .marks(_, let ink, let marks) = layer { label(marks, ink, frame, on: &canvas) }
      }
      axes(panel, frame, on: &canvas)
      if frame.hasLegend { legend(panel, frame, on: &canvas) }
    }
    horizontalAxis(on: &canvas)
    canvas.set(.grey)
    var y = (layout.frames.last.map { $0.top + $0.height } ?? 0) + 36 + 14
    for line in layout.caption {
      canvas.text(line, x: 12, y: y, size: FigureType.caption)
      y += 12.5
    }
  }

  // MARK: Axes

  private func grid(_ frame: FigureLayout.Frame, on canvas: inout FigureCanvas) {
    canvas.set(.faint, opacity: 0.35)
    for tick in frame.ticks.ticks where !tick.text.isEmpty {
      let y = frame.vertical.point(tick.value)
      canvas.line([.init(x: layout.left, y: y), .init(x: layout.left + layout.plotWidth, y: y)], thickness: 0.5)
    }
    for tick in layout.ticks.ticks where !tick.text.isEmpty {
      let x = layout.horizontal.point(tick.value)
      canvas.line([.init(x: x, y: frame.top), .init(x: x, y: frame.top + frame.height)], thickness: 0.5)
    }
  }

  private func axes(_ panel: Figure.Panel, _ frame: FigureLayout.Frame, on canvas: inout FigureCanvas) {
    let (left, bottom) = (layout.left, frame.top + frame.height)
    canvas.set(.black)
    canvas.line([.init(x: left, y: frame.top), .init(x: left, y: bottom)], thickness: 0.8)
    canvas.line([.init(x: left, y: bottom), .init(x: left + layout.plotWidth, y: bottom)], thickness: 0.8)
    for tick in frame.ticks.ticks {
      let y = frame.vertical.point(tick.value)
      canvas.line([.init(x: left - (tick.text.isEmpty ? 2 : 4), y: y), .init(x: left, y: y)], thickness: 0.8)
      if !tick.text.isEmpty {
        canvas.text(tick.text, x: left - 7, y: y + 3.3, size: FigureType.tick, anchor: .end)
      }
    }
    for tick in layout.ticks.ticks {
      let x = layout.horizontal.point(tick.value)
      canvas.line([.init(x: x, y: bottom), .init(x: x, y: bottom + (tick.text.isEmpty ? 2 : 4))], thickness: 0.8)
    }
    // A label longer than its panel is set smaller rather than cut.
    var size = FigureType.label
    while size > 6, canvas.width(panel.vertical.label, size: size) > frame.height + 8 { size -= 0.5 }
    canvas.text(
      panel.vertical.label, x: 18, y: frame.top + frame.height / 2, size: size, anchor: .middle, upwards: true)
  }

  private func horizontalAxis(on canvas: inout FigureCanvas) {
    guard let last = layout.frames.last else { return }
    let bottom = last.top + last.height
    canvas.set(.black)
    // Numbers that would touch the one before are left out.
    var end = -Double.infinity
    for tick in layout.ticks.ticks where !tick.text.isEmpty {
      let x = layout.horizontal.point(tick.value)
      let half = canvas.width(tick.text, size: FigureType.tick) / 2
      guard x - half > end + 4, x + half < figure.width else { continue }
      canvas.text(tick.text, x: x, y: bottom + 15, size: FigureType.tick, anchor: .middle)
      end = x + half
    }
    canvas.text(
      figure.horizontal.label, x: layout.left + layout.plotWidth / 2, y: bottom + 31, size: FigureType.label,
      anchor: .middle)
  }

  private func legend(_ panel: Figure.Panel, _ frame: FigureLayout.Frame, on canvas: inout FigureCanvas) {
    var x = layout.left
    let y = frame.top - 6
    for layer in panel.layers where !layer.name.isEmpty {
      switch layer {
      case .trace(let trace):
        canvas.set(trace.ink)
        canvas.line([.init(x: x, y: y - 3), .init(x: x + 18, y: y - 3)], thickness: max(1.6, trace.thickness))
      case .band(_, let ink, _, _), .spans(_, let ink, _):
        canvas.set(ink, opacity: 0.3)
        canvas.rectangle(x: x, y: y - 7.5, width: 18, height: 9)
      case .marks(_, let ink, _):
        canvas.set(ink)
        canvas.dot(x: x + 9, y: y - 3, radius: 2.6)
      case .level(_, let ink, _):
        canvas.set(ink)
        for start in [0.0, 7, 14] {
          canvas.line([.init(x: x + start, y: y - 3), .init(x: x + start + 4, y: y - 3)], thickness: 1)
        }
      }
      canvas.set(.black)
      canvas.text(layer.name, x: x + 23, y: y, size: FigureType.legend)
      x += 23 + canvas.width(layer.name, size: FigureType.legend) + 18
    }
  }

  // MARK: Layers

  private func draw(_ layer: Figure.Layer, _ frame: FigureLayout.Frame, on canvas: inout FigureCanvas) {
    switch layer {
    case .trace(let trace):
      canvas.set(trace.ink)
      for line in FigureTrace.lines(trace.curve, horizontal: layout.horizontal, vertical: frame.vertical) {
        canvas.line(line, thickness: trace.thickness)
      }
    case .band(_, let ink, let low, let high):
      canvas.set(ink, opacity: 0.3)
      let below = FigureTrace.lines(low, horizontal: layout.horizontal, vertical: frame.vertical)
      let above = FigureTrace.lines(high, horizontal: layout.horizontal, vertical: frame.vertical)
      for (a, b) in zip(below, above) { canvas.area(a + b.reversed()) }
    case .marks(_, let ink, let marks):
      canvas.set(ink)
      for mark in marks {
        let (x, y) = (layout.horizontal.point(mark.place), frame.vertical.point(mark.value))
        if x.isFinite, y.isFinite { canvas.dot(x: x, y: y, radius: 2.6) }
      }
    case .spans(_, let ink, let spans):
      canvas.set(ink, opacity: 0.18)
      for span in spans {
        let (a, b) = (layout.horizontal.point(span.lowerBound), layout.horizontal.point(span.upperBound))
        canvas.rectangle(x: a, y: frame.top, width: max(b - a, 0.5), height: frame.height)
      }
    case .level(_, let ink, let value):
      canvas.set(ink)
      let y = frame.vertical.point(value)
      var x = layout.left
      while x < layout.left + layout.plotWidth {
        canvas.line([.init(x: x, y: y), .init(x: x + 4, y: y)], thickness: 1)
        x += 7
      }
    }
  }

  /// Writes beside marks what they are, as far as there is room: marks that come first go first.
  private func label(
    _ marks: [Figure.Mark], _ ink: Figure.Ink, _ frame: FigureLayout.Frame, on canvas: inout FigureCanvas
  ) {
    struct Box { let left, right, top, bottom: Double }
    let (right, bottom) = (layout.left + layout.plotWidth, frame.top + frame.height)
    // Labels keep off each other and off the dots.
    var taken = marks.map { mark in
      let (x, y) = (layout.horizontal.point(mark.place), frame.vertical.point(mark.value))
      return Box(left: x - 3, right: x + 3, top: y - 3, bottom: y + 3)
    }
    canvas.set(ink)
    for mark in marks where !mark.text.isEmpty {
      let (x, y) = (layout.horizontal.point(mark.place), frame.vertical.point(mark.value))
      guard x.isFinite, y.isFinite, layout.horizontal.range.contains(mark.place) else { continue }
      let width = canvas.width(mark.text, size: FigureType.mark)
      // Above, right, left, then higher.
      let tries = [(-width / 2, -6.0), (6, 3), (-width - 6, 3), (6, -8), (-width - 6, -8), (-width / 2, -17)]
      for (dx, dy) in tries {
        let box = Box(left: x + dx, right: x + dx + width, top: y + dy - 8, bottom: y + dy + 2)
        let isInside =
          box.left >= layout.left + 2 && box.right <= right && box.top >= frame.top - 2 && box.bottom <= bottom
        let isFree = taken.allSatisfy {
          box.right + 2 < $0.left || box.left - 2 > $0.right || box.bottom < $0.top || box.top > $0.bottom
        }
        guard isInside, isFree else { continue }
        canvas.text(mark.text, x: box.left, y: y + dy, size: FigureType.mark, halo: true)
        taken.append(box)
        break
      }
    }
  }
}
