// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Reads a text table without ever holding more of its text than a few pieces.
struct TablePieces {
  enum Outcome {
    case table(TextTable)
    /// Some byte is no UTF-8, so all of the text is in another encoding.
    case notUTF8
    /// A control character, half a character at the end, a line that is too long, or a source that became shorter:
    /// what that means shows in the text as a whole.
    case unclear
  }

  let declaration: Declaration
  let limits: ReadLimits
  /// Instruction set in which plain rows are read; nil reads every row cell by cell.
  var level: KernelLevel? = .current
  /// Bytes of text from which a second thread is worth it: a millisecond of reading.
  var shortestAhead = 1 << 19

  /// - Throws: What is wrong with the piece at hand; something may be wrong with the rest that is to be told first.
  func read(
    _ source: inout some ByteSource & ~Copyable, asWindows1252: Bool = false
  ) throws(ReadError) -> Outcome {
    var text = PiecewiseText(try source.prefix(1024), count: source.count, asWindows1252: asWindows1252)
    let opening = Dialect.sampleBytes + limits.maximumLineLength + 8
    while text.bytes.count < opening, !text.isWhole, !TableLayout.isSettled(by: text.bytes.span, limits: limits) {
      guard try text.read(&source, min(opening, max(1 << 18, text.bytes.count))) else { return .unclear }
    }
    guard !text.bytes.isEmpty else { return .unclear }
    let layout = try TableLayout.find(text.bytes.span, limits: limits)
    let plan = try TextTable.plan(layout, declaration)
    var next = layout.dataOffset
    if let fault = fault(text.bytes.span.extracting(0..<next), isEnd: text.isWhole) { return fault }
    var scanner = TableScanner(layout: layout, modes: plan.modes, limits: limits, level: level)
    scanner.reserve(Self.rows(text.bytes.span.extracting(next...), of: text.likelyCount - next))
    var window = limits.pieceBytes
    while true {
      if text.bytes.count - next + text.left >= shortestAhead {
        text.drop(next)
        next = 0
        if let fault = try readAhead(&text, &source, &scanner) { return fault }
      }
      let end = min(text.bytes.count, next + window)
      let isEnd = end == text.bytes.count && text.isWhole
      let used = try scanner.read(text.bytes.span.extracting(next..<end), isEnd: isEnd)
      if let fault = fault(text.bytes.span.extracting(next..<(next + used)), isEnd: isEnd) { return fault }
      next += used
      if isEnd { break }
      window = used == 0 ? 2 * window : limits.pieceBytes
      // A line that is too long is told with its length, which the whole text gives.
      if window > 4 * (limits.maximumLineLength + limits.pieceBytes) { return .unclear }
      if text.bytes.count - next < window, !text.isWhole {
        text.drop(next)
        next = 0
        guard try text.read(&source, limits.pieceBytes) else { return .unclear }
      }
    }
    return .table(
      TextTable(nature: text.nature, declaration: declaration, layout: layout, plan: plan, body: scanner.body))
  }

  /// What is wrong with whole lines as text in UTF-8.
  func fault(_ bytes: Span<UInt8>, isEnd: Bool) -> Outcome? {
    if NumberRows.isPlainText(bytes) { return nil }
    for index in bytes.indices where DecodedText.isControl(bytes[index]) { return .unclear }
    if UTF8Check.firstInvalid(bytes) == nil { return nil }
    return isEnd ? .unclear : .notUTF8
  }

  /// Number of rows in a text that goes on as it begins.
  private static func rows(_ sample: Span<UInt8>, of count: Int) -> Int {
    let sample = sample.extracting(first: 1 << 16)
    var lines = 0
    for index in sample.indices where sample[index] == 0x0A || sample[index] == 0x0D { lines += 1 }
    // A file is not taken at its word for more than this; beyond, the columns grow as they fill.
    return min(1 << 24, max(0, count) / max(1, sample.count / max(1, lines)) + 64)
  }
}
