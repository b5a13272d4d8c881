// SPDX-License-Identifier: GPL-3.0-or-later

/// A picture of signals: panels above each other on one horizontal axis, a title and a caption.
///
/// A value without any drawing in it; ``render(_:)`` makes bytes of it. Equal figures give equal bytes.
public struct Figure: Sendable {
  public var title: String
  /// Sentences under the panels; broken at the width of the figure.
  public var caption: String
  public var horizontal: Axis
  public var panels: [Panel]
  /// In points (1/72 inch); the height follows from the panels.
  public var width = 640.0

  public init(title: String, caption: String = "", horizontal: Axis, panels: [Panel]) {
    self.title = title
    self.caption = caption
    self.horizontal = horizontal
    self.panels = panels
  }

  public struct Axis: Sendable {
    public enum Scale: Sendable { case linear, logarithmic }

    /// What is shown, with its unit: `Time (s)`.
    public var label: String
    public var scale = Scale.linear
    /// Nil = what the layers hold.
    public var range: ClosedRange<Double>?
    /// Whether there are ticks with numbers.
    public var hasNumbers = true

    public init(_ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil) {
      self.label = label
      self.scale = scale
      self.range = range
    }
  }

  public struct Panel: Sendable {
    public var vertical: Axis
    public var layers: [Layer]
    /// In points.
    public var height = 210.0

    public init(vertical: Axis, layers: [Layer], height: Double = 210) {
      self.vertical = vertical
      self.layers = layers
      self.height = height
    }
  }

  /// Drawn in their order, the last on top.
  public enum Layer: Sendable {
    case trace(Trace)
    /// Between two curves, such as an interval of confidence.
    case band(name: String, ink: Ink, low: Curve, high: Curve)
    /// Labelled points.
    case marks(name: String, ink: Ink, [Mark])
    /// Stretches of the horizontal axis.
    case spans(name: String, ink: Ink, [ClosedRange<Double>])
    /// A line across at a value.
    case level(name: String, ink: Ink, Double)
  }

  /// Places along the horizontal axis, increasing.
  public enum Places: Sendable {
    case even(start: Double, step: Double)
    case stamps([Double])

    @inline(__always) func place(_ index: Int) -> Double {
      switch self {
      case .even(let start, let step): start + Double(index) * step
      case .stamps(let stamps): stamps[index]
      }
    }
  }

  public struct Curve: Sendable {
    public var places: Places
    /// NaN where missing: the curve is broken there.
    public var values: [Double]
    /// Indexes of values that follow a gap: the curve is broken before them.
    public var breaks: [Int]

    public init(_ places: Places, _ values: [Double], breaks: [Int] = []) {
      self.places = places
      self.values = values
      self.breaks = breaks
    }
  }

  public struct Trace: Sendable {
    public var name: String
    public var ink: Ink
    public var curve: Curve
    public var thickness: Double

    public init(name: String, ink: Ink, curve: Curve, thickness: Double = 1) {
      self.name = name
      self.ink = ink
      self.curve = curve
      self.thickness = thickness
    }
  }

  public struct Mark: Sendable {
    public var place: Double
    public var value: Double
    public var text: String

    public init(place: Double, value: Double, text: String) {
      self.place = place
      self.value = value
      self.text = text
    }
  }

  /// Colours that people with the usual defects of colour vision tell apart (Okabe & Ito 2008), and greys.
  public enum Ink: Sendable, Hashable, CaseIterable {
    case black, grey, faint, blue, vermilion, green, orange, sky

    var components: (red: Double, green: Double, blue: Double) {
      switch self {
      case .black: (0.13, 0.13, 0.13)
      case .grey: (0.45, 0.45, 0.45)
      case .faint: (0.72, 0.72, 0.72)
      case .blue: (0, 0x72 / 255, 0xB2 / 255)
      case .vermilion: (0xD5 / 255, 0x5E / 255, 0)
      case .green: (0, 0x9E / 255, 0x73 / 255)
      case .orange: (0xE6 / 255, 0x9F / 255, 0)
      case .sky: (0x56 / 255, 0xB4 / 255, 0xE9 / 255)
      }
    }
  }

  /// Forms a figure is written in.
  public enum Format: String, Sendable, Hashable, CaseIterable { case svg, png, pdf }
}
