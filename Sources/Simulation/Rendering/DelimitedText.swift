// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension Recording {
  /// The samples as a delimited text table: time, channels, labels.
  public func delimited(_ dialect: DelimitedDialect = .csv) -> [UInt8] {
    var table = DelimitedTable(dialect)
    let stamps = timeBase.stamps(count: sampleCount)
    let kinds = labels.reduce(into: [String]()) { if !$0.contains($1.kind) { $0.append($1.kind) } }
    let spans = kinds.map { kind in labels.filter { $0.kind == kind } }
    for comment in dialect.comments { table.line("# " + comment) }
    table.header(self, labels: kinds)
    var cursors = [Int](repeating: 0, count: kinds.count)
    for i in 0..<sampleCount {
      var cells: [String] = []
      switch dialect.time {
      case .seconds: cells.append(table.number(stamps[i], decimals: dialect.timeDecimals))
      case .wholeMilliseconds: cells.append(String(Int((stamps[i] * 1000).rounded(.toNearestOrAwayFromZero))))
      case .none: break
      }
      for channel in channels { cells.append(table.number(channel.samples[i])) }
      for (k, spans) in spans.enumerated() {
        while cursors[k] < spans.count, spans[cursors[k]].range.upperBound <= i { cursors[k] += 1 }
        let inside = cursors[k] < spans.count && spans[cursors[k]].range.contains(i)
        cells.append(inside ? spans[cursors[k]].text : "")
      }
      table.row(cells)
    }
    return table.bytes()
  }
}

/// Text of a table while it is being written.
private struct DelimitedTable {
  let dialect: DelimitedDialect
  private var text = ""
  private var lastLine = 0

  init(_ dialect: DelimitedDialect) { self.dialect = dialect }

  mutating func line(_ content: String) {
    lastLine = text.utf8.count
    text += content
    text += dialect.lineEnd
  }

  mutating func row(_ cells: [String]) {
    line(cells.joined(separator: dialect.delimiter) + (dialect.trailingDelimiter ? dialect.delimiter : ""))
  }

  mutating func header(_ recording: Recording, labels: [String]) {
    guard dialect.header != .none else { return }
    var names: [String] = []
    var units: [String] = []
    switch dialect.time {
    case .seconds:
      names.append("Time")
      units.append("s")
    case .wholeMilliseconds:
      names.append("Time")
      units.append("ms")
    case .none: break
    }
    for channel in recording.channels {
      names.append(channel.name)
      units.append(channel.unit?.symbol ?? "")
    }
    names += labels.map { ($0.first.map(String.init) ?? "").uppercased() + $0.dropFirst() }
    units += labels.map { _ in "" }
    if dialect.header == .unitInName {
      names = zip(names, units).map { $1.isEmpty ? $0 : "\($0) (\($1))" }
    }
    row(names.map { dialect.quotedHeader ? "\"\($0)\"" : $0 })
    if dialect.header == .unitRow { row(units.map { "[\($0)]" }) }
  }

  func number(_ value: Double, decimals: Int? = nil) -> String {
    guard value.isFinite else { return dialect.missing }
    var value = value
    if let decimals {
      let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
      value = (value * scale).rounded() / scale
    }
    let text = DecimalText.shortest(value)
    guard dialect.decimalComma else { return text }
    return String(text.map { $0 == "." ? "," : $0 })
  }

  mutating func bytes() -> [UInt8] {
    if dialect.truncatedLastLine {
      let tail = text.utf8.count - lastLine
      text = String(decoding: text.utf8.prefix(lastLine + min(3, tail)), as: UTF8.self)
    }
    return TextBytes.encode(text, dialect.encoding)
  }
}
