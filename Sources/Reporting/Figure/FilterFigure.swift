// SPDX-License-Identifier: GPL-3.0-or-later

/// What a filter did to channels: recorded light, filtered dark, and what was taken off below.
public enum FilterFigure {
  public enum Comparison: Sendable {
    /// What was removed is shown.
    case removed
    /// The result is of the same unit, but no part of the signal: an envelope.
    case sameUnit
    /// The result is of another unit: a derivative.
    case otherUnit
  }

  public struct Channel: Sendable {
    public var name: String
    /// Header of the recorded and of the filtered samples, such as `Force (N)`.
    public var header: String
    public var filteredHeader: String
    public var recorded: [Double]
    public var filtered: [Double]

    public init(name: String, header: String, filteredHeader: String, recorded: [Double], filtered: [Double]) {
      self.name = name
      self.header = header
      self.filteredHeader = filteredHeader
      self.recorded = recorded
      self.filtered = filtered
    }
  }

  /// - Parameters:
  ///   - breaks: Indexes of samples that follow a gap in time.
  ///   - caption: What the filter is.
  public static func figure(
    _ channels: [Channel], places: Figure.Places, breaks: [Int], comparison: Comparison, title: String, caption: String
  ) -> Figure {
    var panels: [Figure.Panel] = []
    for channel in channels {
      let recorded = Figure.Trace(
        name: "recorded", ink: .faint, curve: .init(places, channel.recorded, breaks: breaks), thickness: 0.9)
      let filtered = Figure.Trace(
        name: comparison == .removed ? "filtered" : "result", ink: .blue,
        curve: .init(places, channel.filtered, breaks: breaks), thickness: 1.3)
      switch comparison {
      case .removed, .sameUnit:
        panels.append(
          .init(
            vertical: .init(channel.header), layers: [.trace(recorded), .trace(filtered)],
            height: channels.count > 1 ? 150 : 220))
      case .otherUnit:
        panels.append(
          .init(
            vertical: .init(channel.header), layers: [.trace(recorded)], height: channels.count > 1 ? 110 : 160))
        panels.append(
          .init(
            vertical: .init(channel.filteredHeader), layers: [.trace(filtered)],
            height: channels.count > 1 ? 110 : 160))
      }
      guard comparison == .removed else { continue }
      let removed = zip(channel.recorded, channel.filtered).map { $0 - $1 }
      let residual = Figure.Trace(
        name: "removed: recorded − filtered", ink: .vermilion, curve: .init(places, removed, breaks: breaks),
        thickness: 0.7)
      panels.append(
        .init(vertical: .init(unitAlone(channel.header)), layers: [.trace(residual)], height: 90))
    }
    return Figure(title: title, caption: caption, horizontal: .init("Time (s)"), panels: panels)
  }

  /// `Removed (N)` of `Force (N)`: the short panel has no room for more.
  private static func unitAlone(_ header: String) -> String {
    guard header.hasSuffix(")"), let open = header.lastIndex(of: "(") else { return "Removed" }
    return "Removed \(header[open...])"
  }
}
