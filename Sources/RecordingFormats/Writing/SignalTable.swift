// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Columns of samples on one time base, as they are to be written.
public struct SignalTable: Sendable {
  public struct Column: Sendable {
    /// Name and unit, such as `Force (N)`.
    public var header: String
    /// One a row; NaN where missing.
    public var samples: [Double]

    public init(header: String, samples: [Double]) {
      self.header = header
      self.samples = samples
    }
  }

  /// A column of words; rows outside all spans are empty.
  struct Words: Sendable {
    let header: String
    /// In the order of the rows, none touching the one before.
    let spans: [(rows: Range<Int>, text: String)]
  }

  public var timeBase: TimeBase
  /// s that are added to the times where they are written: the recording's own stamp of its first sample.
  public var firstStamp = 0.0
  public let count: Int
  public var columns: [Column]
  let words: [Words]
  /// Events that no column of words can hold, because they overlap or lie between the samples.
  public let eventsLeftOut: Int

  /// - Parameters:
  ///   - columns: As many samples each as the time base has.
  ///   - labels: Each kind becomes a column.
  ///   - events: Become one column.
  public init(
    timeBase: TimeBase, count: Int, columns: [Column], labels: [LabelSpan] = [], events: [Event] = []
  ) {
    precondition(columns.allSatisfy { $0.samples.count == count }, "every column has \(count) samples")
    self.timeBase = timeBase
    self.count = count
    self.columns = columns
    var words: [Words] = []
    var kinds: [String] = []
    for label in labels where !kinds.contains(label.kind) { kinds.append(label.kind) }
    for kind in kinds {
      let spans = labels.filter { $0.kind == kind }.map { (rows: $0.range, text: $0.text) }
      words.append(Words(header: kind, spans: Self.separate(spans, in: count)))
    }
    let placed = events.compactMap { event in
      Self.rows(of: event, timeBase, count).map { (rows: $0, text: event.kind) }
    }
    let kept = Self.separate(placed, in: count)
    if !kept.isEmpty { words.append(Words(header: "Event", spans: kept)) }
    eventsLeftOut = events.count - kept.count
    self.words = words
  }

  var timeColumn: TimeColumn { TimeColumn(timeBase, firstStamp: firstStamp, count: count) }

  /// Spans in order, those left out that overlap an earlier one.
  private static func separate(
    _ spans: [(rows: Range<Int>, text: String)], in count: Int
  ) -> [(rows: Range<Int>, text: String)] {
    var kept: [(rows: Range<Int>, text: String)] = []
    for span in spans.sorted(by: { $0.rows.lowerBound < $1.rows.lowerBound }) {
      let rows = span.rows.clamped(to: 0..<count)
      if !rows.isEmpty, rows.lowerBound >= kept.last?.rows.upperBound ?? 0 { kept.append((rows, span.text)) }
    }
    return kept
  }

  private static func rows(of event: Event, _ timeBase: TimeBase, _ count: Int) -> Range<Int>? {
    guard let first = row(at: event.start, timeBase, count), let last = row(at: event.end, timeBase, count),
      first <= last
    else { return nil }
    return first..<(last + 1)
  }

  /// The row stamped with a time to the nanosecond.
  private static func row(at time: Double, _ timeBase: TimeBase, _ count: Int) -> Int? {
    let row = (0..<count).partitionPoint { timeBase.time($0) >= time - 1e-9 }
    return row < count && (timeBase.time(row) - time).magnitude <= 1e-9 ? row : nil
  }
}

extension Channel {
  /// The header that this package's reader takes for a channel of the same name, kind and unit.
  ///
  /// The header the file had where it says the same; else name and unit.
  public var writtenHeader: String {
    let symbol = unit?.symbol ?? ""
    var candidates = [header, symbol.isEmpty ? name : "\(name) (\(symbol))"]
    // Spellings that are clear where the symbol alone is not.
    if symbol == "g" { candidates.append("\(name) (g0)") }
    if kind == .rating, !symbol.isEmpty { candidates.append("\(name) (\(symbol) VAS)") }
    for text in candidates where !text.isEmpty {
      let cell = HeaderCell(text)
      let found = cell.channel(cell.meaning, massIsForce: false)
      // A label or a time column would be taken for something else altogether.
      switch cell.meaning {
      case .channel, .unknown: break
      default: continue
      }
      if found.kind == kind, found.unit == unit { return text }
    }
    return candidates[1]
  }
}
